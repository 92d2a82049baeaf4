from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "desk"
    verbose_name = "坐席工作台"

    def ready(self) -> None:
        from desk.navigation import offer_desk

        offer_desk()
