"""What the form knows of whoever called, and where what is written down would tell it to others (A3.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from complaints.giveaways import TAIL, Giveaway, giveaways
from customers.models import Call, Premises
from workorders.asking import Spot

READ = ("content", "place", "concerned", "happened", "source_no")  # what is sent on
AROUND = 8  # characters shown on either side


def known_of(
    name: str, phones: list[str], address: str, premises: Premises | None, call: Call | None
) -> dict[str, Any]:
    """What a text is compared with: what was typed, the line's own number, and where nobody is named the customer of
    the place that was looked up."""
    numbers = [*phones, *([call.caller] if call and call.caller else [])]
    if premises is not None and not name:
        name = premises.customer.name
        numbers += [phone.number for phone in premises.customer.phones.all()]
    return {
        "name": name,
        "phones": numbers,
        "address": address or (premises.address if premises else ""),
        "account": premises.account_no if premises else "",
    }


def read_for(data: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[tuple[str, str, list[Giveaway]]]:
    """Of each field of ``data`` that would tell, its name, its text, and where."""
    for name in READ:
        text = str(data.get(name) or "")
        found = giveaways(text, known)
        if found:
            yield name, text, found


def spot(label: str, text: str, found: Giveaway) -> Spot:
    tail = found.what == "phone" and found.end - found.start <= TAIL
    return Spot(
        label,
        "手机尾号" if tail else found.label,
        ("…" if found.start > AROUND else "") + text[max(0, found.start - AROUND) : found.start],
        text[found.start : found.end],
        text[found.end : found.end + AROUND] + ("…" if found.end + AROUND < len(text) else ""),
    )
