from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "人员与单位"

    def ready(self) -> None:
        from accounts import api_schema, checks  # noqa: F401  # registered by being imported
