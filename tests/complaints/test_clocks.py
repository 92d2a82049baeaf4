"""The promises of a case: in minutes, days and working days, by company; a date that was brought along."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.complaints.cases import accepted, act, clear, lived_until, step
from workorders import errors
from workorders.calendar import SHANGHAI
from workorders.clocks import book
from workorders.models import Message, RuleProfile
from workorders.services.sweep import sweep

# What the province and the centre take for themselves, whatever the business.
CENTRAL = {"dispatched_by": (20, "minutes"), "audited_by": (1, "workdays"), "called_back_by": (1, "workdays")}


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def due(order, code, generation=1):
    return timezone.localtime(order.deadlines.get(clock=code, generation=generation).due_at, SHANGHAI)


def under(district, code):
    district.centre.profiles.clear()
    RuleProfile.objects.get(code=code).units.add(district.centre)
    book.forget()


@pytest.mark.clause("A3.4")
def test_working_days_pass_over_the_weekend(district):
    with time_machine.travel(at("2026-11-26T14:00"), tick=False):  # a Thursday
        order = step(district, accepted(district), "dispatch", "agent")
    assert due(order, "dispatched_by") == at("2026-11-26T14:20")
    assert due(order, "contacted_by") == at("2026-11-27T14:00")
    assert due(order, "replied_by") == at("2026-12-02T14:00")
    assert due(order, "answered_by") == at("2026-12-03T14:00")


def test_accepted_on_a_rest_day_the_count_begins_with_the_next_working_day(district):
    with time_machine.travel(at("2026-11-28T10:00"), tick=False):  # a Saturday
        order = accepted(district)
    assert due(order, "answered_by") == at("2026-12-07T00:00")  # the end of Friday the 4th


@pytest.mark.parametrize(
    ("accepted_at", "answered_by"),
    [
        ("2026-09-30T16:00", "2026-10-14T16:00"),  # over the National Day, with a Saturday worked in exchange
        ("2025-12-31T23:59", "2026-01-08T23:59"),  # New Year; the Sunday after it is worked
    ],
)
def test_holidays_and_days_worked_in_exchange(district, accepted_at, answered_by):
    calendar = book.book().calendar
    start = at(accepted_at)
    wanted, day, left = None, start.date(), 5
    while left:
        day += timedelta(days=1)
        left -= calendar.is_workday(day)
    wanted = datetime.combine(day, start.timetz())
    with time_machine.travel(start, tick=False):
        order = accepted(district)
    assert due(order, "answered_by") == wanted
    assert not order.deadlines.get(clock="answered_by").provisional


@pytest.mark.clause("E5")
def test_the_other_company_counts_days(district):
    under(district, "csg")
    with time_machine.travel(at("2026-11-27T14:00"), tick=False):  # a Friday
        complaint = accepted(district)
        report = accepted(district, "misconduct")
    assert due(complaint, "answered_by") == at("2026-12-02T14:00")
    assert due(report, "answered_by") == at("2026-12-07T14:00")


@pytest.mark.clause("A3.4", "E5")
@pytest.mark.parametrize(
    ("company", "kind", "replied_by", "answered_by"),
    [
        ("sgcc", "misconduct", "2026-12-09T14:15", "2026-12-10T14:00"),  # 9 and 10 working days
        ("sgcc", "opinion", "2026-12-09T14:15", "2026-12-10T14:00"),
        ("sgcc", "suggestion", "2026-12-09T14:15", "2026-12-10T14:00"),
        ("csg", "complaint", "2026-11-30T14:15", "2026-12-01T14:00"),  # 4 and 5 days, the weekend among them
        ("csg", "misconduct", "2026-12-05T14:15", "2026-12-06T14:00"),  # 9 and 10 days
        ("csg", "opinion", "2026-12-09T14:15", "2026-12-10T14:00"),
        ("csg", "suggestion", "2026-12-09T14:15", "2026-12-10T14:00"),
    ],
)
def test_each_business_has_its_limits_in_each_company(district, company, kind, replied_by, answered_by):
    under(district, company)
    with time_machine.travel(at("2026-11-26T14:00"), tick=False) as clock:  # a Thursday
        order = accepted(district, kind)
        clock.shift(timedelta(minutes=15))
        order = step(district, order, "dispatch", "agent")
    assert due(order, "dispatched_by") == at("2026-11-26T14:20")
    assert due(order, "replied_by") == at(replied_by)  # the unit's begins when the case is sent to it
    assert due(order, "answered_by") == at(answered_by)
    reached = order.deadlines.filter(clock="contacted_by").values_list("due_at", flat=True)
    assert list(reached) == ([at("2026-11-27T14:15")] if kind == "complaint" else [])


@pytest.mark.clause("A3.6", "A4.4")
@pytest.mark.parametrize(("company", "kind"), [("sgcc", "complaint"), ("csg", "suggestion")])
def test_the_audit_and_the_call_back_have_a_working_day_each(district, company, kind):
    under(district, company)
    with time_machine.travel(at("2026-11-26T14:00"), tick=False) as clock:  # a Thursday
        order = lived_until(district, "handling", kind)
        clock.move_to(at("2026-11-27T11:00"))
        order = step(district, order, "reply", "handler")
        clock.move_to(at("2026-11-28T10:00"))  # a Saturday
        order = step(district, order, "approve", "auditor")
        clock.move_to(at("2026-11-30T10:00"))
        order = step(district, order, "call_back", "agent")
    assert due(order, "audited_by") == at("2026-11-30T11:00")
    assert due(order, "called_back_by") == at("2026-12-01T00:00")  # the end of Monday
    assert {each.clock: each.state for each in order.deadlines.all()} == dict.fromkeys(
        {"dispatched_by", "replied_by", "answered_by", "audited_by", "called_back_by"}
        | ({"contacted_by"} if kind == "complaint" else set()),
        "met",
    )


@pytest.mark.clause("A3.6", "A4.4", "E5")
def test_the_province_and_the_centre_take_no_longer_whatever_the_business(db):
    now = timezone.now()
    for profile in RuleProfile.objects.all():
        for kind in ("complaint", "misconduct", "opinion", "suggestion"):
            rules = {code: book.book().rule(profile.pk, kind, code, now) for code in CENTRAL}
            found = {code: (rule.amount, rule.measure) for code, rule in rules.items() if rule}
            assert found == CENTRAL, (profile.code, kind)


def test_who_is_praised_hears_of_it_within_three_working_days(district):
    for company in ("sgcc", "csg"):
        under(district, company)
        with time_machine.travel(at("2026-11-27T14:00"), tick=False) as clock:  # a Friday
            order = accepted(district, "praise")
            clock.shift(timedelta(minutes=15))
            order = act(district, order, "dispatch", "agent", unit=district.operations.pk).order
            clock.move_to(at("2026-12-02T14:00"))
            order = act(district, order, "acknowledge", "handler", passed_on="班前会上宣读").order
        assert due(order, "dispatched_by") == at("2026-11-27T14:20")
        assert due(order, "acknowledged_by") == at("2026-12-02T14:15")
        met = {each.clock for each in order.deadlines.all() if each.state == "met"}
        assert met == {"dispatched_by", "acknowledged_by"} and order.deadlines.count() == 2


def test_a_relayed_case_brings_its_own_date(district):
    until = timezone.now() + timedelta(days=2)
    order = accepted(district, channel="12345", source_no="DH2026-1", relay_due_at=until.isoformat())
    order = step(district, order, "dispatch", "agent")
    assert due(order, "answered_by") == until
    assert due(order, "replied_by") == until  # no later than what the customer was promised


def test_a_date_later_than_the_units_limit_leaves_that_alone(district):
    until = timezone.now() + timedelta(days=60)
    order = accepted(district, channel="12398", relay_due_at=until.isoformat())
    order = step(district, order, "dispatch", "agent")
    assert due(order, "answered_by") == until and due(order, "replied_by") < until


def test_a_date_that_is_over_is_refused(district):
    with pytest.raises(errors.Invalid) as refused:
        accepted(district, channel="12345", relay_due_at=(timezone.now() - timedelta(hours=1)).isoformat())
    assert refused.value.fields == {"relay_due_at": ["转办时限应晚于受理时间"]}


def test_what_is_missed_is_told_wider_and_wider(district):
    order = lived_until(district, "handling")
    while sweep(due(order, "replied_by") + timedelta(seconds=1)):
        pass  # a level of each clock at a time
    told = set(Message.objects.filter(order=order, topic__startswith="clock.").values_list("circle", flat=True))
    assert {"handler", "lead", "supervisor"} <= told
    order.refresh_from_db()
    assert order.breached


def test_whoever_is_late_says_why(district):
    order = lived_until(district, "handling")
    with time_machine.travel(due(order, "contacted_by") + timedelta(hours=1)):
        with pytest.raises(errors.Invalid) as refused:
            act(district, order, "contact", "handler", outcome="no_answer")
        assert refused.value.detail["late"] == ["contacted_by"]
        act(district, order, "contact", "handler", outcome="no_answer", late_cause="utility", late_text="人手不足")
    assert order.deadlines.get(clock="contacted_by").late_cause == "utility"


@pytest.mark.clause("A3.5", "E5")
@pytest.mark.parametrize("kind", ["complaint", "misconduct", "opinion", "suggestion"])
def test_nobody_is_promised_an_answer_who_cannot_be_answered(district, kind):
    clear(district, "agent", "auditor", "dispatcher", "handler")
    until = timezone.now() + timedelta(days=2)
    order = lived_until(district, "replied", kind, secrecy="anonymous", relay_due_at=until.isoformat())
    assert set(order.deadlines.values_list("clock", flat=True)) == {"dispatched_by", "replied_by", "audited_by"}
    assert order.deadlines.get(clock="replied_by").due_at == until  # whoever relayed it has the unit's word
    order = act(district, order, "send_back", "auditor", codes=["no_result"], text="没有写明处理结果").order
    assert order.deadlines.filter(clock="replied_by").count() == 2
    assert not order.deadlines.filter(clock="answered_by").exists()
