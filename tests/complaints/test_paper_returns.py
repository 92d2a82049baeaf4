"""The two tables of returns the same prefecture published, and the rates they imply.

The paper tells what came back, not what was archived beside it: the totals here are chosen, so that the rates are round, and
each rate is worked out by hand in the test's own words.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.workorders.returning import at, sent_back
from workorders.models import Return, RuleProfile, WorkOrder
from workorders.periods import Period
from workorders.selectors.returns import Asked, report

PROVINCE, NATIONAL = Return.Level.PROVINCE, Return.Level.NATIONAL


def archived(district, count: int, first: date, days: int) -> list[WorkOrder]:
    """So many complaints, archived one after the other over these days, at noon."""
    profile = RuleProfile.objects.get(code="sgcc")
    orders = [
        WorkOrder(
            number=f"{first:%Y%m%d}{number:08d}",
            kind="complaint",
            state="accepted",
            content="客户反映电费比往月多出一倍。",
            centre=district.centre,
            unit=district.operations,
            first_agent=district.people["agent"],
            profile=profile,
            contact_name="张伟",
            phone="13812345678",
            accepted_at=at(f"{first} 08:00"),
        )
        for number in range(count)
    ]
    WorkOrder.objects.bulk_create(orders)
    for day in range(days):
        moment = at(f"{first + timedelta(days=day)} 12:00")
        mine = [order.pk for order in orders[day::days]]
        WorkOrder.objects.filter(pk__in=mine).update(archived_at=moment, phase="done")
    return orders


def back(district, orders: list[WorkOrder], level: str) -> None:
    for order in orders:
        sent_back(order, level, ["truth_contradicts"], district)


@pytest.mark.clause("D2", "D3")
def test_thirty_nine_days(district):
    """国退 5 and 省退市 12: 17 orders came back. Of 680 archived that is 17 ÷ 680 = 2.5 %."""
    first = date(2026, 8, 3)
    orders = archived(district, 680, first, days=39)
    back(district, orders[:5], NATIONAL)
    back(district, orders[5:17], PROVINCE)
    last = first + timedelta(days=38)

    total = report(district.director, Asked(district.centre, Period(first, last))).total
    assert (total.archived, total.orders, total.times, total.percent) == (680, 17, 17, "2.50%")
    assert (total.by_level[NATIONAL], total.by_level[PROVINCE]) == (5, 12)
    # A day less at either end, and what was archived on that day is gone from both sides: 680 = 39 × 17 + 17.
    shorter = report(district.director, Asked(district.centre, Period(first, last - timedelta(days=1)))).total
    assert shorter.archived == 680 - 17


@pytest.mark.clause("D2", "D3")
def test_five_months_in_which_three_came_back_twice(district):
    """国退 9; 省退市 35 times, which were 32 orders, three of them twice. Of 2,050 archived 32 + 9 = 41 came back:
    41 ÷ 2050 = 2 %, though there were 35 + 9 = 44 returns. 省退市 alone 32 ÷ 2050 = 1.56 %, 国退 alone 9 ÷ 2050 = 0.44 %."""
    first, last = date(2026, 3, 1), date(2026, 7, 31)
    orders = archived(district, 2050, first, days=(last - first).days + 1)
    back(district, orders[:9], NATIONAL)
    back(district, [*orders[9:41], *orders[9:12]], PROVINCE)

    asked = Period(first, last)
    whole = report(district.director, Asked(district.centre, asked))
    assert (whole.total.archived, whole.total.orders, whole.total.times) == (2050, 41, 44)
    assert whole.total.percent == "2.00%"
    for level, count, times, percent in ((PROVINCE, 32, 35, "1.56%"), (NATIONAL, 9, 9, "0.44%")):
        one = report(district.director, Asked(district.centre, asked, levels=(level.value,))).total
        assert (one.archived, one.orders, one.times, one.percent) == (2050, count, times, percent)
