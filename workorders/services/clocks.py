"""Starting, ending and pausing clocks. Only called by the gate, with the order's row locked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.models import Person
from workorders.acts import Act, Started
from workorders.calendar import Unit
from workorders.clocks.book import book
from workorders.clocks.marks import marks
from workorders.models import Deadline, Message, Pause, Step, WorkOrder
from workorders.registry import BusinessType

State = Deadline.State
OUTCOME = ["state", "done_at", "fire_at", "breached_at", "level", "late_cause", "late_text", "note"]
OPEN = (State.RUNNING, State.PAUSED, State.BREACHED, State.STUCK)


def still_open(deadline: Deadline) -> bool:
    """Whether the order still owes what this clock waits for (a breached promise is still owed)."""
    return deadline.done_at is None and deadline.state in OPEN


def said(deadline: Deadline) -> dict[str, Any]:
    """What the step that starts or changes a clock says of it: the log is chained, the clock's row is not, and ``verify_log``
    compares the two."""
    known = {"clock": deadline.clock, "generation": deadline.generation, "due": _utc(deadline.due_at)}
    if deadline.done_at is not None:
        known["done"] = _utc(deadline.done_at)
    if deadline.state in (State.PAUSED, State.CANCELLED):
        known["state"] = str(deadline.state)
    if deadline.late_cause:
        known["late"] = [deadline.late_cause, deadline.late_text]
    return known


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def build(order: WorkOrder, started: Started, generation: int, grade: str = "") -> Deadline | None:
    """A clock as the order's rules have it, unsaved; None when the profile knows no such limit."""
    rules = book()
    rule = rules.rule(
        order.profile_id, order.kind, started.clock, order.accepted_at, area_class=order.area_class, grade=grade
    )
    if rule is None and started.due is None:
        return None
    measure = Unit(rule.measure) if rule else Unit.HOURS
    provisional = False
    if started.due is not None:
        due_at = started.due
    else:
        assert rule is not None
        due = rules.calendar.add(started.at, rule.amount, measure)
        due_at, provisional = due.at, due.provisional
        if started.latest is not None and started.latest < due_at:
            due_at, provisional = started.latest, False
    deadline = Deadline(
        order=order,
        clock=started.clock,
        generation=generation,
        rule=rule,
        started_at=started.at,
        due_at=due_at,
        provisional=provisional,
    )
    set_marks(deadline)
    return deadline


def set_marks(deadline: Deadline) -> None:
    """Lay the announcements of ``deadline`` between its start and its (new) due time; those already made stay made."""
    rule = deadline.rule
    levels = rule.levels if rule else [["50%", "handler"], ["80%", "lead"], ["100%", "supervisor"]]
    found = marks(
        levels,
        deadline.started_at,
        deadline.due_at,
        Unit(rule.measure) if rule else Unit.HOURS,
        book().calendar,
    )
    deadline.marks, deadline.tells, deadline.breach_mark = list(found.at), list(found.tell), found.breach
    deadline.level = min(deadline.level, found.breach - 1)
    deadline.fire_at = deadline.marks[deadline.level]


def start(act: Act) -> list[Deadline]:
    """The clocks ``act`` starts, unsaved. One that still runs is left to run: its promise was given before."""
    fresh = []
    for started in act.started:
        same = [deadline for deadline in act.deadlines if deadline.clock == started.clock]
        if any(still_open(deadline) for deadline in same):
            continue
        generation = 1 + max((deadline.generation for deadline in same), default=0)
        deadline = build(act.order, started, generation, getattr(act.detail, "grade", ""))
        if deadline is not None:
            fresh.append(deadline)
    return fresh


def finish(act: Act, deadlines: Iterable[Deadline]) -> tuple[list[Deadline], list[Deadline]]:
    """Mark what ``act`` met or made void. Returns the changed ones, unsaved, and those of them found late just now:
    late is told from the timestamps, whether the sweep has looked or not."""
    changed, late = [], []
    for deadline in deadlines:
        if not still_open(deadline):
            continue
        if deadline.clock in act.met:
            if deadline.state == State.PAUSED:  # what is done while a clock stands still was not late in that time
                resume([deadline], act.at)
            if _meet(act, deadline, act.now if act.business.clock(deadline.clock).entered else act.at):
                late.append(deadline)
            changed.append(deadline)
        elif deadline.clock in act.cancelled:
            deadline.fire_at = None
            deadline.note = act.cancelled[deadline.clock]
            if deadline.state == State.BREACHED:
                deadline.done_at = act.at
            else:
                deadline.state = State.CANCELLED
            changed.append(deadline)
    return changed, late


def finish_entered(act: Act, fresh: Iterable[Deadline]) -> list[Deadline]:
    """Clocks of the entry itself (D11) begin when it happened and end as it is entered: both in one act."""
    return [
        deadline
        for deadline in fresh
        if deadline.clock in act.met and act.business.clock(deadline.clock).entered and _meet(act, deadline, act.now)
    ]


def _meet(act: Act, deadline: Deadline, done_at: datetime) -> bool:
    """Returns whether the clock turns out late only now."""
    deadline.done_at, deadline.fire_at = done_at, None
    known = deadline.breached_at is not None  # it may have been set aside since
    if known:
        deadline.state = State.BREACHED
    else:
        late = done_at > deadline.due_at
        deadline.state = State.BREACHED if late else State.MET
        if late:
            deadline.breached_at, deadline.level = deadline.due_at, deadline.breach_mark
    if deadline.state == State.BREACHED and act.data.get("late_cause"):
        deadline.late_cause, deadline.late_text = act.data["late_cause"], act.data["late_text"]
    return deadline.state == State.BREACHED and not known


def owed_reasons(act: Act) -> list[Deadline]:
    """Clocks missed for which a reason must be given before the act goes through."""
    return [
        deadline
        for deadline in act.deadlines
        if not deadline.late_cause
        and (
            (deadline.state == State.BREACHED and act.verb.settles)
            or (
                deadline.clock in act.verb.meets
                and still_open(deadline)
                and deadline.state != State.PAUSED
                and (deadline.state == State.BREACHED or act.at > deadline.due_at)
            )
        )
    ]


def next_due(deadlines: Iterable[Deadline]) -> datetime | None:
    """What a queue sorts by: the earliest promise the order still owes."""
    return min((d.due_at for d in deadlines if still_open(d) and d.state != State.PAUSED), default=None)


def announce(
    business: BusinessType, order: WorkOrder, deadline: Deadline, actor: Person, now: datetime, state: str
) -> None:
    """Write the breach of ``deadline`` where the gate noticed it before the sweep did: same step, same message.

    ``state``: where the order stood then, before the act that made the gate look."""
    Step.objects.create(
        order=order,
        verb="breach",
        from_state=state,
        to_state=state,
        actor=actor,
        occurred_at=deadline.due_at,
        recorded_at=now,
        data={"clock": deadline.clock, "generation": deadline.generation, "level": deadline.breach_mark},
    )
    Message.objects.get_or_create(
        key=f"clock:{deadline.pk}:{deadline.breach_mark}",
        defaults={
            "order": order,
            "unit": order.unit,
            "circle": deadline.tells[deadline.breach_mark - 1],
            "topic": "clock.breached",
            "text": f"工单 {order.number}「{business.clock_labels.get(deadline.clock, deadline.clock)}」已超时",
            "created_at": now,
        },
    )


def prolonged(deadlines: Iterable[Deadline], until: datetime) -> list[tuple[Deadline, datetime]]:
    """When those of these clocks that run would fall due, soonest first, if the last had until ``until``: the others as long
    before it as they are, because who answers later still needs the time to look at what is answered."""
    running = sorted((each for each in deadlines if each.state == State.RUNNING), key=lambda each: each.due_at)
    later = until - running[-1].due_at if running else timedelta(0)
    return [(each, each.due_at + later) for each in running] if later > timedelta(0) else []


def prolong(deadlines: Iterable[Deadline], until: datetime, why: str) -> None:
    """Let these clocks fall due as ``prolonged`` says. What was announced stays announced."""
    for deadline, due in prolonged(deadlines, until):
        deadline.due_at, deadline.provisional, deadline.note = due, False, why
        set_marks(deadline)
        deadline.save(
            update_fields=["due_at", "provisional", "note", "marks", "tells", "breach_mark", "level", "fire_at"]
        )


def pause(deadlines: Iterable[Deadline], at: datetime, reason: str, actor: Person) -> None:
    """Stop running clocks at ``at`` and open a line in the ledger for each. A breach is not paused: it has happened, told or
    not."""
    for deadline in deadlines:
        if deadline.state == State.RUNNING and deadline.due_at > at:
            deadline.state, deadline.fire_at = State.PAUSED, None
            deadline.save(update_fields=["state", "fire_at"])
            Pause.objects.create(deadline=deadline, paused_at=at, reason=reason, by=actor)


def resume(deadlines: Iterable[Deadline], at: datetime) -> None:
    """Let paused clocks run on; each falls due later by what the pause took (working days where it counts those)."""
    calendar = book().calendar
    for deadline in deadlines:
        if deadline.state != State.PAUSED:
            continue
        line = deadline.pauses.get(resumed_at__isnull=True)
        line.resumed_at = max(at, line.paused_at)
        line.save(update_fields=["resumed_at"])
        before = deadline.due_at
        if deadline.rule and deadline.rule.measure == Unit.WORKDAYS:
            days = calendar.workdays_between(line.paused_at, line.resumed_at)
            due = calendar.add(deadline.due_at, days, Unit.WORKDAYS)
            deadline.due_at, deadline.provisional = due.at, due.provisional
        else:
            deadline.due_at += line.resumed_at - line.paused_at
        moved = deadline.due_at - before  # and what was still to be announced with it, so that it stays in order
        deadline.marks = [mark + moved if mark > line.paused_at else mark for mark in deadline.marks]
        deadline.state, deadline.fire_at = State.RUNNING, deadline.marks[deadline.level]
        deadline.save(update_fields=["due_at", "provisional", "marks", "state", "fire_at"])
