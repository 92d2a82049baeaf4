"""What a person may do, and where: the one answer that selectors, verbs and pages ask."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple


class Grant(NamedTuple):
    role: str
    unit_id: int
    path: str  # of the unit


class Subtree(NamedTuple):
    """Units below some paths, by id. ``whole``: there are no others; ``ids`` is then empty, no condition is needed."""

    ids: list[int]
    whole: bool = False


@dataclass(frozen=True)
class Access:
    """A person's grants. The system user may do what the system does, and holds no grant."""

    person_id: int
    grants: tuple[Grant, ...]
    system: bool = False
    # Subtrees already read (``accounts.selectors.subtree_of``): a page asks for the same ones again and again.
    known: dict[tuple[str, ...], Subtree] = field(default_factory=dict, compare=False, repr=False)

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(grant.role for grant in self.grants)

    def has(self, *roles: str) -> bool:
        """Whether the person holds one of ``roles`` anywhere."""
        return any(grant.role in roles for grant in self.grants)

    def reaches(self, path: str, roles: Iterable[str]) -> bool:
        """Whether one of ``roles`` is held at the unit with ``path`` or above it."""
        wanted = frozenset(roles)
        return any(grant.role in wanted and path.startswith(grant.path) for grant in self.grants)

    def paths(self, *roles: str) -> tuple[str, ...]:
        """Paths of the units where one of ``roles`` is held (of any role when none is named), none inside another."""
        found = sorted({grant.path for grant in self.grants if not roles or grant.role in roles})
        return tuple(path for path in found if not any(path != other and path.startswith(other) for other in found))
