"""How often the phone rings. The public sources of the figures are named in docs/howto/simulate.md."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from random import Random

SHANGHAI = timezone(timedelta(hours=8))
A_DAY = 300  # fault reports of an ordinary day in a city of this size (cities: 100 to 1,000)
STORM = 4  # times as many in a storm (typhoon forecast: 3 to 4 times; two districts once: +82 %)
STORM_FEEDERS = 3  # lines the storm hits
STORM_SHARE = 0.85  # of the calls come from those lines
BESIDES = 0.17  # other calls: silent, harassing, answered at once; complaints, opinions and the like
# Share of a day's reports in each hour: people notice when they get up, cook and light the lamps.
HOURS = (14, 10, 8, 7, 8, 14, 30, 48, 58, 60, 56, 54, 52, 46, 44, 46, 50, 58, 68, 74, 70, 56, 38, 22)


def an_hour(at: datetime, storm: bool) -> float:
    """How many fault reports are expected in the hour of ``at``."""
    share = HOURS[at.astimezone(SHANGHAI).hour] / sum(HOURS)
    return A_DAY * share * (STORM if storm else 1)


def gap(random: Random, at: datetime, storm: bool) -> timedelta:
    """Until the next call of any kind. Each hour is taken at its own rate (a Poisson stream, thinned)."""
    most = A_DAY * max(HOURS) / sum(HOURS) * (STORM if storm else 1)
    waited = timedelta()
    while True:
        waited += timedelta(hours=random.expovariate(most * (1 + BESIDES)))
        if random.random() * most <= an_hour(at + waited, storm):
            return waited
