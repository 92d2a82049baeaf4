"""The entries of the side bar. Businesses add their own from their ``AppConfig.ready()``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

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


def _accepts(business: BusinessType, person: Person) -> bool:
    return person.access.has(*business.accept.roles)


def entries_for(person: Person) -> list[Entry]:
    """What ``person`` is offered, in order."""
    found = [
        Entry(
            "工单", "list-details", "workorders:queue", lambda person: bool(person.access.grants), keys="g q", place=10
        ),
        *(
            Entry(
                f"新建{business.label}",
                "plus",
                "workorders:new",
                partial(_accepts, business),
                args=(business.code,),
                keys="n",
                place=20,
            )
            for business in registry
        ),
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
