"""The district's clock over several simulated runs."""

import time
from pathlib import Path

import time_machine

from launch import clock


def test_clock_continues_where_the_last_run_ended(tmp_path: Path) -> None:
    file = tmp_path / "clock.json"
    with time_machine.travel(1_000_000.0, tick=False) as now:
        clock.begin(60, file)
        now.shift(100)
        clock.end(file)
        assert clock.reached(file) == 1_006_000
        now.shift(10)

        pace = clock.begin(120, file)

        epoch = float(pace["ZHANGDENG_EPOCH"])
        assert round(epoch + (time.time() - epoch) * 120) == 1_006_000


def test_clock_begins_at_the_wall_clock_when_that_is_later(tmp_path: Path) -> None:
    with time_machine.travel(2_000_000.0, tick=False):
        pace = clock.begin(60, tmp_path / "clock.json")

    assert pace == {"ZHANGDENG_SPEED": "60", "ZHANGDENG_EPOCH": "2000000.000"}


def test_killed_run_counts_until_now(tmp_path: Path) -> None:
    file = tmp_path / "clock.json"
    with time_machine.travel(1_000_000.0, tick=False) as now:
        clock.begin(60, file)
        now.shift(50)

        assert clock.ahead(file) == 50 * 60 - 50
