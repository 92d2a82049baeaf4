"""One order, whole: for whoever would otherwise open its page."""

from __future__ import annotations

from typing import Any

from accounts.models import Person
from workorders.api.cards import Card, moment, person_card, plain, row_card, unit_card
from workorders.models import WorkOrder
from workorders.parts import Part
from workorders.policies import verbs_for
from workorders.registry import BusinessType, registry
from workorders.selectors.clocks import Chip, chips_of, explanation
from workorders.selectors.masking import needs_contact, step_data
from workorders.selectors.next_steps import next_for
from workorders.selectors.page import callbacks_of, children_of, detail_of, files_of, returns_of, support_of, urgings_of
from workorders.selectors.timeline import steps_of


def order_card(order: WorkOrder, actor: Person) -> Card:
    business = registry[order.kind]
    open_ = needs_contact(actor, order)
    chips, steps = chips_of(order), steps_of(order)
    following = next_for(order, steps)
    return {
        **row_card(order, actor),
        "kind_label": business.label,
        "source_no": order.source_no,
        "content": order.content,
        "centre": unit_card(order.centre),
        "first_agent": person_card(order.first_agent),
        "master": order.master.number if order.master else None,
        "children": [child.number for child in children_of(actor, order)],
        "detail": detail_card(business, order, open_),
        "deadlines": [clock_card(chip) for chip in chips],
        "steps": [_step(business, step, open_) for step in steps],
        "callbacks": [callback_card(callback) for callback in callbacks_of(order)],
        "returns": [_return(back) for back in returns_of(order)],
        "urgings": [_urging(urging) for urging in urgings_of(order)],
        "support_tasks": [_support(task) for task in support_of(order)],
        "files": [file_card(file) for file in files_of(order)],
        "parts": [_part(part) for part in business.parts(order, actor)] if business.parts else [],
        "verbs": [
            {"name": verb.name, "label": verb.label, "next": verb is following, "danger": verb.danger}
            for verb in verbs_for(actor, order)
        ],
    }


def detail_card(business: BusinessType, order: WorkOrder, open_: bool) -> Card:
    """The type's own columns by name."""
    detail = detail_of(order)
    found = {
        field.name: plain(getattr(detail, field.name))
        for field in business.detail._meta.fields
        if field.name != "order"
    }
    return step_data(found, open_)


def clock_card(chip: Chip) -> Card:
    deadline = chip.deadline
    return {
        "clock": deadline.clock,
        "label": chip.label,
        "generation": deadline.generation,
        "state": deadline.state,
        "state_label": deadline.get_state_display(),
        "tone": chip.tone,
        "started_at": moment(deadline.started_at),
        "due_at": moment(deadline.due_at),
        "provisional": deadline.provisional,
        "breached_at": moment(deadline.breached_at),
        "done_at": moment(deadline.done_at),
        "late_cause": deadline.late_cause,
        "late_text": deadline.late_text,
    }


def explanation_card(order: WorkOrder) -> Card:
    """How each due time came about, line by line."""
    return {
        "number": order.number,
        "clocks": [{**clock_card(chip), "explanation": explanation(chip)} for chip in chips_of(order)],
    }


def _step(business: BusinessType, step: Any, open_: bool) -> Card:
    verb = business.by_name.get(step.verb)
    return {
        "seq": step.seq,
        "verb": step.verb,
        "label": verb.label if verb else {"warn": "预警", "breach": "超时"}.get(step.verb, step.verb),
        "from_state": step.from_state,
        "to_state": step.to_state,
        "actor": person_card(step.actor),
        "occurred_at": moment(step.occurred_at),
        "recorded_at": moment(step.recorded_at),
        "data": step_data(step.data, open_),
    }


def callback_card(callback: Any) -> Card:
    return {
        "round": callback.round,
        "state": callback.state,
        "state_label": callback.get_state_display(),
        "opens_at": moment(callback.opens_at),
        "closed_at": moment(callback.closed_at),
        "attempts": [
            {
                "number": attempt.number,
                "outcome": attempt.outcome,
                "outcome_label": attempt.get_outcome_display(),
                "at": moment(attempt.at),
                "agent": person_card(attempt.agent),
                "answers": attempt.answers,
                "satisfaction": attempt.satisfaction,
                "dissatisfied": attempt.dissatisfied,
                "words": attempt.words,
                "solved": attempt.solved,
            }
            for attempt in callback.attempts.all()
        ],
    }


def _return(back: Any) -> Card:
    return {
        "level": back.level,
        "level_label": back.get_level_display(),
        "codes": back.codes,
        "text": back.text,
        "unit": unit_card(back.unit),
        "by": person_card(back.by),
        "at": moment(back.at),
    }


def _urging(urging: Any) -> Card:
    return {"kind": urging.kind, "content": urging.content, "by": person_card(urging.by), "at": moment(urging.at)}


def _support(task: Any) -> Card:
    return {
        "id": task.pk,
        "unit": unit_card(task.unit),
        "needed": task.needed,
        "asked_at": moment(task.asked_at),
        "confirmed_at": moment(task.confirmed_at),
        "done": task.done,
    }


def _part(part: Part) -> Card:
    return {
        "code": part.code,
        "title": part.title,
        "summary": part.summary,
        "entries": [
            {
                "at": moment(entry.at),
                "by": entry.by,
                "said": entry.said,
                "rows": [{"label": label, "text": text} for label, text in entry.rows],
                "file": entry.file.pk if entry.file else None,
                "waits_for": entry.waits_for,
                "data": {name: plain(value) for name, value in entry.data.items()},
            }
            for entry in part.entries
        ],
    }


def file_card(file: Any) -> Card:
    return {
        "id": file.pk,
        "kind": file.kind,
        "name": file.name,
        "content_type": file.content_type,
        "size": file.size,
        "sha256": file.sha256,
        "uploaded_by": person_card(file.uploaded_by),
        "uploaded_at": moment(file.uploaded_at),
        "purged_at": moment(file.purged_at),
    }
