"""The returns of an order as people read them, and the one it stands under: what whoever holds it now must mend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workorders.models import Phase, Return, Step, WorkOrder
from workorders.registry import registry
from workorders.selectors.return_codes import in_words

Level = Return.Level


@dataclass(frozen=True)
class SentBack:
    """``nth``: the how manieth time an answer came back; 0 where a unit refused to take the order. ``words``: the codes."""

    one: Return
    nth: int
    words: str


def listed(order: WorkOrder, returns: Sequence[Return]) -> list[SentBack]:
    """All of ``returns``, newest first as they are given. Refusals of units are no answers that came back: not numbered."""
    nth = sum(each.level != Level.UNIT for each in returns)
    found = []
    for each in returns:
        answered = each.level != Level.UNIT
        found.append(SentBack(each, nth if answered else 0, in_words(order.kind, each.codes)))
        nth -= answered
    return found


def standing(order: WorkOrder, returns: Sequence[SentBack], steps: Sequence[Step]) -> SentBack | None:
    """The latest of ``returns`` (newest first), until the order is answered again; a refusal, until it is sent elsewhere."""
    if not returns or order.phase != Phase.OPEN:
        return None
    last, verbs = returns[0], registry[order.kind].by_name
    for step in reversed(steps):
        verb = verbs.get(step.verb)
        if verb is None or step.from_state == step.to_state:
            continue
        if step.occurred_at == last.one.at and not verb.settles:
            return last
        if verb.settles or last.one.level == Level.UNIT:
            return None
    return None
