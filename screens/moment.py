"""Plays the script: everything through ``accept`` and ``perform``, at its own time, with the clocks swept as they come due."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.models import Count
from django.utils import timezone

from accounts.demo import District, build_units
from accounts.models import Person, Unit
from accounts.selectors import certified, crew_members
from complaints.demo import bring_cases
from customers.models import Premises
from customers.services import calls
from desk.management.commands.seed_demo import STEPS
from repair.services.duty import check_today, sign_off, sign_on
from repair.services.storms import begin_storm
from screens.clock import LAST_WEEK, MOMENT, MONDAY, TUESDAY, Clock, at
from screens.script import LIVES, ON_THE_LINE, WAITING, WAY, Life
from workorders.models import Deadline, Draft, WorkOrder
from workorders.selectors.orders import visible_to
from workorders.services import accept, outbox, perform
from workorders.services.sweep import sweep

PREMISES = 3_000
DISPATCHER = "dispatcher01"
UNCHECKED = ("城南抢修三班", "河口抢修四班")  # crews that forgot this morning's check
SITE = (41.1187, 122.9904)


class Moment:
    """The district at the moment, and what the pictures want to know of it."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.orders: dict[Life, WorkOrder] = {}
        self._queue: list[tuple[datetime, int, Callable[[], Any]]] = []
        self._count = itertools.count()

    def build(self, a_year: bool = True) -> Moment:
        """``a_year``: with the year before, which takes some seconds and fills one chart."""
        district = self._settle()
        for life in LIVES:
            self._plan(at(life.at, life.day), partial(self._report, life))
        for day in (LAST_WEEK, MONDAY, TUESDAY):
            self._plan(at("06:40", day), self._come_on_duty)
            self._plan(at("22:00", day), self._go_home)
        self._plan(at("10:11"), self._ring)
        self._plan(MOMENT + timedelta(seconds=1), lambda: None)  # beyond what is played
        while self._queue[0][0] <= MOMENT:
            moment, _, act = heapq.heappop(self._queue)
            self._let_clocks_run(moment)
            self.clock.move_to(moment)
            act()
        self._let_clocks_run(MOMENT)
        self.clock.move_to(MOMENT)
        bring_cases(district, a_year=a_year)
        return self

    def case_with(self, unit: str) -> WorkOrder:
        """A complaint that ``unit`` is about to answer, whose customer it may call."""
        waiting = WorkOrder.objects.filter(kind="complaint", state="handling", unit__name=unit).exclude(phone="")
        return waiting.order_by("pk")[0]

    def busiest_phone(self, username: str) -> str:
        """The number most of the orders ``username`` may see came from."""
        numbers = (
            visible_to(Person.objects.get(username=username))
            .exclude(phone="")
            .values_list("phone")
            .annotate(n=Count("pk"))
        )
        return str(numbers.order_by("-n", "phone")[0][0])

    def sent_in_again(self) -> WorkOrder:
        """An order that was sent back and waits to be audited once more."""
        return WorkOrder.objects.filter(state="replied", returns__level="province").order_by("pk")[0]

    def order(self, text: str) -> WorkOrder:
        """The order whose report says ``text``."""
        life = next(life for life in LIVES if text in life.content)
        return WorkOrder.objects.get(pk=self.orders[life].pk)

    def crew_of(self, text: str) -> Person:
        """Somebody of the crew that has that order."""
        return self._member(next(life for life in LIVES if text in life.content))

    def assign(self, text: str, who: str, crew: str) -> None:
        """Somebody else assigns that order now, unless it is done."""
        order = self.order(text)
        if order.state == "received":
            perform(order.pk, "assign", _person(who), {"crew": Unit.objects.get(name=crew).pk})

    def begin_storm(self, text: str) -> None:
        """大面积抢修 begins in the city, once."""
        begin_storm(_person(DISPATCHER), Unit.objects.get(name="云浦市供电公司"), text)

    def forget_drafts(self) -> None:
        """Nothing that was typed for one picture shows in the next."""
        Draft.objects.all().delete()

    # ---- what happens

    def _settle(self) -> District:
        with transaction.atomic():
            district = build_units(PREMISES)
            for step in STEPS:
                step(district)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        return district

    def _plan(self, moment: datetime, act: Callable[[], Any]) -> None:
        heapq.heappush(self._queue, (moment, next(self._count), act))

    def _report(self, life: Life) -> None:
        premises = self._premises(life)
        data = {
            "premises": premises.pk,
            "contact_name": premises.customer.name[:40],
            "contact_phones": premises.customer.phones.order_by("pk")[0].number,
            "address": premises.address,
            "content": life.content,
            "category": life.category,
            "extent": life.extent,
            "safety_reminded": True,
            **life.more,
        }
        self.orders[life] = accept("repair", _person(life.agent), data).order
        reported = timezone.now()
        for verb, minutes in WAY[: 0 if life.until == "accept" else 1 + [name for name, _ in WAY].index(life.until)]:
            moment = reported + timedelta(minutes=minutes * life.pace)
            self._plan(moment, partial(self._act, life, verb))
        for text, verb, who, more in life.then:
            self._plan(at(text, life.day), partial(self._act, life, verb, who, more))

    def _act(self, life: Life, verb: str, who: str = "", more: dict[str, Any] | None = None) -> None:
        actor = self._member(life) if who == "crew" else _person(who) if who else self._usual(life, verb)
        data = {**self._usual_data(life, verb), **(more or {})}
        if isinstance(data.get("units"), str):
            data["units"] = list(Unit.objects.filter(name__endswith=data["units"])[:1].values_list("pk", flat=True))
        perform(self.orders[life].pk, verb, actor, data)

    def _usual(self, life: Life, verb: str) -> Person:
        if verb == "dispatch":
            return _person(life.agent)
        return _person(DISPATCHER) if verb in ("receive", "assign") else self._member(life)

    def _usual_data(self, life: Life, verb: str) -> dict[str, Any]:
        if verb == "assign":
            return {"crew": self._crew(life).pk}
        if verb == "arrive":
            return {"latitude": SITE[0], "longitude": SITE[1]}
        if verb == "survey":
            return {
                "verdict": life.category,
                "cause": "表前熔断器烧损",
                "ownership": "customer" if life.category == "customer" else "utility",
                "affected": "一户",
                "expected_at": (timezone.now() + timedelta(minutes=50)).isoformat(),
                **life.found,
            }
        if verb == "restore":
            return {"result_kind": "guided" if life.category == "customer" else "power"}
        if verb == "reply":
            return {
                "result": life.result,
                "opinion": "满意",
                "in_charge": self._member(life).name,
                "confirmation": "signed",
                "phone_left": True,
            }
        return {}

    def _come_on_duty(self) -> None:
        """Whoever has a certificate is there, nearly every crew has checked."""
        today = timezone.localdate()
        for crew in Unit.objects.filter(kind=Unit.Kind.CREW).order_by("path"):
            present = [person for person in crew_members(crew).order_by("username") if certified(person, today)][:2]
            for person in present:
                sign_on(person, crew)
            if present and (crew.name not in UNCHECKED or timezone.now() < TUESDAY):
                check_today(present[0], crew, [], "")

    def _go_home(self) -> None:
        for person in Person.objects.filter(duties__until__isnull=True).distinct():
            sign_off(person)

    def _let_clocks_run(self, until: datetime) -> None:
        """Each level is announced as it comes due."""
        due = Deadline.objects.filter(fire_at__lte=until).order_by("fire_at").values_list("fire_at", flat=True)
        while (moment := due.first()) is not None:
            self.clock.move_to(moment)
            sweep()
        while outbox.expand():
            pass

    def _ring(self) -> None:
        """One customer is on the line with agent01, two wait."""
        centre = Unit.objects.get(kind=Unit.Kind.CENTRE)
        numbers = [self._premises(life).customer.phones.order_by("pk")[0].number for life in (LIVES[11], LIVES[0])]
        first = numbers[0]

        def talk() -> None:
            calls.ring("screen-1", first, centre, 2, timezone.now() - timedelta(seconds=7))
            calls.answer("screen-1", _person("agent01"), timezone.now())

        self._plan(at(ON_THE_LINE), talk)
        for number, (text, caller) in enumerate(zip(WAITING, (numbers[1], ""), strict=True), start=2):
            self._plan(at(text), partial(calls.ring, f"screen-{number}", caller, centre, 2, at(text)))

    # ---- who and where

    def _premises(self, life: Life) -> Premises:
        station, transformer, number = life.place
        known = Premises.objects.filter(unit__name=f"{station}供电所").select_related("customer")
        areas = list(known.order_by("transformer_id").values_list("transformer_id", flat=True).distinct())
        behind = known.filter(transformer_id=areas[transformer % len(areas)]).order_by("pk")
        return behind[number % behind.count()]

    def _crew(self, life: Life) -> Unit:
        return Unit.objects.get(kind=Unit.Kind.CREW, name=f"{life.place[0]}抢修{'一二三四'[life.crew - 1]}班")

    def _member(self, life: Life) -> Person:
        crew = self._crew(life)
        today = timezone.localdate()
        present = (person for person in crew_members(crew).order_by("username") if certified(person, today))
        return next(present)


def _person(username: str) -> Person:
    return Person.objects.get(username=username)
