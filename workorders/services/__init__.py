"""Writes. ``perform`` and ``accept`` are the only doors to an order's state."""

from workorders.services.accept import accept
from workorders.services.gate import Outcome, perform

__all__ = ["Outcome", "accept", "perform"]
