"""Who lives and works in the district, as far as they must know of themselves: handed over by whoever starts us."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Customer:
    """Somebody with a phone, who can say who they are and where they live."""

    phone: str
    name: str
    address: str
    feeder: str


@dataclass(frozen=True)
class Staff:
    """Somebody with a 工号; ``kind`` and ``path`` are the unit's: what it is, and its place in the tree."""

    username: str
    role: str
    unit_id: int
    kind: str
    path: str


@dataclass(frozen=True)
class Population:
    customers: tuple[Customer, ...]
    staff: tuple[Staff, ...]
    password: str

    def of(self, role: str) -> list[Staff]:
        """Everybody with ``role``, by 工号."""
        return sorted((each for each in self.staff if each.role == role), key=lambda each: each.username)

    def crews(self) -> dict[int, list[Staff]]:
        """The members of each crew, by its unit."""
        found: dict[int, list[Staff]] = {}
        for member in self.of("crew"):
            found.setdefault(member.unit_id, []).append(member)
        return found

    def at_desk(self, unit_id: int) -> list[Staff]:
        """The dispatchers of one desk."""
        return [each for each in self.of("dispatcher") if each.unit_id == unit_id]

    def cleared(self, role: str) -> list[Staff]:
        """Those with ``role`` who may work on reports of misconduct."""
        names = {each.username for each in self.of("integrity")}
        return [each for each in self.of(role) if each.username in names]

    def departments(self, crew: Staff) -> list[Staff]:
        """Who could support ``crew``: one handler of each department above it, the nearest first."""
        near = {
            each.unit_id: each
            for each in self.of("handler")
            if each.kind == "department" and crew.path.startswith(each.path[: each.path.rstrip("/").rindex("/") + 1])
        }
        return sorted(near.values(), key=lambda each: (-len(each.path), each.unit_id))

    def by_feeder(self) -> dict[str, list[Customer]]:
        return _grouped(self.customers)


def _grouped(customers: Iterable[Customer]) -> dict[str, list[Customer]]:
    found: dict[str, list[Customer]] = {}
    for customer in customers:
        found.setdefault(customer.feeder, []).append(customer)
    return found
