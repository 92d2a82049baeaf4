"""How often the phone rings: by the hour, in a storm, and the same for the same seed."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from simulator.city import Weather, callers
from simulator.population import Customer
from simulator.rates import A_DAY, BESIDES, STORM_SHARE, an_hour, gap

MIDNIGHT = datetime(2026, 11, 21, 16, tzinfo=UTC)  # in Shanghai


def test_hours_make_a_day():
    assert sum(an_hour(MIDNIGHT + timedelta(hours=hour), storm=False) for hour in range(24)) == pytest.approx(A_DAY)


def test_evening_is_busier_than_night():
    assert an_hour(MIDNIGHT + timedelta(hours=19), False) > 5 * an_hour(MIDNIGHT + timedelta(hours=3), False)


def test_a_storm_is_four_times_as_busy():
    assert an_hour(MIDNIGHT, storm=True) == 4 * an_hour(MIDNIGHT, storm=False)


def test_gaps_add_up_to_the_rate_of_a_day():
    random, at, calls = Random(7), MIDNIGHT, 0
    while at < MIDNIGHT + timedelta(days=20):
        at += gap(random, at, storm=False)
        calls += 1
    assert calls / 20 == pytest.approx(A_DAY * (1 + BESIDES), rel=0.05)


def test_the_same_seed_gives_the_same_gaps():
    assert [gap(Random(3), MIDNIGHT, False) for _ in range(5)] == [gap(Random(3), MIDNIGHT, False) for _ in range(5)]


def test_a_storm_strikes_few_lines():
    lines = {f"L{line}": [Customer(f"{line}{n}", "", "", f"L{line}") for n in range(50)] for line in range(12)}
    who = callers(lines, Weather(1, storm=True), Random(1))
    struck = [who().feeder for _ in range(1000)]
    worst = sorted(set(struck), key=struck.count)[-3:]
    assert sum(struck.count(line) for line in worst) / 1000 >= STORM_SHARE - 0.05
