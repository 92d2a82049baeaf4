"""D3: the return rate is what a count by hand finds, for everybody who may ask, however the orders came there."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.models import Role, RoleAt
from tests.complaints import cases
from tests.workorders.returning import an_order, at, by_hand, change, live_a_year, sent_back
from workorders.models import Archived, Return, WorkOrder
from workorders.periods import Period
from workorders.selectors.orders import visible_to
from workorders.selectors.queue import Filters, filtered
from workorders.selectors.returns import COUNTED, Asked, Rate, report, unit_of, units_of
from workorders.services.archived import count_archived_anew, fold_archived, miscounted

pytestmark = pytest.mark.clause("D3")
PERIODS = (
    Period(date(2026, 1, 1), date(2026, 12, 31)),
    Period(date(2026, 11, 1), date(2026, 11, 30)),
    Period(date(2025, 12, 31), date(2026, 10, 30)),
    Period(date(2026, 10, 31), date(2026, 12, 1)),
    Period.day(date(2027, 1, 1)),
)
LEVELS = (COUNTED, ("province",), ("national",), ("callback", "unit"))


def orders_in(unit, actor):
    return visible_to(actor).filter(unit__path__startswith=unit.path).prefetch_related("returns")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_is_what_a_count_by_hand_finds(district, seed):
    live_a_year(district, seed)
    if seed == 2:
        fold_archived()
    RoleAt.objects.create(person=district.people["auditor"], role=Role.INTEGRITY, unit=district.centre)
    RoleAt.objects.create(person=district.people["supervisor"], role=Role.INTEGRITY, unit=district.operations)
    found = 0
    for post, unit in (
        ("lead", district.centre),  # sees the 举报 they accepted themselves
        ("auditor", district.centre),  # is cleared for all
        ("supervisor", district.city),  # is cleared for one department
        ("dispatcher", district.station),
    ):
        actor = getattr(district, post)
        orders = list(orders_in(unit, actor))
        for period in PERIODS:
            for levels in LEVELS:
                for kind in ("", "misconduct") if levels == COUNTED else ("complaint",):
                    asked = Asked(unit, period, levels, kind)
                    had, hand = report(actor, asked), by_hand(orders, period.first, period.last, levels, kind)
                    total = (had.total.archived, had.total.orders, had.total.times, had.total.again)
                    assert total == (hand.archived, hand.orders, hand.times, hand.again), (post, asked)
                    assert {each.code: each.times for each in had.reasons} == hand.code_times
                    assert {each.code: each.orders for each in had.reasons} == hand.code_orders
                    found += hand.times
    assert found > 100
    assert list(miscounted()) == []


@pytest.mark.parametrize("post", ["lead", "auditor"])
def test_units_types_and_months_add_up_to_the_whole(district, post):
    live_a_year(district, 4)
    actor = getattr(district, post)
    for period in PERIODS:
        asked = Asked(district.centre, period)
        had = report(actor, asked)
        assert sum(had.units.values(), Rate()) == sum(had.kinds.values(), Rate()) == had.total
        for child, rate in had.units.items():
            if child is not None:
                unit = unit_of(actor, child)
                assert report(actor, Asked(unit, period)).total == rate
        for month, rate in had.months:
            assert report(actor, Asked(district.centre, month)).total == rate
    had = report(actor, Asked(district.centre, Period.day(date(2026, 2, 9))))
    assert [str(month) for month, _ in had.months][::11] == [
        "2025-03-01..2025-03-31",
        "2026-02-01..2026-02-28",
    ]


@pytest.mark.parametrize("post", ["lead", "auditor", "supervisor"])
def test_each_figure_is_the_length_of_its_list(district, post):
    live_a_year(district, 5)
    actor, unit = getattr(district, post), units_of(getattr(district, post))[0]
    for period in PERIODS:
        for levels in LEVELS:
            had = report(actor, Asked(unit, period, levels))

            def length(levels=levels, period=period, **more):
                asked = {"phase": "all", "assessed": str(period), "unit": str(unit.pk), **more}
                filters = Filters.read(asked)
                assert len(filters.behind) == len(asked) - 2 and all(words for *_, words in filters.narrowings)
                return filtered(actor, filters).count()

            at_levels = ",".join(levels)
            assert length() == had.total.archived
            assert length(returned_at=at_levels) == had.total.orders
            assert length(returned_again=at_levels) == had.total.again
            assert length(held_by=str(unit.pk)) == had.units.get(None, Rate()).archived
            for level in levels:
                assert length(returned_at=level) == had.total.by_level.get(level, 0)
            for reason in had.reasons:
                assert length(return_code=f"{reason.code}@{at_levels}") == reason.orders


def test_a_second_return_is_a_second_return(district):
    """The paper's own figures: 35 times, 32 orders, three of them twice."""
    for n in range(40):
        order = an_order(district, "complaint", district.operations)
        for _ in range(0 if n >= 32 else 2 if n < 3 else 1):
            sent_back(order, "province", ["no_result"], district)
        change(order, archived_at=at("2026-11-24 10:00"))
    had = report(district.supervisor, Asked(district.city, Period.day(date(2026, 11, 24))))
    assert (had.total.archived, had.total.orders, had.total.times, had.total.again) == (40, 32, 35, 3)
    assert had.total.percent == "80.00%"
    assert [(each.code, each.orders, each.times) for each in had.reasons] == [("no_result", 32, 35)]


def test_a_code_counts_an_order_once_whoever_wrote_it_how_often(district):
    """Rows of before the gate wrote each code once, and an order that came back three times with codes that overlap."""
    for returns in ([["wording", "wording"]], [["wording", "no_result"], ["no_result"], ["wording", "wrong_time"]]):
        order = an_order(district, "complaint", district.operations)
        for codes in returns:
            sent_back(order, "province", codes, district)
        change(order, archived_at=at("2026-11-24 10:00"))
    had = report(district.supervisor, Asked(district.city, Period.day(date(2026, 11, 24))))
    assert {each.code: (each.orders, each.times) for each in had.reasons} == {
        "wording": (2, 3),
        "no_result": (1, 2),
        "wrong_time": (1, 1),
    }


def test_only_archived_orders_count_and_a_day_begins_at_midnight_in_shanghai(district):
    for when in ("2026-12-31 23:59:59", "2027-01-01 00:00"):
        order = an_order(district, "complaint", district.operations)
        sent_back(order, "national", ["no_result"], district)
        change(order, archived_at=at(when))
    sent_back(an_order(district, "complaint", district.operations), "national", ["no_result"], district)
    for year in (2026, 2027):
        for _ in range(2):
            had = report(district.supervisor, Asked(district.city, Period(date(year, 1, 1), date(year, 12, 31))))
            assert (had.total.archived, had.total.orders) == (1, 1)
            fold_archived()


def test_refusals_of_units_and_call_backs_of_repairs_are_left_out_unless_asked_for(district):
    order = an_order(district, "repair", district.crew_unit)
    sent_back(order, "unit", ["not_our_area"], district)
    sent_back(order, "callback", ["not_restored"], district)
    change(order, archived_at=at("2026-11-24 10:00"))
    day = Period.day(date(2026, 11, 24))
    assert report(district.supervisor, Asked(district.city, day)).total == Rate(1)
    assert report(district.supervisor, Asked(district.city, day, ("callback",))).total.times == 1


@pytest.mark.clause("A3.5")
def test_reports_of_misconduct_are_in_nobodys_figures_but_theirs_who_are_cleared(district):
    order = an_order(district, "misconduct", district.operations)
    sent_back(order, "province", ["no_result"], district)
    change(order, archived_at=at("2026-11-24 10:00"))
    asked = Asked(district.city, Period.day(date(2026, 11, 24)))
    assert report(district.supervisor, asked).total == Rate()
    assert all(rate == Rate() for _, rate in report(district.supervisor, asked).months)
    cases.clear(district, "supervisor")
    assert report(district.supervisor, asked).total.orders == 1


@pytest.mark.parametrize("folded", [False, True])
def test_a_granted_appeal_leaves_the_figures_at_once(district, folded):
    order = an_order(district, "complaint", district.operations)
    sent_back(order, "province", ["no_result"], district)
    change(order, archived_at=at("2026-11-24 10:00"))
    asked = Asked(district.city, Period.day(date(2026, 11, 24)))
    assert report(district.supervisor, asked).total.orders == 1
    if folded:
        fold_archived()
    change(order, counted=False)
    assert report(district.supervisor, asked).total == Rate()
    assert list(miscounted()) == []


@pytest.mark.clause("D2", "D5")
def test_through_the_gate(district):
    """省退市 twice, 国退 once, archived at last: one order, three returns."""
    order = cases.lived_until(district, "replied")
    for codes in (["wrong_time", "pasted_twice"], ["no_result"]):
        order = cases.act(district, order, "send_back", "auditor", codes=codes, text="请写明退补依据").order
        order = cases.step(district, order, "reply", "handler")
    order = cases.step(district, order, "approve", "auditor")
    back = {"satisfaction": "4", "dissatisfied": ["result"], "solved": "no", "fault": "utility", "result": "bad"}
    order = cases.step(district, order, "call_back", "agent", **back, return_codes=["demand_not_answered"])
    assert order.state == "handling"
    today = Asked(district.city, Period.day(timezone.localdate()), kind="complaint")
    assert report(district.supervisor, today).total == Rate()
    for verb, post in (("reply", "handler"), ("approve", "auditor"), ("call_back", "agent")):
        order = cases.step(district, order, verb, post)
    had = report(district.supervisor, Asked(district.city, Period.day(timezone.localdate(order.archived_at))))
    assert (had.total.archived, had.total.orders, had.total.times) == (1, 1, 3)
    assert had.total.by_level == {"province": 1, "national": 1}
    assert {each.code for each in had.reasons} == {"wrong_time", "pasted_twice", "no_result", "demand_not_answered"}


def test_who_may_ask_for_which_unit(district):
    assert units_of(district.supervisor) == [district.city]
    assert unit_of(district.supervisor, district.station.pk) == district.station
    assert unit_of(district.supervisor, district.other_city.pk) is None
    assert unit_of(district.supervisor, district.centre.pk) is None
    assert unit_of(district.supervisor, 999_999) is None


def test_a_rate_is_rounded_as_people_do(district):
    assert [Rate(archived, orders).percent for archived, orders in ((0, 0), (3, 0), (3, 1), (3, 2), (40_000, 1))] == [
        "",
        "0.00%",
        "33.33%",
        "66.67%",
        "<0.01%",
    ]


def test_folding_changes_no_sum_and_leaves_a_row_a_day_and_a_month(district):
    live_a_year(district, 6)
    fold_archived()
    assert not Archived.objects.filter(span="fresh").exists()
    assert fold_archived() == 0
    assert list(miscounted()) == []


def test_the_books_are_checked_and_made_anew(district):
    live_a_year(district, 7, orders=40)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        WorkOrder.objects.filter(archived_at=None).update(archived_at=at("2026-11-24 10:00"), counted=True)
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert list(miscounted())
    with pytest.raises(CommandError, match="不符"):
        call_command("recount", "--check", stderr=StringIO())
    call_command("recount", stdout=StringIO())
    assert list(miscounted()) == []
    call_command("recount", "--check", stdout=StringIO())
    before = sorted(Return.objects.values_list("pk", "kind", "held_by", "archived_on"))
    count_archived_anew()
    assert sorted(Return.objects.values_list("pk", "kind", "held_by", "archived_on")) == before


def test_queries(district, django_assert_num_queries):
    live_a_year(district, 8, orders=20)
    for post, report_queries in (("supervisor", 4), ("lead", 4)):
        actor = getattr(district, post)
        asked = Asked(units_of(actor)[0], PERIODS[0])
        report(actor, asked)
        with django_assert_num_queries(report_queries):
            report(actor, asked)
