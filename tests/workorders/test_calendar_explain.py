"""The line that tells people how a due time came about."""

from datetime import UTC, datetime

import pytest

from workorders.calendar import SHANGHAI, Calendar, Due, Unit, explain
from workorders.holidays import published_rows

CALENDAR = Calendar.from_rows(published_rows(range(2004, 2027)))


@pytest.mark.parametrize(
    ("start", "amount", "unit", "expected"),
    [
        ("2026-11-20 14:00", 5, Unit.WORKDAYS, "11-20 周五 14:00 起，5 个工作日，跳过 周六、周日 → 11-27 周五 14:00"),
        ("2026-11-23 09:00", 2, Unit.WORKDAYS, "11-23 周一 09:00 起，2 个工作日 → 11-25 周三 09:00"),
        (
            "2026-11-20 14:00",
            10,
            Unit.WORKDAYS,
            "11-20 周五 14:00 起，10 个工作日，跳过 周六（2 天）、周日（2 天） → 12-04 周五 14:00",
        ),
        (
            "2026-09-30 16:20",
            4,
            Unit.WORKDAYS,
            "09-30 周三 16:20 起，4 个工作日，跳过 国庆节（7 天）、周日，计入调休上班日 10-10 周六 → 10-12 周一 16:20",
        ),
        (
            "2026-12-28 09:30",
            10,
            Unit.WORKDAYS,
            "2026-12-28 周一 09:30 起，10 个工作日，跳过 周六（2 天）、周日（2 天） → 2027-01-11 周一 09:30"
            "（2027年放假安排未公布，暂按周历计算）",
        ),
        ("2026-11-22 08:10", 45, Unit.MINUTES, "11-22 周日 08:10 起，45 分钟 → 11-22 周日 08:55"),
        ("2026-11-22 08:10", 24, Unit.HOURS, "11-22 周日 08:10 起，24 小时 → 11-23 周一 08:10"),
        ("2026-11-22 08:10", 5, Unit.DAYS, "11-22 周日 08:10 起，5 天 → 11-27 周五 08:10"),
    ],
)
def test_explanations(start: str, amount: int, unit: Unit, expected: str) -> None:
    at = datetime.fromisoformat(start).replace(tzinfo=SHANGHAI)
    due = CALENDAR.add(at, amount, unit)
    assert explain(due, at, amount, unit) == expected
    assert explain(due, at, amount, unit, "答复客户") == f"答复客户：{expected}"


def test_instants_from_the_database_are_shown_in_shanghai_time() -> None:
    start = datetime(2026, 11, 22, 0, 10, tzinfo=UTC)
    due = Due(datetime(2026, 11, 22, 0, 55, tzinfo=UTC))
    assert explain(due, start, 45, Unit.MINUTES) == "11-22 周日 08:10 起，45 分钟 → 11-22 周日 08:55"


def test_a_provisional_due_time_without_its_years_still_says_so() -> None:
    at = datetime(2026, 11, 20, 14, tzinfo=SHANGHAI)
    assert explain(Due(at, provisional=True), at, 0, Unit.WORKDAYS).endswith("（后续年度放假安排未公布，暂按周历计算）")
