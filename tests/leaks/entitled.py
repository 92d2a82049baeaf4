"""Who may see what where: the one table the walk judges by. What stands in no line may be seen nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

from tests.leaks.planting import CLEARED, Case

IDENTITY = "identity"  # who reported: name, numbers, address, 户号, call
EXISTENCE = "existence"  # that a report of misconduct is there at all: its number, its words
ON_FILE = (  # rooms about customers and calls, which know no orders; a page of theirs that names one is a leak all the same
    "customers:*",
    "customers",
    "premises",
    "call-*",
    "desk:*",
    "workorders:new",
    "table customers_*",
)


@dataclass(frozen=True)
class Line:
    case: str  # code of the case; "*" any
    what: str
    posts: tuple[str, ...]
    where: tuple[str, ...]  # names of addresses, "table …" for the database


LOOKERS = ("agent", "second_agent", "lead", "dispatcher", "cleared_lead", "cleared_dispatcher")
DESK = ("agent", "second_agent", "lead", "cleared_lead")
KNOWS_OF_MISCONDUCT = ("agent", "cleared_lead", "cleared_auditor", "cleared_dispatcher", "cleared_handler")
ENTITLED = (
    # An open complaint hides nobody from those it concerns.
    Line("open", IDENTITY, ("*",), ("*",)),
    # The company's own register of customers and of calls, for whoever looks customers up, and the database under it.
    Line("*", IDENTITY, (*LOOKERS, "nobody"), ON_FILE),
    # The look, with its reason: the accepting desk, and 举报专责 held at the centre; of misconduct whoever knows of it.
    Line("confidential", IDENTITY, (*DESK, "cleared_auditor"), ("look",)),
    Line("misconduct", IDENTITY, ("agent", "cleared_lead", "cleared_auditor"), ("look",)),
    # A report of misconduct: whoever accepted it, and who holds the clearance where it is.
    Line("misconduct*", EXISTENCE, KNOWS_OF_MISCONDUCT, ("*",)),
    Line("unknown", EXISTENCE, KNOWS_OF_MISCONDUCT, ("*",)),
    # Whoever reads the database itself reads all that is not sealed; who reported is.
    Line("*", EXISTENCE, ("database",), ("table *",)),
    Line("*", EXISTENCE, ("handset",), tuple(f"sms to {post}" for post in CLEARED)),
)
DATABASE = "database"
# Rows of the register may be read in the register's own tables.
REGISTER = (Line("*", IDENTITY, (DATABASE,), ("table customers_*",)),)


def entitled(case: Case, what: str, post: str, where: str) -> bool:
    return any(
        fnmatchcase(case.code, line.case)
        and line.what == what
        and any(fnmatchcase(post, each) for each in line.posts)
        and any(fnmatchcase(where, each) for each in line.where)
        for line in (*ENTITLED, *REGISTER)
    )


def on_file(where: str) -> bool:
    return any(fnmatchcase(where, each) for each in ON_FILE)
