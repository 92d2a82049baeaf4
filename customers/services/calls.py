"""Telephony events. They are idempotent by call id and may come late, twice or in any order: each is kept as told,
and the call is worked out anew from all of them. What cannot be true is refused with a ``CallError``.

``by`` is whose account told it; ``None``: the system itself. Who may tell what is for the caller to ask (``api_events``)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Person, Role, Unit
from customers.models import Call, CallEvent, Customer
from customers.phones import normalise
from customers.selectors import centre_of, customers_with_number
from customers.services.replay import CallError, replay
from live.doorbell import ring as ring_bell

__all__ = ["CallError", "answer", "dispose", "hang_up", "hold", "resume", "ring", "transfer"]

CLOCKS_APART = timedelta(minutes=5)  # the telephone system's clock may be ahead of ours by this much
ONCE = {CallEvent.Kind.ANSWER, CallEvent.Kind.HANG_UP, CallEvent.Kind.DISPOSE}
Kind = CallEvent.Kind


@dataclass(frozen=True)
class Told:
    """What one event says."""

    kind: str
    at: datetime
    agent: Person | None = None
    caller: str = ""
    rings: int = 0
    disposal: str = ""
    by: Person | None = None


def ring(call_id: str, caller: str, centre: Unit, rings: int, at: datetime, by: Person | None = None) -> Call:
    """A call rings in ``centre``, for the ``rings``-th time; a withheld number is ``""``."""
    return _tell(call_id, centre, Told(Kind.RING, at, caller=_stored(caller), rings=rings, by=by))


def answer(call_id: str, agent: Person, at: datetime, rings: int = 0, by: Person | None = None) -> Call:
    """``agent`` takes the call. ``rings``: how often it had rung, when only this event tells."""
    return _tell(call_id, centre_of(agent), Told(Kind.ANSWER, at, agent=agent, rings=rings, by=by))


def hold(call_id: str, at: datetime, by: Person | None = None) -> Call:
    """The customer waits."""
    return _tell(call_id, None, Told(Kind.HOLD, at, by=by))


def resume(call_id: str, at: datetime, by: Person | None = None) -> Call:
    """The customer no longer waits."""
    return _tell(call_id, None, Told(Kind.RESUME, at, by=by))


def transfer(call_id: str, agent: Person, at: datetime, by: Person | None = None) -> Call:
    """The call goes on with ``agent``."""
    return _tell(call_id, centre_of(agent), Told(Kind.TRANSFER, at, agent=agent, by=by))


def hang_up(call_id: str, at: datetime, centre: Unit | None = None, by: Person | None = None) -> Call:
    """The call is over; never answered, it is lost. ``centre``: for a call not heard of before."""
    return _tell(call_id, centre, Told(Kind.HANG_UP, at, by=by))


def dispose(call: Call, disposal: str, agent: Person, at: datetime | None = None) -> Call:
    """What became of the call, once, by the agent who has it or a lead of the centre. Raises ``CallError``."""
    if disposal not in {Call.Disposal.ORDER, Call.Disposal.ANSWERED, Call.Disposal.SILENT, Call.Disposal.HARASSING}:
        raise CallError("unknown_disposal", "没有这种处置，请选择：已建工单、当场答复、无声电话或骚扰电话")
    if call.agent_id != agent.pk and not agent.access.reaches(call.centre.path, [Role.LEAD]):
        raise CallError("not_your_call", "只有接听这通电话的座席或值班长可以处置")
    told = Told(Kind.DISPOSE, at or timezone.now(), agent=agent, disposal=disposal, by=agent)
    return _tell(call.call_id, None, told)


@transaction.atomic
def _tell(call_id: str, centre: Unit | None, told: Told) -> Call:
    if told.at > timezone.now() + CLOCKS_APART:
        raise CallError("in_future", "事件时间晚于当前时间，请核对话务平台的时钟")
    call = _locked(call_id, centre, told)
    if centre is not None and call.centre_id != centre.pk:
        raise CallError("other_centre", "这通电话属于另一个客服中心")
    known = list(CallEvent.objects.filter(call=call).select_related("agent"))
    if _told_before(known, told):
        return call
    known.append(
        CallEvent.objects.create(
            call=call,
            kind=told.kind,
            at=told.at,
            agent=told.agent,
            told_by=told.by,
            caller=told.caller,
            rings=told.rings,
            disposal=told.disposal,
        )
    )
    ring_bell("call")
    replay(call, known)
    if call.customer_id is None and call.caller:
        call.customer = _only_customer(call.caller)
    call.save()
    return call


def _locked(call_id: str, centre: Unit | None, told: Told) -> Call:
    if centre is not None:
        Call.objects.get_or_create(
            call_id=call_id, defaults={"centre": centre, "rang_at": told.at, "caller": told.caller}
        )
    try:
        return Call.objects.select_for_update(of=("self",)).select_related("centre", "agent").get(call_id=call_id)
    except Call.DoesNotExist:
        raise CallError("unknown_call", "没有这通电话的振铃或应答记录，请先发送 ring 或 answer 事件") from None


def _told_before(known: list[CallEvent], told: Told) -> bool:
    """Whether the event is a repetition. Raises ``CallError`` if it says something else than the first time."""
    for event in known:
        same_time = event.at == told.at
        if event.kind != told.kind or not (same_time or told.kind in ONCE):
            continue
        if told.kind == Kind.ANSWER and event.agent_id != _id(told.agent):
            raise CallError("answered_by_another", f"这通电话已由{event.agent}接听")
        if told.kind == Kind.DISPOSE and event.disposal != told.disposal:
            raise CallError("disposed", f"这通电话已处置为“{event.get_disposal_display()}”，不能更改")
        return True
    return False


def _only_customer(number: str) -> Customer | None:
    """The customer, if the number leads to just one: a shared number says nothing sure."""
    found = list(customers_with_number(number)[:2])
    return found[0] if len(found) == 1 else None


def _stored(caller: str) -> str:
    """The number in stored form; an odd one as its digits, for it is what the exchange showed."""
    numbers = normalise(caller)
    return numbers[0] if numbers else "".join(char for char in caller if char.isascii() and char.isdigit())[:20]


def _id(person: Person | None) -> int | None:
    return person.pk if person else None
