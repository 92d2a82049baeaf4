from complaints.models.categories import Category

__all__ = ["Category"]
