"""Values of the log in words."""

from datetime import datetime
from zoneinfo import ZoneInfo

import time_machine

from workorders.selectors.words import spoken

SHANGHAI = ZoneInfo("Asia/Shanghai")


@time_machine.travel(datetime(2026, 12, 31, 23, 59, tzinfo=SHANGHAI), tick=False)
def test_another_year_is_told():
    assert spoken("2026-12-31T15:58:00+00:00") == "12-31 23:58:00"
    assert spoken("2026-12-31T16:00:00+00:00") == "2027-01-01 00:00:00"
    assert spoken("2026-12-31T nonsense at all") == "2026-12-31T nonsense at all"
