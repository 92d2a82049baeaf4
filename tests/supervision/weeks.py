"""Weeks of orders, written straight into the tables, and the same counted by hand."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, datetime, timedelta
from io import StringIO
from random import Random

from django.utils import timezone

from accounts.models import Person, Unit
from supervision.selectors.weekly import Asked, Line, Weekly, weekly
from tests.browsing import at_desk, text_of
from tests.factories import District
from tests.workorders.returning import KINDS, LEVELS, SHANGHAI, an_order, at, change, sent_back
from workorders.models import Deadline, WorkOrder
from workorders.periods import Week
from workorders.services.archived import fold_archived

EDGES = ("2026-11-09", "2026-11-16", "2026-11-23", "2026-11-24", "2026-12-28", "2027-01-01", "2027-01-04")
LATER = datetime(2027, 1, 6, 10, 0, tzinfo=SHANGHAI)  # in 2027-W01, a Wednesday
FIGURES = ("accepted", "archived", "in_hand", "breached", "returned", "times")


def breach(order: WorkOrder, when: datetime, clock: str = "replied_by") -> None:
    hour = timedelta(hours=1)
    Deadline.objects.create(
        order=order, clock=clock, state="breached", started_at=when - hour, due_at=when, breached_at=when
    )


def live_weeks(district: District, seed: int, orders: int = 110) -> None:
    """Orders accepted, overdue, sent back and archived around the borders of weeks; some void, some appealed against, some
    passed on afterwards; the worker comes by now and then."""
    random = Random(seed)
    places = [district.city, district.county, district.station, district.operations, district.other_city]

    def near() -> datetime:
        edge = at(f"{random.choice(EDGES)} 00:00")
        return edge + random.choice(
            [timedelta(seconds=-1), timedelta(), timedelta(), timedelta(hours=random.randint(-80, 80))]
        )

    for _ in range(orders):
        agent = district.people[random.choice(["agent", "lead"])]
        kind, unit = random.choice(KINDS), random.choice([*places, district.centre])
        order = an_order(district, kind, unit, agent, accepted=near())
        for clock in random.sample(["replied_by", "called_back_by"], random.choice([0, 0, 1, 2])):
            breach(order, max(order.accepted_at, near()), clock)
        for _ in range(random.choice([0, 0, 1, 2])):
            sent_back(order, random.choice(LEVELS), ["no_result"], district, max(order.accepted_at, near()))
        end = random.random()
        if end < 0.6:
            change(order, archived_at=max(order.accepted_at, near()))
        elif end < 0.7:
            change(order, phase="void")
        if random.random() < 0.2:
            change(order, counted=False)
        if random.random() < 0.2:
            change(order, unit=random.choice(places))
        if random.random() < 0.1:
            fold_archived()


def by_hand(orders: list[WorkOrder], first: date, last: date) -> dict[str, int]:
    """What somebody with paper and pencil finds: every order looked at, one after the other."""
    found: Counter[str] = Counter()

    def within(when: datetime | None) -> bool:
        return when is not None and first <= when.astimezone(SHANGHAI).date() <= last

    for order in orders:
        accepted = order.accepted_at.astimezone(SHANGHAI).date()
        archived = order.archived_at.astimezone(SHANGHAI).date() if order.archived_at else None
        back = [each for each in order.returns.all() if each.level in ("province", "national") and within(each.at)]
        found["accepted"] += within(order.accepted_at)
        found["archived"] += within(order.archived_at)
        found["in_hand"] += accepted <= last and order.phase != "void" and (archived is None or archived > last)
        found["breached"] += any(within(each.breached_at) for each in order.deadlines.all())
        found["returned"] += bool(back)
        found["times"] += len(back)
    return {figure: found[figure] for figure in FIGURES}


def numbers(line: Line, before: bool = False) -> dict[str, int]:
    return {figure: getattr(line, figure).before if before else getattr(line, figure).n for figure in FIGURES}


def of_week(person: Person, unit: Unit, week: str, today: date | None = None) -> Weekly:
    return weekly(person, Asked(unit, Week.read(week), today or timezone.localdate()))


def ask(person: Person, query: str = ""):
    return at_desk(person).get(f"/weekly/?{query}")


def page_of(person: Person, query: str = "") -> str:
    return text_of(ask(person, query))


def rows_of(person: Person, query: str = "") -> list[list[str]]:
    """The rows of the CSV file, without their heads."""
    answer = at_desk(person).get(f"/weekly/export/?{query}&as=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return [row for row in csv.reader(StringIO(text)) if row[0] != "项目"]
