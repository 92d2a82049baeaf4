from django.apps import AppConfig


class RepairConfig(AppConfig):
    name = "repair"
    verbose_name = "报修"

    def ready(self) -> None:
        from live.sources import register
        from repair.events import source
        from repair.navigation import offer_board, offer_crew, offer_duty
        from repair.type import REPAIR
        from workorders.registry import registry

        registry.register(REPAIR)
        register(source())
        offer_board()
        offer_crew()
        offer_duty()
