"""B3, B5.3: a department confirms its part of an order."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Person, Role
from workorders.acts import Act
from workorders.forms import VerbForm
from workorders.models import Message, SupportTask, WorkOrder
from workorders.registry import Verb


def open_tasks(order: WorkOrder, actor: Person) -> list[SupportTask]:
    """The unconfirmed support tasks of ``order`` that ``actor``'s units were asked for."""
    tasks = order.support_tasks.filter(confirmed_at__isnull=True).select_related("unit")
    return [task for task in tasks if actor.access.reaches(task.unit.path, ROLES)]


class ConfirmForm(VerbForm):
    task = forms.TypedChoiceField(label="协同任务", coerce=int)
    done = forms.CharField(label="完成情况", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def prepare(self) -> None:
        assert self.order is not None
        mine = open_tasks(self.order, self.actor)
        field: Any = self.fields["task"]
        field.choices = [(task.pk, f"{task.unit}：{task.needed}") for task in mine]


def confirm(order: WorkOrder, act: Act) -> None:
    task = order.support_tasks.get(pk=act.data["task"])
    task.confirmed_by, task.confirmed_at, task.done = act.actor, act.at, act.data["done"]
    task.save()
    act.note["unit"] = task.unit.name
    act.tell(Message.Circle.HANDLER, "support.confirmed", f"工单 {order.number}：{task.unit} 已完成协同任务")


ROLES = frozenset({Role.HANDLER, Role.SUPERVISOR})
CONFIRM_SUPPORT = Verb(
    "confirm_support",
    "确认协同",
    ROLES,
    ConfirmForm,
    run=confirm,
    involved=True,
    always=True,
    core=True,
    offered=lambda order, actor: bool(open_tasks(order, actor)),
    single=True,
)
