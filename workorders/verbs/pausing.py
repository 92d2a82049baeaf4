"""暂停计时 and 恢复计时: with a reason, by a lead or supervisor, in the ledger."""

from __future__ import annotations

from django import forms

from accounts.models import Person, Role
from workorders import errors
from workorders.acts import Act
from workorders.forms import Nothing, VerbForm
from workorders.models import Deadline, WorkOrder
from workorders.registry import Verb
from workorders.services import clocks


class PauseForm(VerbForm):
    reason = forms.CharField(label="暂停原因", max_length=200)


def pause(order: WorkOrder, act: Act) -> None:
    running = [each for each in act.deadlines if each.state == Deadline.State.RUNNING and each.due_at > act.now]
    if not running:
        raise errors.WrongState("没有正在计时的时限可以暂停")
    clocks.pause(running, act.now, act.data["reason"], act.actor)
    act.note["clocks"] = [deadline.clock for deadline in running]


def resume(order: WorkOrder, act: Act) -> None:
    paused = [deadline for deadline in act.deadlines if deadline.state == Deadline.State.PAUSED]
    if not paused:
        raise errors.WrongState("没有已暂停的时限")
    clocks.resume(paused, act.now)
    act.note["clocks"] = [deadline.clock for deadline in paused]


def has_running(order: WorkOrder, actor: Person) -> bool:
    return order.deadlines.filter(state=Deadline.State.RUNNING).exists()


def has_paused(order: WorkOrder, actor: Person) -> bool:
    return order.deadlines.filter(state=Deadline.State.PAUSED).exists()


ROLES = frozenset({Role.LEAD, Role.SUPERVISOR})
PAUSE = Verb("pause", "暂停计时", ROLES, PauseForm, run=pause, core=True, offered=has_running)
RESUME = Verb("resume", "恢复计时", ROLES, Nothing, run=resume, core=True, offered=has_paused)
