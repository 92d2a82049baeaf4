"""Reads of customers, calls and outages; what belongs to an actor is already cut to their reach."""

from customers.selectors.calls import (
    CallerCard,
    RingFigures,
    agent_of_centre,
    call_by_id,
    caller_card,
    centre_of,
    centre_of_call,
    on_the_line_with,
    open_call_of,
    ring_figures,
)
from customers.selectors.hints import Hint, hints_for
from customers.selectors.lookup import Found, LookUp, look_up
from customers.selectors.premises import (
    customers_with_number,
    important,
    premises_by_id,
    premises_for_report,
    premises_visible_to,
    premises_with_account,
)

__all__ = [
    "CallerCard",
    "Found",
    "Hint",
    "LookUp",
    "RingFigures",
    "agent_of_centre",
    "call_by_id",
    "caller_card",
    "centre_of",
    "centre_of_call",
    "customers_with_number",
    "hints_for",
    "important",
    "look_up",
    "on_the_line_with",
    "open_call_of",
    "premises_by_id",
    "premises_for_report",
    "premises_visible_to",
    "premises_with_account",
    "ring_figures",
]
