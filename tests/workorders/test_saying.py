"""When something is due, as a customer hears it."""

from datetime import datetime

import pytest

from workorders.calendar import SHANGHAI
from workorders.clocks.saying import said

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=SHANGHAI)


@pytest.mark.clause("A3.4")
@pytest.mark.parametrize(
    ("due", "measure", "words"),
    [
        ((2026, 11, 27, 14, 0), "workdays", "周五，11月27日"),
        ((2026, 12, 1, 0, 0), "workdays", "周一，11月30日"),  # 24:00 of Monday
        ((2026, 11, 30, 0, 0), "workdays", "周五，11月27日"),  # nothing is promised for a Sunday
        ((2026, 11, 29, 10, 0), "days", "周日，11月29日"),
        ((2026, 11, 30, 0, 0), "days", "周日，11月29日"),
        ((2026, 11, 24, 17, 0), "hours", "今天 17:00"),
        ((2026, 11, 25, 0, 0), "hours", "明天 00:00"),
    ],
)
def test_a_promise_in_days_names_the_day_a_shorter_one_the_hour(db, due, measure, words):
    assert said(datetime(*due, tzinfo=SHANGHAI), measure, NOW) == words
