from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "complaints"
    verbose_name = "投诉 举报 意见 建议 表扬"

    def ready(self) -> None:
        from complaints.navigation import offer_audit, offer_follow
        from complaints.type import ALL
        from workorders.registry import registry

        for business in ALL:
            registry.register(business)
        offer_follow()
        offer_audit()
