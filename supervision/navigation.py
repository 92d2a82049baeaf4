"""The overview's entry in the side bar; leads and supervisors begin their day here."""

from accounts.models import Person, Role
from workorders.navigation import Entry, offer, offer_home

WATCHERS = (Role.LEAD, Role.SUPERVISOR, Role.DISPATCHER)


def watches(person: Person) -> bool:
    return person.access.has(*WATCHERS)


def offer_overview() -> None:
    offer(Entry("班长总览", "dashboard", "supervision:overview", watches, keys="g o", place=8))
    offer_home(Role.LEAD, "supervision:overview", place=25)
    offer_home(Role.SUPERVISOR, "supervision:overview", place=50)
