from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = "班长总览"

    def ready(self) -> None:
        from supervision.navigation import offer_overview, offer_returns, offer_weekly

        offer_overview()
        offer_returns()
        offer_weekly()
