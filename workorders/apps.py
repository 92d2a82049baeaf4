from django.apps import AppConfig


class WorkordersConfig(AppConfig):
    name = "workorders"
    verbose_name = "工单"

    def ready(self) -> None:
        from live.sources import answer_for_orders, register
        from workorders.selectors.happenings import SOURCES, matters

        for source in SOURCES:
            register(source)
        answer_for_orders(matters)
