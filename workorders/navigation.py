"""The entries of the side bar. Businesses add their own from their ``AppConfig.ready()``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import Person
from customers.policies import LOOKERS
from workorders.registry import BusinessType, registry
from workorders.selectors.callbacks_due import calls_back


@dataclass(frozen=True)
class Entry:
    """``shown``: for whom. ``keys``: what goes there from the keyboard."""

    label: str
    icon: str
    url: str  # a name for ``reverse``, with its arguments
    shown: Callable[[Person], bool]
    args: tuple[str, ...] = ()
    keys: str = ""
    place: int = 50

    @property
    def href(self) -> str:
        return reverse(self.url, args=self.args)


_more: list[Entry] = []
_homes: list[tuple[int, str, str]] = []  # place, role, url


def offer(entry: Entry) -> None:
    """Add an entry; the same url once."""
    if all(entry.url != other.url for other in _more):
        _more.append(entry)


def offer_home(role: str, url: str, place: int = 50) -> None:
    """``url`` is where people with ``role`` begin; of several roles the one with the lowest ``place`` decides."""
    if (place, role, url) not in _homes:
        _homes.append((place, role, url))


def home_for(person: Person) -> str:
    """The name of the page ``person`` begins at: their role's own, else the queue."""
    return next((url for _, role, url in sorted(_homes) if person.access.has(role)), "workorders:queue")


def accepted_by(person: Person) -> list[BusinessType]:
    """The businesses ``person`` may accept orders of."""
    return [business for business in registry if person.access.has(*business.accept.roles)]


def _new(person: Person) -> list[Entry]:
    """One way to a new order, however many businesses there are: its page has a tab for each."""
    kinds = accepted_by(person)
    if not kinds:
        return []
    label = "新建工单" if len(kinds) > 1 else f"新建{kinds[0].label}"
    return [Entry(label, "plus", "workorders:new", lambda person: True, args=(kinds[0].code,), keys="n", place=20)]


def entries_for(person: Person) -> list[Entry]:
    """What ``person`` is offered, in order."""
    found = [
        Entry(
            "工单", "list-details", "workorders:queue", lambda person: bool(person.access.grants), keys="g q", place=10
        ),
        *_new(person),
        Entry("回访", "phone-outgoing", "workorders:callbacks", calls_back, keys="g c", place=30),
        Entry(
            "客户查询",
            "user-search",
            "customers:look_up",
            lambda person: person.access.has(*LOOKERS),
            keys="g k",
            place=60,
        ),
        Entry("管理后台", "settings", "admin:index", lambda person: person.is_staff, place=90),
        *_more,
    ]
    return sorted((entry for entry in found if entry.shown(person)), key=lambda entry: entry.place)
