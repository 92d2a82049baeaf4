"""受理, 派单, 解释办结, 作废: the agent's part."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from accounts.models import Unit
from customers.selectors import hints_for
from repair.models.detail import RepairDetail
from repair.selectors.areas import AREA_THRESHOLD, ASKED_BY, nearest_department, reports_on_feeder, station_desk
from workorders import errors
from workorders.acts import Act
from workorders.models import Involved, Message, WorkOrder

Circle = Message.Circle
REFUSALS = (
    ("not_our_area", "不属本单位供电区域"),
    ("wrong_kind", "业务类型错误"),
    ("address_unclear", "地址或联系方式不清"),
    ("duplicate", "重复派单"),
    ("not_power", "非供电企业管辖设施"),
)


def accepted(order: WorkOrder, act: Act) -> None:
    """What accepting a fault sets off: hints noted, safety and the leaders told, the unit found."""
    detail: RepairDetail = act.detail
    if order.premises:
        hints = hints_for(order.premises, act.now)
        detail.hints = [{"kind": hint.kind, "text": hint.text} for hint in hints]
        act.note["hints"] = [hint.kind for hint in hints]
    if detail.accident:
        alert_safety(order, act, RepairDetail.Accident(detail.accident).label)
    watch_area(order, act)


def alert_safety(order: WorkOrder, act: Act, accident: str) -> None:
    """B4.3: an accident to people or equipment reaches the safety department at once, by every channel."""
    near = order.premises.unit if order.premises else order.unit
    department = nearest_department(near, Unit.Function.SAFETY)
    unit = department or order.unit
    if department:
        Involved.objects.get_or_create(order=order, unit=department, why=Involved.Why.SAFETY)
    act.note["safety"] = unit.name
    act.tell(
        Circle.SAFETY if department else Circle.SUPERVISOR,
        "repair.accident",
        f"工单 {order.number}：{accident}，请立即处置",
        unit=unit,
        sms=True,
    )


def watch_area(order: WorkOrder, act: Act) -> None:
    """A2.2: a large-area outage goes to the duty leader and the director at once; many reports from one line ask."""
    if act.detail.large_area:
        near = order.premises.unit if order.premises else order.unit
        act.note["large_area"] = True
        for circle, unit in ((Circle.LEAD, order.centre), (Circle.SUPERVISOR, order.centre), (Circle.SUPERVISOR, near)):
            act.tell(
                circle, "repair.large_area", f"工单 {order.number}：大面积停电，请启动应急预案", unit=unit, sms=True
            )
    elif order.premises and 0 <= reports_on_feeder(order, act.now - timedelta(minutes=30)) - AREA_THRESHOLD < ASKED_BY:
        feeder = order.premises.transformer.feeder
        act.note["suspected_area"] = feeder.name
        act.tell(
            Circle.LEAD,
            "repair.suspected_area",
            f"{feeder.name} 30 分钟内已有 {AREA_THRESHOLD} 起以上报修，疑似大面积停电",
            unit=order.centre,
            sms=True,
            key=f"area:{feeder.pk}:{timezone.localtime(act.now):%Y%m%d%H}",
        )


def dispatch(order: WorkOrder, act: Act) -> None:
    """To the city or county desk named, or the one the address belongs to."""
    unit: Unit | None = act.data.get("unit") or (station_desk(order.premises.unit) if order.premises else None)
    if unit is None:
        why = "地址没有落到供电单位，请选择派往的单位"
        raise errors.Invalid(why, fields={"unit": [why]})
    act.data["unit"] = unit
    act.detail.dispatched_to = order.unit = unit
    act.detail.dispatched_at = act.at
    act.tell(
        Circle.LEAD,
        "repair.dispatched",
        f"新报修 {order.number}，请在 3 分钟内接单或退单",
        sms=order.urgency == "urgent",
    )


def explain(order: WorkOrder, act: Act) -> None:
    """解释办结: the customer was told why; nothing is dispatched."""
    if order.children.exists():
        raise errors.WrongState("这张工单是主单，请先拆分它的子单")
    act.detail.explained = act.data["reason"]
    act.detail.satisfaction = act.data.get("satisfaction")
    order.archived_at = act.at


def cancel(order: WorkOrder, act: Act) -> None:
    if order.children.exists():
        raise errors.WrongState("这张工单是主单，请先拆分它的子单")
    order.unit = order.centre
    act.cancel(why="工单作废")
