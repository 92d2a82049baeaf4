"""Reports by the hour as bars, drawn by the server: today filled, the same weekday last week as an outline."""

from __future__ import annotations

from dataclasses import dataclass

from supervision.figures import Figure
from supervision.selectors.today import Hour

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 420, 116, 24, 6, 18
STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Bar:
    hour: int
    x: float
    width: float
    middle: float
    y: float
    height: float
    before_y: float
    before_height: float
    now: Figure
    before: Figure


@dataclass(frozen=True)
class Line:
    value: int
    y: float


@dataclass(frozen=True)
class Chart:
    bars: list[Bar]
    lines: list[Line]
    hour: int  # it is now

    width, height, left, right, base = WIDTH, HEIGHT, LEFT, WIDTH, HEIGHT - BOTTOM

    @property
    def total(self) -> int:
        return sum(bar.now.n for bar in self.bars)

    @property
    def before(self) -> int:
        """Last week up to and with this hour."""
        return sum(bar.before.n for bar in self.bars if bar.hour <= self.hour)


def draw(hours: list[Hour], hour: int) -> Chart:
    top = _top(max(max(each.now.n, each.before.n) for each in hours))
    slot = (WIDTH - LEFT) / len(hours)
    high = HEIGHT - TOP - BOTTOM

    def tall(n: int) -> float:
        return round(high * n / top, 1)

    bars = []
    for place, each in enumerate(hours):
        x = LEFT + place * slot
        bars.append(
            Bar(
                each.hour,
                round(x + slot * 0.15, 1),
                round(slot * 0.7, 1),
                round(x + slot / 2, 1),
                round(TOP + high - tall(each.now.n), 1),
                tall(each.now.n),
                round(TOP + high - tall(each.before.n), 1),
                tall(each.before.n),
                each.now,
                each.before,
            )
        )
    marks = range(0, top + 1, max(1, top // 2))
    return Chart(bars, [Line(value, round(TOP + high - tall(value), 1)) for value in marks], hour)


def _top(most: int) -> int:
    """The scale's end: even, round, and never below 4."""
    scale = 1
    while True:
        for step in STEPS:
            if step * scale * 2 >= max(most, 4):
                return step * scale * 2
        scale *= 10
