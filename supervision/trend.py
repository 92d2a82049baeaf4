"""Return rates by month as bars, drawn by the server."""

from __future__ import annotations

from dataclasses import dataclass

from supervision.selectors.returns import Line

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 640, 186, 46, 18, 40
TOPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)  # where the scale may end


@dataclass(frozen=True)
class Bar:
    line: Line
    x: float
    width: float
    middle: float
    y: float
    height: float
    month: str  # 11月
    year: str  # 2026年, where one begins

    @property
    def short(self) -> str:
        """The rate as there is room for above a bar: 2.3%."""
        share = 100 * self.line.rate.share
        return f"{share:.0f}%" if share >= 10 or not share else f"{share:.1f}%"


@dataclass(frozen=True)
class Mark:
    label: str
    y: float


@dataclass(frozen=True)
class Trend:
    bars: list[Bar]
    marks: list[Mark]

    width, height, left, base = WIDTH, HEIGHT, LEFT, HEIGHT - BOTTOM

    @property
    def any(self) -> bool:
        return any(bar.line.rate.archived for bar in self.bars)


def draw(months: list[Line]) -> Trend:
    """``months`` in their order, each labelled 2026-11."""
    most = max(line.rate.share for line in months)
    top = next(each for each in TOPS if each >= most)
    slot, high = (WIDTH - LEFT) / len(months), HEIGHT - TOP - BOTTOM
    bars = []
    for place, line in enumerate(months):
        x, tall = LEFT + place * slot, round(high * line.rate.share / top, 1)
        year, month = line.label.split("-")
        bars.append(
            Bar(
                line,
                round(x + slot * 0.2, 1),
                round(slot * 0.6, 1),
                round(x + slot / 2, 1),
                round(HEIGHT - BOTTOM - tall, 1),
                tall,
                f"{int(month)}月",
                f"{year}年" if place == 0 or month == "01" else "",
            )
        )
    marks = [Mark(f"{100 * part * top:g}%", round(HEIGHT - BOTTOM - high * part, 1)) for part in (0, 0.5, 1)]
    return Trend(bars, marks)
