"""Plays the lives of the demo's cases: everything through ``accept`` and ``perform``, each act at its own past time, in
the order of these times, with the clocks swept on the way."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any

from django.utils import timezone

from accounts.demo import District
from accounts.models import Person, Role, RoleAt, Unit
from complaints.demo import words
from complaints.demo.lives import Life
from complaints.models import Category
from customers.models import Premises
from workorders import errors
from workorders.models import WorkOrder
from workorders.services import accept, perform
from workorders.services.sweep import sweep

# The usual hours from acceptance, and the share of a short life they take at most.
EARLY = {"dispatch": (0.13, 0.5), "forward": (1.2, 0.25), "receive": (3.0, 0.4), "contact": (6.0, 0.5)}
MORNING, EVENING = 8, 20  # o'clock: the units work between them
APART = timedelta(minutes=4)
SWEPT_EVERY = timedelta(hours=1)
FIELD = (
    "outage",
    "repair",
    "quality",
    "voltage",
    "grid",
    "charging",
    "frequent",
)  # matters of the operations department
CALLERS = 80


@contextmanager
def past() -> Iterator[Callable[[datetime], None]]:
    """Inside, ``timezone.now()`` stands wherever the function given last put it; the wall's time comes back after."""
    wall, stands = timezone.now, [timezone.now()]
    timezone.now = lambda: stands[0]

    def move_to(moment: datetime) -> None:
        stands[0] = moment

    try:
        yield move_to
    finally:
        timezone.now = wall


class Play:
    def __init__(self, district: District, seed: int) -> None:
        self.district = district
        self.random = Random(seed)  # noqa: S311  a district, not a secret
        self.now = timezone.now()
        self.leaves = {
            (kind, code): pk for kind, code, pk in Category.objects.filter(until=None).values_list("kind", "code", "pk")
        }
        self._people: dict[str, Person] = {}
        self._queue: list[tuple[datetime, int, Life, int]] = []
        self._orders: dict[int, WorkOrder] = {}
        self._last: dict[int, datetime] = {}

    def play(self, lives: list[Life]) -> None:
        for number, life in enumerate(lives):
            heapq.heappush(self._queue, (self.now - timedelta(hours=life.hours), number, life, -1))
        swept = self._queue[0][0]
        with past() as move_to:
            while self._queue:
                moment, number, life, place = heapq.heappop(self._queue)
                if moment - swept > SWEPT_EVERY:
                    sweep(moment)
                    swept = moment
                move_to(moment)
                self._act(number, life, place)
                self._last[number] = moment
                if place + 1 < len(life.way):
                    heapq.heappush(self._queue, (self._next(number, life, place + 1), number, life, place + 1))
        sweep(self.now)

    # ---- when

    def _next(self, number: int, life: Life, place: int) -> datetime:
        """When verb ``place`` happens: early ones at their usual time, the others evenly until shortly before now, all
        but the centre's and the province's in working hours."""
        accepted, hours = self.now - timedelta(hours=life.hours), life.lasts or life.hours
        verb = life.way[place].partition("_")[0]
        if verb in EARLY and place < len(EARLY):
            usual, share = EARLY[verb]
            at = accepted + timedelta(hours=min(usual, hours * share))
        else:
            rest = len(life.way) - place
            left = accepted + timedelta(hours=hours * 0.94) - self._last[number]
            at = self._last[number] + left / rest
        if verb not in ("dispatch", "forward"):
            at = _awake(at, self.random)
        if verb in ("call", "return"):
            at = max(at, self._orders[number].callbacks.get(state="open").opens_at)
        return min(max(at, self._last[number] + APART), self.now)

    # ---- what

    def _act(self, number: int, life: Life, place: int) -> None:
        if place < 0:
            self._orders[number] = self._accept(number, life)
            return
        order = self._orders[number]
        verb, post, data, file = self._deed(number, life, life.way[place], order)
        actor, files = self._person(post), {"file": words.pdf(file)} if file else None
        try:
            self._orders[number] = perform(order.pk, verb, actor, data, files=files).order
        except errors.Invalid as refused:
            if not refused.detail.get("late"):
                raise
            files = {"file": words.pdf(file)} if file else None
            self._orders[number] = perform(order.pk, verb, actor, data | words.LATE, files=files).order

    def _accept(self, number: int, life: Life) -> WorkOrder:
        premises = self._caller(number, life)
        customer = premises.customer
        phone = customer.phones.order_by("pk").first()
        data: dict[str, Any] = {
            "premises": premises.pk,
            "contact_name": customer.name[:40],
            "contact_phones": phone.number if phone else "13800001234",
            "address": premises.address,
            "content": life.matter.content.format(n=self._amount(number, life)),
            "category": self.leaves[life.matter.kind, life.matter.category],
            "grade": "ordinary",
            **life.accept,
        }
        agent = f"agent{1 + number % (2 if life.matter.kind == 'misconduct' else 12):02d}"
        return accept(life.matter.kind, self._person(agent), data).order

    def _deed(self, number: int, life: Life, word: str, order: WorkOrder) -> tuple[str, str, dict[str, Any], str]:
        """Verb, who does it, what they enter, and the name of a file they bring."""
        agent = order.first_agent.username
        auditor = "auditor01" if life.matter.kind == "misconduct" else f"auditor{1 + number % 2:02d}"
        dispatcher = "dispatcher10" if life.away else "dispatcher01"
        handler = self._handler(life)
        match word:
            case "dispatch":
                return word, agent, {}, ""
            case "dispatch_praise":
                return "dispatch", agent, {"unit": self.district.city.stations[number % 3].pk}, ""
            case "acknowledge" | "archive":
                return word, "dispatcher01", words.PASSED_ON if word == "acknowledge" else {}, ""
            case "explain":
                return word, agent, dict(words.EXPLAINED), ""
            case "forward":
                city = self.district.other.unit if life.away else self.district.city.unit
                return word, auditor, {"unit": city.pk}, ""
            case "refuse":
                return word, dispatcher, dict(words.REFUSED), ""
            case "receive":
                data = {"unit": self._unit(handler).pk, "handler": self._person(handler).pk}
                return word, dispatcher, data, ""
            case "contact":
                return word, handler, {"outcome": "reached", "said": self.random.choice(words.SAID)}, ""
            case "contact_missed":
                return "contact", handler, dict(words.MISSED), ""
            case "ask_relay":
                return word, handler, dict(words.QUESTION), ""
            case "relay":
                return word, agent, dict(words.RELAYED), ""
            case "extend":
                due = max(row.due_at for row in order.deadlines.filter(clock__in=("replied_by", "answered_by")))
                until = {
                    "until": (due + timedelta(days=3)).isoformat(),
                    "reason": "扶正电杆须停电作业，停电计划已报待批",
                }
                return word, handler, until, "停电作业申请.pdf"
            case "reply":
                return word, handler, self._reply(number, life, handler), ""
            case "submit_statement":
                return word, dispatcher, {"text": words.STATEMENT}, "情况说明（盖章）.pdf"
            case "approve":
                return word, auditor, {}, ""
            case "send_back":
                codes, text = words.BACK[self.random.randrange(len(words.BACK))]
                return word, auditor, {"codes": codes, "text": text}, ""
            case "call_back" | "return":
                return "call_back", agent, words.heard(word == "call_back"), ""
            case "appeal":
                return word, dispatcher, dict(words.APPEAL), "申诉单（签字盖章）.pdf"
        raise AssertionError(word)

    def _reply(self, number: int, life: Life, handler: str) -> dict[str, Any]:
        matter, person = life.matter, self._person(handler)
        handled = max(timezone.now() - timedelta(minutes=30), self._last[number])
        local = timezone.localtime(handled)
        text = matter.text.format(
            day=f"{local.month}月{local.day}日", who=f"{person.name[0]}某", n=self._amount(number, life)
        )
        return {
            "handled_at": handled.isoformat(),
            "text": text,
            "opinion": "" if life.accept.get("secrecy") == "anonymous" else matter.opinion,
            "handled_by": person.name,
            "true": "yes" if matter.true else "no",
            "ours": "yes" if matter.ours else "no",
            "adopted": matter.adopted,
        }

    # ---- who and where

    def _amount(self, number: int, life: Life) -> int:
        return Random(number).randint(*((176, 189) if "voltage" in life.matter.category else (130, 460)))  # noqa: S311

    def _caller(self, number: int, life: Life) -> Premises:
        rows = self._away if life.away else self._callers
        return rows[-life.caller if life.caller else number % (len(rows) - 1)]

    @cached_property
    def _callers(self) -> list[Premises]:
        return _spread(self.district.city.unit, CALLERS)

    @cached_property
    def _away(self) -> list[Premises]:
        return _spread(self.district.other.unit, 2)

    def _handler(self, life: Life) -> str:
        if life.away:
            return "handler11"
        if life.matter.kind == "misconduct":
            return "handler03"
        return "handler02" if life.matter.category.startswith(FIELD) else "handler01"

    def _person(self, username: str) -> Person:
        if username not in self._people:
            self._people[username] = Person.objects.get(username=username)
        return self._people[username]

    def _unit(self, username: str) -> Unit:
        return RoleAt.objects.select_related("unit").get(person__username=username, role=Role.HANDLER).unit


def _spread(unit: Unit, count: int) -> list[Premises]:
    """So many premises served below ``unit``, spread over all of them; the same ones each time."""
    found = Premises.objects.filter(unit__path__startswith=unit.path, customer__phones__isnull=False).order_by("pk")
    keys = list(found.values_list("pk", flat=True).distinct())
    chosen = keys[:: max(1, len(keys) // count)][:count]
    return list(Premises.objects.filter(pk__in=chosen).select_related("customer").order_by("pk"))


def _awake(at: datetime, random: Random) -> datetime:
    """The same, or the evening before where that is night."""
    local = timezone.localtime(at)
    if MORNING <= local.hour < EVENING:
        return at
    day = local if local.hour >= EVENING else local - timedelta(days=1)
    return day.replace(hour=EVENING - 1, minute=random.randrange(60))
