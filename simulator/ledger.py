"""What we were told was done. At the end it is compared with what the system says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

SHOWN = 30


@dataclass
class Ledger:
    """``calls``: each must have made one order. ``acts``: (工号, key) of acknowledged acts. ``stands``: by number, the
    state we were told last. ``errors``: answers nobody expected."""

    calls: list[str] = field(default_factory=list)
    acts: list[tuple[str, str]] = field(default_factory=list)
    stands: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    _versions: dict[str, int] = field(default_factory=dict)

    def stood(self, number: str, state: str, version: int) -> None:
        """We were told so; answers that overtook each other are told apart by the version."""
        if version >= self._versions.get(number, 0):
            self._versions[number] = version
            self.stands[number] = state

    def count(self, what: str) -> None:
        self.counts[what] += 1

    def error(self, text: str) -> None:
        """Something unexpected. Only the first ones are kept word for word."""
        self.count("意外")
        if len(self.errors) < SHOWN:
            self.errors.append(text)
