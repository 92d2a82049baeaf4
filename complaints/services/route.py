"""派单, 转派, 签收, 退单, 改派: the way down to whoever handles the case."""

from __future__ import annotations

from datetime import datetime

from accounts.models import Person, Unit
from complaints.selectors.units import barred_from
from complaints.services.intake import tell_leaders
from workorders import errors
from workorders.acts import Act
from workorders.models import Message, Return
from workorders.services.callbacks import send_back

Circle = Message.Circle


def dispatch(act: Act) -> None:
    """To the desk that audits. The unit's clocks begin here: what passes between desks is the company's own time."""
    order, detail = act.order, act.detail
    unit: Unit = act.data["unit"]
    detail.dispatched_to = order.unit = unit
    detail.dispatched_at = act.at
    if "contacted_by" in act.business.clock_labels and not detail.anonymous:
        act.start("contacted_by")
    act.start("replied_by", latest=relayed_until(act))
    act.tell(Circle.AUDITOR, "case.dispatched", f"新{act.business.label} {order.number}，请转派")


def forward(act: Act) -> None:
    order, detail = act.order, act.detail
    unit: Unit = act.data["unit"]
    spare_the_concerned(act, unit)
    detail.forwarded_to = order.unit = unit
    detail.forwarded_at = act.at
    act.tell(Circle.LEAD, "case.forwarded", f"新{act.business.label} {order.number}，请签收")
    if act.business.watched:
        tell_leaders(order, act)


def refuse(act: Act) -> None:
    """Back to the province, which forwards it elsewhere. The unit's clocks go on."""
    order, detail = act.order, act.detail
    send_back(act, Return.Level.UNIT, act.data["codes"], act.data["text"])
    order.unit = detail.dispatched_to or order.centre
    detail.forwarded_to = detail.forwarded_at = None
    act.tell(Circle.AUDITOR, "case.refused", f"{act.business.label} {order.number} 被退回，请重新转派")


def receive(act: Act) -> None:
    hand(act)
    act.detail.received_at = act.at


def hand(act: Act) -> None:
    """To the unit, and the person in it, that handles the case."""
    order, detail = act.order, act.detail
    unit: Unit = act.data["unit"]
    handler: Person | None = act.data["handler"]
    spare_the_concerned(act, unit)
    detail.handler, order.unit = handler, unit
    act.tell(Circle.HANDLER, "case.handed", f"{act.business.label} {order.number} 请处理")


def relayed_until(act: Act) -> datetime | None:
    """When whoever relayed the case (12345, 12398) wants it answered, while that is to come."""
    due: datetime | None = act.detail.relay_due_at
    return due if due is not None and due > act.at else None


def spare_the_concerned(act: Act, unit: Unit) -> None:
    """A3.5: what must not go to those it is about never does. Raises ``Invalid``."""
    barred = barred_from(act.order, act.detail)
    if barred is not None and barred.contains(unit):
        label = act.business.label
        why = f"{unit}是被{label}单位或其下级，不能由它处理，请选择别的单位"
        raise errors.Invalid(why, fields={"unit": [why]})
