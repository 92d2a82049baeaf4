"""A2.1: what an agent explains instead of dispatching, in words that can be read out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from customers.models import Outage, Premises

RECONNECTED_WITHIN = timedelta(hours=24)  # the promise once arrears are paid
# An outage that nobody closed is not believed for ever: a hint out of date would leave a real fault without a crew.
BELIEVED_LATE = timedelta(hours=12)
BELIEVED_OPEN = timedelta(hours=24)
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Hint:
    """``kind``: planned, fault or arrears. ``until``: when power is expected back (E4), when that is known."""

    kind: str
    text: str
    outage_id: int | None = None
    until: datetime | None = None


# Asked with every report that comes in, hence ready-made. An outage that names no transformer is the whole feeder's.
KNOWN = """
    SELECT o.* FROM customers_outage o
     WHERE o.feeder_id = %s AND o.starts_at <= %s AND (o.ended_at IS NULL OR o.ended_at > %s)
       AND coalesce((SELECT bool_or(t.transformer_id = %s) FROM customers_outage_transformers t
                      WHERE t.outage_id = o.id), true)
     ORDER BY o.kind DESC, o.starts_at
"""


def hints_for(premises: Premises, at: datetime) -> list[Hint]:
    """A2.1, E4: what is known to keep ``premises`` without power at ``at``: planned outages, known faults, then an
    arrears cut-off. One query."""
    known = Outage.objects.raw(KNOWN, [premises.transformer.feeder_id, at, at, premises.transformer_id])
    hints = [_of_outage(outage, premises, at) for outage in known if _believed(outage, at)]
    if premises.cut_off:
        hints.append(_of_arrears(premises))
    return hints


def _believed(outage: Outage, at: datetime) -> bool:
    last = outage.expected_until
    return at < (last + BELIEVED_LATE if last else outage.starts_at + BELIEVED_OPEN)


def _of_outage(outage: Outage, premises: Premises, at: datetime) -> Hint:
    what = "计划停电" if outage.kind == Outage.Kind.PLANNED else "已知故障，正在抢修"
    expected = outage.expected_until
    if expected is None:
        when = "预计送电时间尚未确定，一有消息即告知客户"
    elif expected > at:
        when = f"预计{spoken(expected, at)}恢复送电"
    else:
        when = f"原定{spoken(expected, at)}送电，现已超过，尚未接到送电消息，请核实后再答复"
    since = f"{outage.reason}，{spoken(outage.starts_at, at)}起停电"
    text = f"{premises.transformer.name}在停电范围内（{what}）：{since}，{when}。"
    return Hint(outage.kind, text, outage.pk, expected)


def _of_arrears(premises: Premises) -> Hint:
    hours = int(RECONNECTED_WITHIN.total_seconds() // 3600)
    text = f"该户因欠费停电，欠费 {premises.arrears:.2f} 元；结清电费后 {hours} 小时内恢复送电。"
    return Hint("arrears", text)


def spoken(moment: datetime, now: datetime) -> str:
    """今天 17:00, 明天 08:30, 11月25日（周三）09:00: the way it is said on the phone."""
    local = timezone.localtime(moment)
    days = (local.date() - timezone.localtime(now).date()).days
    named = {-1: "昨天", 0: "今天", 1: "明天", 2: "后天"}.get(days)
    day = named or f"{local.month}月{local.day}日（周{WEEKDAYS[local.weekday()]}）"
    return f"{day} {local:%H:%M}"
