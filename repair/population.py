"""The demo district's people as the simulator must know them: whose phone it is, whose 工号."""

from __future__ import annotations

from accounts.demo import DEMO_PASSWORD
from accounts.demo.roster import everybody
from customers.demo.callers import some_callers
from simulator.population import Customer, Population, Staff

CALLERS = 4000  # as many as call in a fortnight; the same ones each time


def read_population() -> Population:
    """Everybody who can sign in, and some of those who can call."""
    customers = tuple(Customer(*each) for each in some_callers(CALLERS))
    staff = tuple(Staff(*each) for each in everybody())
    return Population(customers, staff, DEMO_PASSWORD)
