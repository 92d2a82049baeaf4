"""Figures that open what is behind them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse


@dataclass(frozen=True)
class Figure:
    """``n`` orders: the queue with ``query`` lists exactly these."""

    n: int
    query: str = ""

    @property
    def href(self) -> str:
        queue = reverse("workorders:queue")
        return f"{queue}?{self.query}" if self.query else queue


@dataclass(frozen=True)
class Compared:
    """A figure beside what it was before."""

    figure: Figure
    before: int

    @property
    def n(self) -> int:
        return self.figure.n

    @property
    def change(self) -> str:
        return signed(self.n - self.before)


@dataclass(frozen=True)
class Share:
    """``part`` of ``whole``; ``rest`` is what the whole has besides."""

    part: Figure
    whole: Figure
    rest: Figure

    @property
    def percent(self) -> str:
        """98.7%, rounded; but 100% is said of nothing that was missed once. Empty when there is nothing to judge."""
        part, whole = self.part.n, self.whole.n
        if not whole:
            return ""
        tenths = 1000 if part == whole else min((2000 * part + whole) // (2 * whole), 999)
        return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths / 10:.1f}%"


def signed(change: float, digits: int = 0) -> str:
    """+5, −3, ±0; with so many digits after the point."""
    size = f"{abs(change):.{digits}f}"
    sign = "±" if not float(size) else "+" if change > 0 else "−"
    return f"{sign}{size}"


def query(**parts: object) -> str:
    """The queue's query with these parts."""
    return urlencode({name: str(value) for name, value in parts.items()})
