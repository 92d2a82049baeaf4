"""Profiles and the calendar, changed by whom it concerns."""

from datetime import date, datetime, timedelta

import pytest

from accounts.models import AccountEvent, RoleAt
from workorders import errors
from workorders.calendar import SHANGHAI, Unit
from workorders.clocks.book import book, forget
from workorders.models import CalendarDay, RuleProfile
from workorders.services.calendar_days import keep_day, remove_day
from workorders.services.profiles import change_profile

HOURS = [["09:00", "12:00"], ["13:30", "20:00"]]


@pytest.fixture
def profile(district) -> RuleProfile:
    return RuleProfile.objects.get(code="sgcc")


def change(district, profile, post="system_admin", **changes):
    data = {"rings": 5, "calling_hours": HOURS, "attempt_spacing": timedelta(hours=3), "attempts": 4,
            "recording_days": 200, "units": [district.centre], **changes}  # fmt: skip
    return change_profile(getattr(district, post), profile, **data)


def test_a_profile_is_changed_and_the_change_is_recorded(district, profile):
    change(district, profile)
    profile.refresh_from_db()
    assert (profile.rings, profile.attempts, profile.calling_hours) == (5, 4, HOURS)
    assert AccountEvent.objects.get(kind="profile_changed").data["profile"] == "sgcc"


@pytest.mark.clause("A2.6", "B4.5")
@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("attempts", 2),
        ("attempt_spacing", timedelta(minutes=119)),
        ("recording_days", 92),
        ("calling_hours", []),
        ("calling_hours", [["20:00", "08:00"]]),
        ("calling_hours", [["八点", "九点"]]),
        ("calling_hours", [["08:00"]]),
    ],
)
def test_no_profile_falls_below_what_the_rule_books_demand(district, profile, field, wrong):
    with pytest.raises(errors.Invalid) as refused:
        change(district, profile, **{field: wrong})
    assert field in refused.value.fields


def test_a_unit_has_one_profile(district, profile):
    change(district, profile)
    change(district, RuleProfile.objects.get(code="csg"), units=[district.centre])
    assert [found.code for found in district.centre.profiles.all()] == ["csg"]


def test_whoever_does_not_administer_the_units_changes_nothing(district, profile):
    with pytest.raises(errors.NotAllowed):
        change(district, profile, "director")
    RoleAt.objects.filter(person=district.system_admin).update(unit=district.city)
    with pytest.raises(errors.NotAllowed):
        change(district, profile, units=[district.city])


def test_a_day_typed_in_is_counted_with_and_taken_out_again_is_not(district):
    friday, admin = datetime(2031, 3, 7, 14, tzinfo=SHANGHAI), district.system_admin
    row = keep_day(admin, date(2031, 3, 10), is_workday=False, name="停工")
    forget()
    assert book().calendar.add(friday, 1, Unit.WORKDAYS).at == datetime(2031, 3, 11, 14, tzinfo=SHANGHAI)
    assert keep_day(admin, date(2031, 3, 10), is_workday=True).pk == row.pk
    remove_day(admin, row)
    forget()
    assert not CalendarDay.objects.filter(day=date(2031, 3, 10)).exists()
    assert AccountEvent.objects.filter(kind="calendar_changed").count() == 3


def test_the_calendar_is_everybodys_and_changed_at_the_top_only(district):
    for post in ("director", "security_admin"):
        with pytest.raises(errors.NotAllowed):
            keep_day(getattr(district, post), date(2031, 3, 10), is_workday=False)
    RoleAt.objects.filter(person=district.system_admin).update(unit=district.city)
    with pytest.raises(errors.NotAllowed):
        keep_day(district.system_admin, date(2031, 3, 10), is_workday=False)
