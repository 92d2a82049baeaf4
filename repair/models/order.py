"""报修: the states of a fault report and what moves it between them. Only the gate calls these methods."""

from django.db import models
from django_fsm import RETURN_VALUE, transition

from workorders.acts import Act
from workorders.models import WorkOrder

BEFORE_RESTORED = ["accepted", "dispatched", "received", "assigned", "en_route", "on_site"]


class Repair(WorkOrder):
    class States(models.TextChoices):
        ACCEPTED = "accepted", "已受理"
        DISPATCHED = "dispatched", "已派单"
        RECEIVED = "received", "已接单"
        ASSIGNED = "assigned", "已派工"
        EN_ROUTE = "en_route", "已出发"
        ON_SITE = "on_site", "已到达"
        RESTORED = "restored", "已送电"
        REPLIED = "replied", "已回单"
        ARCHIVED = "archived", "已归档"
        MERGED = "merged", "已合并"
        VOID = "void", "已作废"

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "报修工单"

    @transition("state", source="accepted", target="archived")
    def explain(self, act: Act) -> None:
        from repair.services import intake

        intake.explain(self, act)

    @transition("state", source="accepted", target="dispatched")
    def dispatch(self, act: Act) -> None:
        from repair.services import intake

        intake.dispatch(self, act)

    @transition("state", source="dispatched", target="accepted")
    def refuse(self, act: Act) -> None:
        from repair.services import desk

        desk.refuse(self, act)

    @transition("state", source="dispatched", target="received")
    def receive(self, act: Act) -> None:
        act.detail.received_at = act.at

    @transition("state", source="received", target="assigned")
    def assign(self, act: Act) -> None:
        from repair.services import desk

        desk.assign(self, act)

    @transition("state", source=["assigned", "en_route"], target="assigned")
    def reassign(self, act: Act) -> None:
        from repair.services import desk

        desk.assign(self, act)

    @transition("state", source="assigned", target="en_route")
    def depart(self, act: Act) -> None:
        act.detail.departed_at = act.at

    @transition("state", source="en_route", target="on_site")
    def arrive(self, act: Act) -> None:
        from repair.services import site

        site.arrive(self, act)

    @transition("state", source="on_site", target="on_site")
    def survey(self, act: Act) -> None:
        from repair.services import site

        site.survey(self, act)

    @transition("state", source="on_site", target="restored")
    def restore(self, act: Act) -> None:
        from repair.services import site

        site.restore(self, act)

    @transition("state", source="restored", target="replied")
    def reply(self, act: Act) -> None:
        from repair.services import answer

        answer.reply(self, act)

    @transition("state", source="merged", target="replied")
    def follow(self, act: Act) -> None:
        """The system's: a child is answered with its master, and called back on its own."""
        from repair.services import answer

        answer.follow(self, act)

    @transition("state", source="replied", target=RETURN_VALUE("replied", "archived", "received"))
    def call_back(self, act: Act) -> str:
        from repair.services import answer

        return answer.call_back(self, act)

    @transition("state", source="replied", target="archived")
    def give_up(self, act: Act) -> None:
        from repair.services import answer

        answer.give_up(self, act)

    @transition("state", source=BEFORE_RESTORED, target="merged")
    def merge(self, act: Act) -> None:
        from workorders.services import merging

        merging.merge(act, frozenset(BEFORE_RESTORED))

    @transition("state", source="merged", target=RETURN_VALUE(*BEFORE_RESTORED))
    def unmerge(self, act: Act) -> str:
        from workorders.services import merging

        return merging.unmerge(act)

    @transition("state", source=["accepted", "dispatched"], target="void")
    def cancel(self, act: Act) -> None:
        from repair.services import intake

        intake.cancel(self, act)
