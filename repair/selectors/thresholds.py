"""The figures the dispatch board goes by, all in one place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Thresholds:
    same_transformer: int = 2  # so many open faults on one transformer are offered as one
    same_feeder: int = 3  # so many on one line, if they came in
    within: timedelta = timedelta(minutes=30)  # within this span
    storm_waits: int = 12  # so many faults waiting for a crew suggest a storm
    shown: int = 300  # faults drawn at once; the rest is in the queue
    told_again_after: timedelta = timedelta(hours=24)  # until then a number gets one text about a line
    drive_km_h: float = 30.0  # a crew on its way
    minutes_a_fault: float = 40.0  # what a crew has in hand before it is free


THRESHOLDS = Thresholds()
