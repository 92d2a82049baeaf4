from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "customers"
    verbose_name = "客户与用电地址"

    def ready(self) -> None:
        from customers.selectors.happenings import SOURCE
        from live.sources import register

        register(SOURCE)
