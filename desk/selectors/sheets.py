"""The order forms an agent has begun and not submitted: one for each call and kind, as drafts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import Person
from customers.models import Call
from customers.policies import recent_calls_of
from customers.selectors import open_call_of
from workorders.registry import BusinessType, registry
from workorders.services.drafts import names_of, unfinished

A_SHIFT = timedelta(hours=24)  # what lies longer is not offered again
MARK = "#"  # "repair.accept#42": begun on call 42


@dataclass(frozen=True)
class Begun:
    """A form left lying; ``slot`` is the call it was begun on, empty without one."""

    business: BusinessType
    slot: str
    at: datetime
    words: str


def draft_name(business: BusinessType, slot: str) -> str:
    name = f"{business.code}.{business.accept.name}"
    return f"{name}{MARK}{slot}" if slot else name


def slot_of(asked: str) -> str:
    """The slot named in an address; empty for anything that is none."""
    return asked if asked.isascii() and asked.isdigit() and len(asked) < 19 else ""


def call_in(actor: Person, slot: str) -> Call | None:
    """The call of a slot, while an order may still be made from it."""
    if not slot:
        return None
    call = open_call_of(actor)
    if call is not None and str(call.pk) == slot:
        return call
    return recent_calls_of(actor).filter(pk=int(slot)).first()


def begun(actor: Person, but: str = "") -> list[Begun]:
    """Forms begun in the last day, newest first, but for the draft named ``but``."""
    found = []
    since = timezone.now() - A_SHIFT
    here = names_of(actor, but)
    for draft in unfinished(actor):
        name, _, slot = draft.form.partition(MARK)
        kind, _, verb = name.partition(".")
        business = registry.get(kind)
        if draft.updated_at < since or draft.form in here or business is None or verb != business.accept.name:
            continue
        words = next(
            (str(draft.data[each]) for each in ("content", "address", "contact_phones") if draft.data.get(each)), ""
        )
        found.append(Begun(business, slot, draft.updated_at, words[:12]))
    return found
