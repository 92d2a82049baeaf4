"""Call-backs (A2.4–A2.6): when the next attempt opens, what one attempt leads to. Used by the types' verbs."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.utils import timezone

from schema.ready import Ready
from workorders import errors
from workorders.acts import Act
from workorders.clocks.book import book
from workorders.models import Attempt, CallBack, Return, WorkOrder
from workorders.selectors.callbacks_due import calling_hours

Outcome = Attempt.Outcome
LAST = Ready(lambda order: CallBack.objects.filter(order=order).order_by("-round")[:1])
OPEN = Ready(lambda order: CallBack.objects.filter(order=order, state=CallBack.State.OPEN))


class Verdict(StrEnum):
    """What an attempt leads to; the type's verb turns it into a state."""

    ARCHIVE = "archive"
    AGAIN = "again"
    RETURN = "return"


def open_round(order: WorkOrder, at: datetime) -> CallBack:
    """A new round, once the order is answered; it opens inside calling hours."""
    last = LAST.one(order.pk)
    return CallBack.objects.create(
        order=order,
        round=last.round + 1 if last else 1,
        opens_at=book().calendar.next_open(at, calling_hours(order)),
    )


def open_of(order: WorkOrder) -> CallBack:
    """The round that waits. Raises ``WrongState`` when none does."""
    found = OPEN.one(order.pk)
    if found is None:
        raise errors.WrongState("这张工单没有待进行的回访")
    found.order = order
    return found


def attempt(act: Act) -> Verdict:
    """Record one attempt from the call-back form's data and say what follows.

    Raises ``TooEarly`` before the round opens: attempts lie at least the profile's spacing apart, in calling hours.
    """
    order, data = act.order, act.data
    callback = open_of(order)
    if act.at < callback.opens_at:
        raise errors.TooEarly(
            f"还没到回访时间：下一次回访不早于 {timezone.localtime(callback.opens_at):%m-%d %H:%M}",
            opens_at=callback.opens_at.isoformat(),
        )
    callback.attempts_made += 1
    Attempt.objects.create(
        callback=callback,
        number=callback.attempts_made,
        outcome=data["outcome"],
        at=act.at,
        agent=act.actor,
        answers={name: data[name] for name in data.get("_questions", ()) if data.get(name)},
        satisfaction=int(data["satisfaction"]) if data.get("satisfaction") else None,
        dissatisfied=data.get("dissatisfied") or [],
        words=data.get("words", ""),
        solved=data.get("solved"),
    )
    act.data.pop("_questions", None)
    act.note["attempt"] = callback.attempts_made
    if data["outcome"] != Outcome.REACHED:
        spacing = order.profile.attempt_spacing
        callback.opens_at = book().calendar.next_open(act.at + spacing, calling_hours(order))
        callback.save(update_fields=["attempts_made", "opens_at"])
        return Verdict.AGAIN
    back = data.get("solved") is False and data.get("fault") == "utility"
    callback.state = CallBack.State.RETURNED if back else CallBack.State.REACHED
    callback.closed_at = act.at
    callback.save(update_fields=["attempts_made", "state", "closed_at"])
    if back:
        plan = act.business.callback
        send_back(act, plan.level if plan else Return.Level.CALLBACK, data["return_codes"], data.get("words", ""))
        return Verdict.RETURN
    return Verdict.ARCHIVE


def give_up(act: Act) -> None:
    """Archive as 回访失败. Raises ``TooEarly`` before the profile's number of attempts were made (A2.6)."""
    callback = open_of(act.order)
    needed = act.order.profile.attempts
    if callback.attempts_made < needed:
        raise errors.TooEarly(
            f"已回访 {callback.attempts_made} 次，至少 {needed} 次未接通才能按回访失败归档",
            opens_at=callback.opens_at.isoformat(),
        )
    reasons = list(callback.attempts.order_by("number").values_list("outcome", flat=True))
    act.note["reasons"] = [Outcome(reason).label for reason in reasons]
    callback.state, callback.closed_at = CallBack.State.FAILED, act.at
    callback.save(update_fields=["state", "closed_at"])


def send_back(act: Act, level: str, codes: list[str], text: str) -> Return:
    """Count a return of the order from the unit that held it, with its codes, each once."""
    return Return.objects.create(
        order=act.order,
        level=level,
        codes=list(dict.fromkeys(codes)),
        text=text[:500],
        unit=act.order.unit,
        by=act.actor,
        at=act.at,
    )
