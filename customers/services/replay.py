"""A call worked out from all that was told of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from customers.models import Call, CallEvent

Kind = CallEvent.Kind
_SAME_INSTANT = [Kind.RING, Kind.ANSWER, Kind.HOLD, Kind.RESUME, Kind.TRANSFER, Kind.HANG_UP, Kind.DISPOSE]


class CallError(Exception):
    """An event that cannot be true, or that nobody may send. ``message`` is Chinese and says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def replay(call: Call, told: Iterable[CallEvent]) -> None:
    """Set every derived field of ``call``, without saving. Raises ``CallError`` if the events contradict each
    other; an event still missing is no contradiction."""
    events = sorted(told, key=lambda event: (event.at, _SAME_INSTANT.index(Kind(event.kind))))
    _check(events)
    rung = _of(events, Kind.RING)
    answered = next(iter(_of(events, Kind.ANSWER)), None)
    ended = next(iter(_of(events, Kind.HANG_UP)), None)
    call.rang_at = (rung or events)[0].at
    call.caller = next((event.caller for event in rung if event.caller), call.caller)
    call.rings = max(event.rings for event in events)
    call.answered_at = answered.at if answered else None
    call.agent = next((event.agent for event in reversed(_of(events, Kind.ANSWER, Kind.TRANSFER))), None)
    call.ended_at = ended.at if ended else None
    call.held_at, call.held_seconds = _held(events, call.ended_at)
    call.disposal = _disposal(events, ended is not None and answered is None)


def _check(events: list[CallEvent]) -> None:
    rung, answered, ended = (_of(events, kind) for kind in (Kind.RING, Kind.ANSWER, Kind.HANG_UP))
    talk = _of(events, Kind.HOLD, Kind.RESUME, Kind.TRANSFER)
    if rung and answered and answered[0].at < rung[0].at:
        raise CallError("before_ring", "应答时间早于振铃时间，请核对事件时间")
    if rung and ended and ended[0].at < rung[0].at:
        raise CallError("before_ring", "挂机时间早于振铃时间，请核对事件时间")
    if answered and talk and talk[0].at < answered[0].at:
        raise CallError("before_answer", f"{talk[0].get_kind_display()}时间早于应答时间，请核对事件时间")
    if ended and any(event.at > ended[0].at for event in [*answered, *talk]):
        raise CallError("after_hang_up", "通话已挂机，不能再应答、保持、恢复或转接")
    if rung and len({event.caller for event in rung if event.caller}) > 1:
        raise CallError("two_callers", "同一话务编号有两个来电号码，请核对话务编号")


def _held(events: list[CallEvent], ended_at: datetime | None) -> tuple[datetime | None, int]:
    """Since when the customer waits now, and for how many seconds they waited before."""
    since: datetime | None = None
    waited = timedelta()
    for event in events:
        if event.kind == Kind.HOLD:
            since = since or event.at
        elif event.kind in {Kind.RESUME, Kind.TRANSFER, Kind.HANG_UP} and since:
            waited += event.at - since
            since = None
    return (None if ended_at else since), int(waited.total_seconds())


def _disposal(events: list[CallEvent], lost: bool) -> str:
    disposed = _of(events, Kind.DISPOSE)
    if disposed:
        return disposed[0].disposal
    return Call.Disposal.LOST if lost else Call.Disposal.NONE


def _of(events: list[CallEvent], *kinds: str) -> list[CallEvent]:
    return [event for event in events if event.kind in kinds]
