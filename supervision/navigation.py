"""Entries in the side bar for those who watch over the work; leads and supervisors begin their day at the overview."""

from accounts.models import Person, Role
from workorders.navigation import Entry, offer, offer_home

WATCHERS = (Role.LEAD, Role.SUPERVISOR, Role.DISPATCHER)
JUDGES = (*WATCHERS, Role.AUDITOR)  # of returns


def watches(person: Person) -> bool:
    return person.access.has(*WATCHERS)


def judges(person: Person) -> bool:
    return person.access.has(*JUDGES)


def offer_overview() -> None:
    offer(Entry("班长总览", "dashboard", "supervision:overview", watches, keys="g o", place=8))
    offer_home(Role.LEAD, "supervision:overview", place=25)
    offer_home(Role.SUPERVISOR, "supervision:overview", place=50)


def offer_returns() -> None:
    offer(Entry("退单分析", "chart-bar", "supervision:returns", judges, keys="g r", place=45))


def offer_weekly() -> None:
    offer(Entry("业务周报", "calendar-event", "supervision:weekly", judges, keys="g z", place=46))
