"""What only some types have, told so that the order page, the print sheet and the API say the same of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accounts.models import Person
    from workorders.models import Attachment, WorkOrder


@dataclass(frozen=True)
class Press:
    """A verb done with one click: ``data`` is what its form would have asked."""

    verb: str
    label: str
    data: Mapping[str, str]


@dataclass(frozen=True)
class Entry:
    """One line of a part: when, who, and in a word what came of it; ``rows`` are label and text, ``data`` the same for
    programs. While it waits for somebody, ``waits_for`` is the verb that answers it: at the top of the order whoever may
    do that is told ``asks``, with ``presses`` beside it, and everybody else ``tells``."""

    at: datetime
    by: str
    said: str
    rows: tuple[tuple[str, str], ...] = ()
    file: Attachment | None = None
    waits_for: str = ""
    asks: str = ""
    tells: str = ""
    presses: tuple[Press, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """A section of one order. ``code`` names it to programs; ``summary`` stands beside its title."""

    code: str
    title: str
    entries: tuple[Entry, ...]
    summary: str = ""


@dataclass(frozen=True)
class Layout:
    """How a verb's form is drawn where its fields one after another are not enough: by ``template`` in their place, which
    finds what ``read`` answers as ``beside``. ``styles`` and ``scripts`` (static files) come with every order page of the
    type; ``wide``: the panel takes the page's whole width."""

    template: str
    read: Callable[[WorkOrder, Person, Any], Mapping[str, Any]] | None = None
    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    wide: bool = False
