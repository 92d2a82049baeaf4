"""The return an order stands under: what whoever holds it now must mend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workorders.models import Phase, Return, Step, WorkOrder
from workorders.registry import registry
from workorders.selectors.return_codes import in_words

Level = Return.Level


@dataclass(frozen=True)
class SentBack:
    """``nth``: the how manieth time its answer came back; 0 where a unit refused to take it."""

    one: Return
    nth: int
    words: str


def standing(order: WorkOrder, returns: Sequence[Return], steps: Sequence[Step]) -> SentBack | None:
    """The latest of ``returns`` (newest first), until the order is answered again; a refusal, until it is sent elsewhere."""
    if not returns or order.phase != Phase.OPEN:
        return None
    last, verbs = returns[0], registry[order.kind].by_name
    for step in reversed(steps):
        verb = verbs.get(step.verb)
        if verb is None or step.from_state == step.to_state:
            continue
        if step.occurred_at == last.at and not verb.settles:
            answered = [each for each in returns if each.level != Level.UNIT]
            nth = 0 if last.level == Level.UNIT else len(answered)
            return SentBack(last, nth, in_words(order.kind, last.codes))
        if verb.settles or last.level == Level.UNIT:
            return None
    return None
