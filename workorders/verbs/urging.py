"""催办 and 督办: the second call about one matter alerts the unit, the third starts 督办 by itself."""

from __future__ import annotations

from django import forms

from accounts.models import Role
from customers.selectors import open_call_of
from workorders.acts import Act
from workorders.forms import VerbForm
from workorders.models import Message, Urge, WorkOrder
from workorders.registry import Verb

Circle = Message.Circle


class UrgeForm(VerbForm):
    content = forms.CharField(label="催办内容", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class SuperviseForm(VerbForm):
    content = forms.CharField(label="督办要求", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


def urge(order: WorkOrder, act: Act) -> None:
    """Record that the customer called again about this order; who is told depends on how often it was."""
    order.urges += 1
    call = open_call_of(act.actor) if order.phone else None  # who called about an order that names nobody stays untold
    Urge.objects.create(
        order=order, kind=Urge.Kind.URGE, content=act.data["content"], by=act.actor, call=call, at=act.at
    )
    act.note["times"] = order.urges
    # The call that made the order was the first about the matter.
    calls = order.urges + 1
    act.tell(Circle.HANDLER, "order.urged", f"工单 {order.number} 第 {calls} 次来电催办，请尽快处理", sms=True)
    act.tell(Circle.LEAD, "order.urged", f"工单 {order.number} 第 {calls} 次来电催办", sms=calls >= 2)
    if calls >= 3 and not order.urgings.filter(kind=Urge.Kind.SUPERVISE).exists():
        push(act, f"同一诉求第 {calls} 次来电，自动督办")


def supervise(order: WorkOrder, act: Act) -> None:
    push(act, act.data["content"])


def push(act: Act, content: str) -> None:
    """Start 督办: recorded, and told to the unit and its supervisors."""
    order = act.order
    Urge.objects.create(order=order, kind=Urge.Kind.SUPERVISE, content=content[:500], by=act.actor, at=act.at)
    act.note["supervised"] = content
    for circle in (Circle.HANDLER, Circle.LEAD, Circle.SUPERVISOR):
        act.tell(circle, "order.supervised", f"工单 {order.number} 已督办，请立即处理并反馈", sms=True)


URGE = Verb("urge", "催办", frozenset({Role.AGENT, Role.LEAD}), UrgeForm, run=urge, core=True)
SUPERVISE = Verb("supervise", "督办", frozenset({Role.SUPERVISOR, Role.LEAD}), SuperviseForm, run=supervise, core=True)
