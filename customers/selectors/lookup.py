"""One box for whatever an agent knows: a number, a 户号, a name, an address, or a few letters of pinyin.

What is the same as what was typed is a *match*. What merely looks like it is a *guess* and stays apart: an order
sent to a guessed address sends a crew to the wrong door.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Concat

from accounts.models import Person
from customers.bigrams import containing
from customers.models import Customer, Phone, Premises
from customers.phones import normalise
from customers.selectors.premises import DETAILS, premises_visible_to

LONGEST = 160  # an address is no longer; more is a pasted text, read for phone numbers only
LONGEST_PASTE = 1000
MATCHES = {"phone": "电话一致", "account": "户号一致", "name": "户名一致", "address": "地址一致"}
GUESSES = {
    "part of a number": "电话相近",
    "part of an account": "户号相近",
    "part of a name": "户名相近",
    "part of an address": "地址相近",
    "name and address": "户名和地址相近",
    "name by pinyin": "户名拼音相近",
    "address by pinyin": "地址拼音相近",
}


@dataclass(frozen=True)
class Found:
    premises: Premises
    by: str

    @property
    def why(self) -> str:
        """What agrees, in Chinese."""
        return MATCHES.get(self.by) or GUESSES[self.by]


@dataclass(frozen=True)
class LookUp:
    """``more``: there are further ones beyond the limit, type more to find them."""

    text: str
    matches: list[Found] = field(default_factory=list)
    guesses: list[Found] = field(default_factory=list)
    more: bool = False


@dataclass(frozen=True)
class Typed:
    """What was typed, read every way it can be read."""

    text: str
    numbers: list[str]
    digits: str  # if it is nothing but digits and separators
    letters: str  # if it is nothing but letters (pinyin) and digits
    parts: list[str]  # what an address must contain


def look_up(actor: Person, text: str, limit: int = 20, area_code: str = "") -> LookUp:
    """Premises within the actor's reach that agree with ``text`` or look like it, each at most once and at most
    ``limit`` of either sort. ``area_code`` completes local numbers. Any text is welcome; nothing is raised."""
    typed = read(text, area_code)
    visible = premises_visible_to(actor)
    branches = [
        rows.order_by().values_list("pk", Value(by, output_field=CharField()))[: limit + 1]
        for by, rows in (*_matching(visible, typed), *_resembling(visible, typed))
    ]
    if not branches:
        return LookUp(typed.text)
    rows = branches[0].union(*branches[1:], all=True) if len(branches) > 1 else branches[0]
    order = list(MATCHES | GUESSES)
    reasons: dict[int, str] = {}
    for pk, by in sorted(rows, key=lambda row: (order.index(row[1]), row[0])):
        reasons.setdefault(pk, by)
    matches = [pk for pk, by in reasons.items() if by in MATCHES]
    guesses = [pk for pk, by in reasons.items() if by in GUESSES]
    found = _fetch(visible, matches[:limit] + guesses[:limit])
    return LookUp(
        typed.text,
        [Found(found[pk], reasons[pk]) for pk in matches[:limit] if pk in found],
        [Found(found[pk], reasons[pk]) for pk in guesses[:limit] if pk in found],
        more=len(matches) > limit or len(guesses) > limit,
    )


def read(text: str, area_code: str = "") -> Typed:
    """``text`` read every way it can be read. Pure."""
    clean = " ".join(unicodedata.normalize("NFKC", text[:LONGEST_PASTE]).replace("\0", "").split())
    numbers = normalise(clean, area_code)
    if len(clean) > LONGEST or len(text) > LONGEST_PASTE:
        return Typed(clean[:LONGEST], numbers, "", "", [])
    digits = re.sub(r"[ \-()]", "", clean)
    letters = re.sub(r"[ '\-]", "", clean.lower()).replace("ü", "v")
    return Typed(
        clean,
        numbers,
        digits if digits.isascii() and digits.isdigit() else "",
        letters if letters.isascii() and letters.isalnum() and not letters.isdigit() else "",
        [part for part in re.split(r"[ \-,，、]+", clean) if part],
    )


def _matching(visible: QuerySet[Premises], typed: Typed) -> Iterator[tuple[str, QuerySet[Premises]]]:
    if typed.numbers:
        yield "phone", visible.filter(customer__in=_customers_of(Q(number__in=typed.numbers)))
    if typed.digits:
        yield "account", visible.filter(account_no=typed.digits)
    elif len(typed.parts) == 1:
        yield "name", visible.filter(customer__name=typed.text)
        same_door = visible.alias(whole=Concat("street", "door")).filter(whole=typed.text)
        yield "address", same_door
        yield "address", visible.filter(address=typed.text)


def _resembling(visible: QuerySet[Premises], typed: Typed) -> Iterator[tuple[str, QuerySet[Premises]]]:
    if typed.digits:
        if len(typed.digits) >= 4:
            yield "part of a number", visible.filter(customer__in=_customers_of(Q(number__contains=typed.digits)))
            yield "part of an account", visible.filter(account_no__contains=typed.digits)
        return
    if len(typed.letters) >= 2:
        for by, column in (("name by pinyin", "customer__pinyin"), ("address by pinyin", "pinyin")):
            begins = Q(**{f"{column}__startswith": typed.letters})
            begins |= Q(**{f"{column}__contains": " " + typed.letters})
            yield by, visible.filter(begins)
    if any(len(part) > 1 for part in typed.parts):
        yield "part of a name", containing(visible, "customer__name", typed.parts)
        yield "part of an address", containing(visible, "address", typed.parts)
    if len(typed.parts) > 1:  # 张伟 朝阳路, or the other way round
        for name, place in ((typed.parts[0], typed.parts[1:]), (typed.parts[-1], typed.parts[:-1])):
            if len(name) > 1 and any(len(part) > 1 for part in place):
                named = containing(Customer.objects.all(), "name", [name])
                yield "name and address", containing(visible.filter(customer__in=named), "address", place)


def _customers_of(condition: Q) -> QuerySet[Customer]:
    return Customer.objects.filter(pk__in=Phone.objects.filter(condition).values("customer_id"))


def _fetch(visible: QuerySet[Premises], ids: list[int]) -> dict[int, Premises]:
    return visible.select_related(*DETAILS).prefetch_related("customer__phones").in_bulk(ids)
