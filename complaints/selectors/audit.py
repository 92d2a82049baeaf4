"""What waits at the province's audit desk, in four piles: replies, cases to forward, extensions and appeals asked for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import Person, Role
from complaints.models import Appeal, CaseDetail, Extension
from schema.ready import Ready, answer
from workorders.calendar import SHANGHAI
from workorders.models import Attachment, Phase, Return, WorkOrder
from workorders.policies import may, sees
from workorders.registry import BusinessType, registry
from workorders.selectors.clocks import Chip, owed_of
from workorders.selectors.counts import count_to, tallied
from workorders.selectors.keyset import BY_CLOCK, first_rows
from workorders.selectors.marks import write_mark
from workorders.selectors.orders import Part, held_where

PAGE = 20
CHOICE = 12  # looked at for one that nobody has open
CAP = 1000  # requests counted one by one further than this, a number tells nobody more
SENT_BACK = (Return.Level.PROVINCE, Return.Level.NATIONAL)
# What most cases have none of, and is only asked for where there is some (``workorders.selectors.page.has``).
HAS = {
    f"has_{part}": Exists(rows)
    for part, rows in {
        "returns": Return.objects.filter(order=OuterRef("pk")),
        "files": Attachment.objects.filter(order=OuterRef("pk")),
        "extensions": Extension.objects.filter(order=OuterRef("pk")),
        "appeals": Appeal.objects.filter(order=OuterRef("pk")),
        "related": WorkOrder.related.through._default_manager.filter(from_workorder=OuterRef("pk")),
    }.items()
}
CASES = CaseDetail.objects.select_related("order__unit", "concerned_unit", "near", "replied_by").annotate(**HAS)
CASE, CASE_NUMBERED = Ready(lambda pk: CASES.filter(pk=pk)), Ready(lambda number: CASES.filter(order__number=number))
NUMBERED = Ready(lambda number: WorkOrder.objects.select_related("unit").filter(number=number))
WRITTEN = Ready(
    lambda by: (
        CaseDetail.objects.filter(replied_by=by, order__state="replied", order__phase=Phase.OPEN)
        .select_related("order__unit")
        .only("order__kind", "order__unit__path")
    )
)
ROW = ("number", "kind", "state", "title", "next_due", "unit__name", "case__category_path", "case__statement")
NEXT = replace(BY_CLOCK, dated=True)  # from the start again comes what has no clock
DECIDED = """
    SELECT (SELECT count(*) FROM complaints_casedetail WHERE audited_by_id = %s AND audited_at >= %s),
           (SELECT count(*) FROM workorders_return WHERE by_id = %s AND at >= %s AND level = %s)
"""


@dataclass(frozen=True)
class Pile:
    """``verbs``: what is decided there. ``state``: the orders are all those in it; without one they are those for which
    something was ``asked`` that nobody has decided."""

    code: str  # as the page's address says it
    label: str
    verbs: tuple[str, ...]
    state: str = ""
    asked: type[Extension | Appeal] | None = None


PILES = {
    pile.code: pile
    for pile in (
        Pile("replies", "待审核", ("approve", "send_back"), state="replied"),
        Pile("forwarding", "待转派", ("forward",), state="dispatched"),
        Pile("extensions", "延期", ("decide_extension",), asked=Extension),
        Pile("appeals", "申诉", ("decide_appeal",), asked=Appeal),
    )
}


@dataclass
class Waiting:
    """A page of a pile, the first to fall due first. ``after`` continues it; ``returned``: how often each came back."""

    orders: list[WorkOrder] = field(default_factory=list)
    after: str = ""
    chips: dict[int, list[Chip]] = field(default_factory=dict)
    returned: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Counts:
    """``piles``: how many wait in each; None: more than ``CAP``. ``kinds``: in one pile, by type; empty where too many."""

    piles: dict[str, int | None]
    kinds: dict[str, int]


def audits(actor: Person) -> bool:
    return actor.access.has(Role.AUDITOR)


def kinds_for(actor: Person) -> list[BusinessType]:
    """The types ``actor`` may hear of at this desk."""
    cases = [business for business in registry if business.detail is CaseDetail]
    return [business for business in cases if not business.clearance or actor.access.has(*business.clearance)]


def waiting(actor: Person, pile: Pile, kind: str = "", after: str = "") -> Waiting:
    """A page of what ``actor`` may decide in ``pile``, of one ``kind`` or all. Nobody audits what they wrote or asked."""
    ids = first_rows(_legs(actor, pile, kind), BY_CLOCK, after, PAGE + 1)
    found = WorkOrder.objects.select_related("unit", "case__near").only(*ROW, "case__near__name").in_bulk(ids[:PAGE])
    orders = [found[pk] for pk in ids[:PAGE] if pk in found]
    more = BY_CLOCK.mark(orders[-1]) if orders and len(ids) > PAGE else ""
    return Waiting(orders, more, owed_of(orders), returned_of(orders))


def mark_before(order: WorkOrder) -> str:
    """Where the page begins on which ``order`` comes first."""
    return write_mark(order.next_due, order.pk - 1)


def upcoming(actor: Person, pile: Pile, kind: str, after: WorkOrder | None, aside: list[int]) -> list[int]:
    """Keys of what to decide after the case ``after`` as it stood: the next by clock, then from the start again; what was
    put ``aside`` when nothing else is left."""
    legs = _legs(actor, pile, kind)
    passed = [*aside, *([after.pk] if after else [])]
    others = [(part, rows.exclude(pk__in=passed) if passed else rows) for part, rows in legs]
    found = first_rows(others, NEXT, NEXT.mark(after) if after else "", CHOICE)
    if after is not None and len(found) < CHOICE:
        found += [pk for pk in first_rows(others, BY_CLOCK, "", CHOICE) if pk not in found]
    if found or not aside:
        return found
    there = {pk for _, rows in legs for pk in rows.filter(pk__in=aside).values_list("pk", flat=True)}
    return [pk for pk in aside if pk in there and (after is None or pk != after.pk)]


def counts(actor: Person, pile: Pile) -> Counts:
    """How many wait: orders in a state by the tally, requests one by one."""
    kinds = [business.code for business in kinds_for(actor)]
    states = {each.state: code for code, each in PILES.items() if each.state}
    found = tallied(held_where(actor, kinds, Role.AUDITOR) & Q(state__in=states))
    own = Counter(_own(actor).values())
    by = {
        (code, kind): found[kind, state] - (own[kind] if state == "replied" else 0)
        for state, code in states.items()
        for kind in kinds
    }
    piles: dict[str, int | None] = {code: sum(by[code, kind] for kind in kinds) for code in states.values()}
    of_kinds = {kind: by[pile.code, kind] for kind in kinds} if pile.state else {}
    for code, each in PILES.items():
        if each is pile and each.asked:
            [(_, asked)] = _legs(actor, each, "")
            each_kind = list(asked.values_list("kind", flat=True)[: CAP + 1])
            piles[code] = None if len(each_kind) > CAP else len(each_kind)
            of_kinds = {} if len(each_kind) > CAP else {kind: each_kind.count(kind) for kind in kinds}
        elif each.asked:
            n = count_to([rows for _, rows in _legs(actor, each, "")], CAP)
            piles[code] = None if n > CAP else n
    return Counts(piles, of_kinds)


def decided_today(actor: Person) -> dict[str, int]:
    """How many replies ``actor`` passed and sent back since midnight."""
    midnight = datetime.combine(timezone.localdate(), time(), SHANGHAI)
    passed, back = answer(DECIDED, actor.pk, midnight, actor.pk, midnight, Return.Level.PROVINCE)
    return {"all": passed + back, "back": back}


def returned_of(orders: list[WorkOrder]) -> dict[int, int]:
    """How often each of ``orders`` came back from the province or the centre. One query."""
    found: dict[int, int] = {}
    rows = Return.objects.filter(order__in=[order.pk for order in orders], level__in=SENT_BACK)
    for pk in rows.values_list("order_id", flat=True):
        found[pk] = found.get(pk, 0) + 1
    return found


def order_of(actor: Person, number: str) -> WorkOrder | None:
    """The case with this number alone, if ``actor`` may see it."""
    if not (number.isascii() and number.isdigit() and len(number) <= 16):
        return None
    order = NUMBERED.one(number)
    there = order is not None and order.kind in {business.code for business in kinds_for(actor)}
    return order if order is not None and there and sees(actor, order) else None


def case_of(actor: Person, number: str = "", pk: int = 0) -> CaseDetail | None:
    """The case with this number or key, its order at hand, if ``actor`` may see it; None for an order of another type."""
    if not pk and not (number.isascii() and number.isdigit() and len(number) <= 16):
        return None
    found = CASE.one(pk) if pk else CASE_NUMBERED.one(number)
    if found is None or not sees(actor, found.order):
        return None
    for name in HAS:
        setattr(found.order, name, getattr(found, name))
    return found


def asked_of(order: WorkOrder, pile: Pile) -> Extension | Appeal | None:
    """What somebody asked for in ``order`` and nobody has decided."""
    if pile.asked is None:
        return None
    rows: Any = pile.asked._default_manager.filter(order_id=order.pk, decided_at=None)
    return rows.select_related("asked_by").first()


def refusal_of(
    actor: Person, pile: Pile, order: WorkOrder, detail: CaseDetail, asked: Extension | Appeal | None
) -> str:
    """Why ``order`` is not ``actor``'s to decide in ``pile``; empty when it is."""
    business = registry[order.kind]
    verb = business.by_name.get(pile.verbs[0])
    if business.detail is not CaseDetail or verb is None:
        return f"{business.label}工单不经省审核"
    if order.state not in business.sources(verb) or (pile.asked is not None and asked is None):
        return f"这张工单现在是「{business.state_labels[order.state]}」，没有要在这里办的"
    if not may(actor, order, verb):
        return "这张工单不在您审核的范围内"
    if pile.state == "replied" and detail.replied_by_id == actor.pk:
        return "回复是您自己写的，须由别人审核"
    if asked is not None and asked.asked_by_id == actor.pk:
        return "申请是您自己提的，须由别人审批"
    return ""


def _legs(actor: Person, pile: Pile, kind: str) -> list[tuple[Part, QuerySet[WorkOrder]]]:
    """``pile``, type by type, each along the index of its state; requests are few and picked out first."""
    kinds = [business.code for business in kinds_for(actor) if kind in ("", business.code)]
    if pile.asked is not None:
        asked: Any = pile.asked._default_manager.filter(decided_at=None).exclude(asked_by=actor)
        states = {state for code in kinds for state in registry[code].sources(registry[code].by_name[pile.verbs[0]])}
        rows = WorkOrder.objects.filter(held_where(actor, kinds, Role.AUDITOR))
        found = rows.filter(pk__in=asked.values("order_id"), state__in=states)
        return [(Part(found, few=True), found)]
    own = _own(actor) if pile.state == "replied" else {}
    legs = []
    for code in kinds:
        rows = WorkOrder.objects.filter(held_where(actor, [code], Role.AUDITOR), state=pile.state, phase=Phase.OPEN)
        legs.append((Part(rows), rows.exclude(pk__in=own) if own else rows))
    return legs


def _own(actor: Person) -> dict[int, str]:
    """The replies ``actor`` wrote that wait here to be audited by somebody else, with their types. Read once a request."""
    known: dict[int, str] | None = actor.__dict__.get("_own_replies")
    if known is None:
        orders = (case.order for case in WRITTEN(actor.pk))
        known = {each.pk: each.kind for each in orders if actor.access.reaches(each.unit.path, {Role.AUDITOR})}
        actor.__dict__["_own_replies"] = known
    return known
