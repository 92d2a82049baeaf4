from complaints.models.categories import Category
from complaints.models.detail import CaseDetail, Grade, PraiseDetail, Secrecy
from complaints.models.handling import Appeal, ContactAttempt, Extension, Relay
from complaints.models.orders import Complaint, Misconduct, Opinion, Praise, Suggestion
from complaints.models.reporters import Reporter

__all__ = [
    "Appeal",
    "CaseDetail",
    "Category",
    "Complaint",
    "ContactAttempt",
    "Extension",
    "Grade",
    "Misconduct",
    "Opinion",
    "Praise",
    "PraiseDetail",
    "Relay",
    "Reporter",
    "Secrecy",
    "Suggestion",
]
