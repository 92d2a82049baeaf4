"""Who hears of something: the same answer the selectors give, asked of what was read together with the event."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.access import Access

Seat = tuple[str, int]  # a role, and the id of the very unit where it is held


@dataclass(frozen=True)
class Audience:
    """``people`` by id · whoever holds one of ``roles`` at a unit of ``paths`` or above it · whoever holds one of
    ``seats`` · those of ``callees`` who hold one of ``seats_of_callees``. With ``clearance`` whoever is not meant by name
    must also hold one of these roles at the first of ``paths`` or above it."""

    people: frozenset[int] = frozenset()
    roles: frozenset[str] = frozenset()
    paths: tuple[str, ...] = ()
    seats: frozenset[Seat] = frozenset()
    callees: frozenset[int] = frozenset()
    seats_of_callees: frozenset[Seat] = frozenset()
    clearance: frozenset[str] = frozenset()

    def names(self, access: Access) -> bool:
        """Whether the person hears of it for who they are."""
        if access.person_id in self.people:
            return True
        return access.person_id in self.callees and _holds(access, self.seats_of_callees) and self._clears(access)

    def reaches(self, access: Access) -> bool:
        """Whether they hear of it for the posts they hold; the same for all with the same grants."""
        if not self._clears(access):
            return False
        if any(access.reaches(path, self.roles) for path in self.paths):
            return True
        return _holds(access, self.seats)

    def _clears(self, access: Access) -> bool:
        return not self.clearance or any(access.reaches(path, self.clearance) for path in self.paths[:1])

    def hears(self, access: Access) -> bool:
        return self.names(access) or self.reaches(access)


def _holds(access: Access, seats: frozenset[Seat]) -> bool:
    return bool(seats) and any((grant.role, grant.unit_id) in seats for grant in access.grants)
