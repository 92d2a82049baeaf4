"""What changed, told to the screens as it happens."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "live"
    verbose_name = "实时"

    def ready(self) -> None:
        from live.notes import SOURCE
        from live.sources import register

        register(SOURCE)
