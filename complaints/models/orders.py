"""投诉 举报 意见 建议 表扬: the states they pass and what moves them. Only the gate calls these methods.

Four of them share one way, centre → province → city → unit and back; 表扬 has a short one of its own.
"""

from django.db import models
from django_fsm import RETURN_VALUE, transition

from workorders.acts import Act
from workorders.models import WorkOrder


class Route:
    """The way of a case: dispatched to the province, forwarded to a city, handled by a unit, audited, called back."""

    class States(models.TextChoices):
        ACCEPTED = "accepted", "已受理"
        DISPATCHED = "dispatched", "已派单"
        FORWARDED = "forwarded", "已转派"
        HANDLING = "handling", "处理中"
        REPLIED = "replied", "已回复"
        AUDITED = "audited", "已审核"
        ARCHIVED = "archived", "已归档"

    @transition("state", source="accepted", target="dispatched")
    def dispatch(self, act: Act) -> None:
        from complaints.services import route

        route.dispatch(act)

    @transition("state", source="dispatched", target="forwarded")
    def forward(self, act: Act) -> None:
        from complaints.services import route

        route.forward(act)

    @transition("state", source="forwarded", target="handling")
    def receive(self, act: Act) -> None:
        from complaints.services import route

        route.receive(act)

    @transition("state", source="forwarded", target="dispatched")
    def refuse(self, act: Act) -> None:
        from complaints.services import route

        route.refuse(act)

    @transition("state", source="handling", target="replied")
    def reply(self, act: Act) -> None:
        from complaints.services import answer

        answer.reply(act)

    @transition("state", source="handling", target="replied")
    def submit_statement(self, act: Act) -> None:
        from complaints.services import answer

        answer.submit_statement(act)

    @transition("state", source="replied", target=RETURN_VALUE("audited", "archived"))
    def approve(self, act: Act) -> str:
        from complaints.services import audit

        return audit.approve(act)

    @transition("state", source="replied", target="handling")
    def send_back(self, act: Act) -> None:
        from complaints.services import audit

        audit.send_back(act)

    @transition("state", source="audited", target=RETURN_VALUE("audited", "archived", "handling"))
    def call_back(self, act: Act) -> str:
        from complaints.services import ending

        return ending.call_back(act)

    @transition("state", source="audited", target="archived")
    def give_up(self, act: Act) -> None:
        from complaints.services import ending

        ending.give_up(act)


class Explained:
    """What the agent explains on the phone need not travel."""

    @transition("state", source="accepted", target="archived")
    def explain(self, act: Act) -> None:
        from complaints.services import ending

        ending.explain(act)


class Complaint(Route, WorkOrder):
    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "投诉工单"


class Misconduct(Route, WorkOrder):
    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "举报工单"


class Opinion(Explained, Route, WorkOrder):
    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "意见工单"


class Suggestion(Explained, Route, WorkOrder):
    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "建议工单"


class Praise(WorkOrder):
    class States(models.TextChoices):
        ACCEPTED = "accepted", "已受理"
        DISPATCHED = "dispatched", "已派单"
        ACKNOWLEDGED = "acknowledged", "已知悉"
        ARCHIVED = "archived", "已归档"

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "表扬工单"

    @transition("state", source="accepted", target="dispatched")
    def dispatch(self, act: Act) -> None:
        from complaints.services import praise

        praise.dispatch(act)

    @transition("state", source="dispatched", target="acknowledged")
    def acknowledge(self, act: Act) -> None:
        from complaints.services import praise

        praise.acknowledge(act)

    @transition("state", source="acknowledged", target="archived")
    def archive(self, act: Act) -> None:
        self.archived_at = act.at
