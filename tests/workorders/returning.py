"""Histories of returns, written straight into the tables, and the same counted by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from accounts.models import Person, Unit
from tests.factories import District
from workorders.models import Return, RuleProfile, WorkOrder
from workorders.services.archived import fold_archived

SHANGHAI = ZoneInfo("Asia/Shanghai")
KINDS = ("complaint", "opinion", "misconduct", "repair")
CODES = ("wrong_time", "no_result", "pasted_twice", "evidence_missing")
LEVELS = tuple(Return.Level.values)


def at(text: str) -> datetime:
    """An instant in Shanghai, from "2026-11-24 10:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def an_order(
    district: District, kind: str, unit: Unit, agent: Person | None = None, accepted: datetime | None = None
) -> WorkOrder:
    return WorkOrder.objects.create(
        kind=kind,
        state="accepted",
        title="电费异常",
        content="客户反映电费比往月多出一倍。",
        centre=district.centre,
        unit=unit,
        first_agent=agent or district.people["agent"],
        profile=RuleProfile.objects.get(code="sgcc"),
        contact_name="张伟",
        phone="13812345678",
        address="朝阳路18号",
        accepted_at=accepted or at("2025-01-01 08:00"),
    )


def sent_back(
    order: WorkOrder, level: str, codes: Iterable[str], district: District, when: datetime | None = None
) -> None:
    Return.objects.create(
        order=order,
        level=level,
        codes=list(codes),
        text="请补充依据",
        unit_id=order.unit_id,
        by=district.people["auditor"],
        at=when or at("2026-11-01 09:00"),
    )


def change(order: WorkOrder, **columns: Any) -> None:
    """As the gate would: archived is done."""
    if columns.get("archived_at"):
        columns["phase"] = "done"
    WorkOrder.objects.filter(pk=order.pk).update(**columns)


def live_a_year(district: District, seed: int, orders: int = 120) -> None:
    """Orders archived around midnights, month's ends and a New Year, returned up to three times before or even after, some
    appealed against before or after they were archived, some passed on afterwards; the worker comes by now and then."""
    random = Random(seed)
    units = [
        district.city,
        district.county,
        district.station,
        district.operations,
        district.other_city,
        district.centre,
    ]
    edges = [
        at(f"{day} 00:00")
        for day in ("2026-01-01", "2026-10-31", "2026-11-01", "2026-11-24", "2026-12-01", "2027-01-01")
    ]
    for _ in range(orders):
        agent = district.people[random.choice(["agent", "lead"])]
        order = an_order(district, random.choice(KINDS), random.choice(units), agent)
        returns = random.choice([0, 0, 1, 1, 2, 3])
        acts: list[Callable[[], None]] = [
            lambda order=order: sent_back(  # type: ignore[misc]
                order, random.choice(LEVELS), random.sample(CODES, random.randint(1, 2)), district
            )
            for _ in range(returns)
        ]
        if random.random() < 0.85:
            when = random.choice(edges) + random.choice(
                [timedelta(seconds=-1), timedelta(), timedelta(hours=random.randint(-60, 60))]
            )
            acts.append(lambda order=order, when=when: change(order, archived_at=when))  # type: ignore[misc]
        if random.random() < 0.2:
            acts.append(lambda order=order: change(order, counted=False))  # type: ignore[misc]
        if random.random() < 0.15:
            to = random.choice(units)
            acts.append(lambda order=order, to=to: change(order, unit=to))  # type: ignore[misc]
        random.shuffle(acts)
        for act in acts:
            act()
        if random.random() < 0.1:
            fold_archived()


@dataclass
class ByHand:
    """What somebody with paper and pencil finds: every order and every return looked at, one after the other."""

    archived: int = 0
    orders: int = 0
    times: int = 0
    again: int = 0
    code_orders: Counter[str] = None  # type: ignore[assignment]
    code_times: Counter[str] = None  # type: ignore[assignment]


def by_hand(orders: Iterable[WorkOrder], first: date, last: date, levels: Iterable[str], kind: str = "") -> ByHand:
    found = ByHand(code_orders=Counter(), code_times=Counter())
    for order in orders:
        if order.archived_at is None or not order.counted or (kind and order.kind != kind):
            continue
        if not first <= order.archived_at.astimezone(SHANGHAI).date() <= last:
            continue
        found.archived += 1
        returns = [each for each in order.returns.all() if each.level in levels]
        found.orders += bool(returns)
        found.times += len(returns)
        found.again += len(returns) > 1
        found.code_times.update(code for each in returns for code in each.codes)
        found.code_orders.update({code for each in returns for code in each.codes})
    return found
