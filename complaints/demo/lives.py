"""How far each of the demo's cases has come, and by which way. GENERATED."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

from complaints.demo.matters import COMPLAINTS, FLAWED, MISCONDUCT, OPINIONS, PRAISE, SUGGESTIONS, Matter

TO_CITY = ("dispatch", "forward")
TO_UNIT = (*TO_CITY, "receive")
IN_HAND = (*TO_UNIT, "contact")
REPLIED = (*IN_HAND, "reply")
AUDITED = (*REPLIED, "approve")
ARCHIVED = (*AUDITED, "call_back")
BACK = (*REPLIED, "send_back")
TWICE_BACK = (*BACK, "reply", "send_back")
RELAYED = (*TO_UNIT, "ask_relay", "relay")
EXPLAINED = ("explain",)
THANKED = ("dispatch_praise", "acknowledge", "archive")
HOURS_A_DAY = 24
SENT_BACK_ONCE = (*BACK, "reply", "approve", "call_back")
SENT_BACK_FROM_ABOVE = (*AUDITED, "return", "reply", "approve", "call_back")
# Of the cases archived in each of eleven months, the oldest first, so many were sent back.
SENT_BACK = (2, 2, 2, 1, 2, 1, 1, 1, 0, 1, 0)
DAYS_A_MONTH = 30


@dataclass(frozen=True)
class Life:
    """A case accepted ``hours`` ago that has passed through ``way``, up to now or within ``lasts`` hours. ``accept``: what
    the agent enters besides."""

    matter: Matter
    hours: float
    way: tuple[str, ...]
    accept: dict[str, Any] = field(default_factory=dict, hash=False)
    caller: int = 0  # the same number: the same caller; 0: anybody
    away: bool = False  # in the small city
    lasts: float = 0


def lives(near: float) -> Iterator[Life]:
    """Some fifty: enough for a sitting of audits, and of everything else at least one. What was accepted ``near`` hours
    ago must soon be answered."""
    c, o, s, m = COMPLAINTS, OPINIONS, SUGGESTIONS, MISCONDUCT
    # On the way down.
    yield Life(c[0], 0.07, ())
    yield Life(c[9], 0.25, (), {"grade": "important"})
    for matter, hours in ((c[7], 0.8), (o[1], 1.5)):
        yield Life(matter, hours, ("dispatch",))
    for matter, hours in ((c[13], 3.0), (s[1], 9.0)):
        yield Life(matter, hours, TO_CITY)
    yield Life(c[3], 7.0, (*TO_CITY, "refuse"))
    # In hand.
    yield Life(c[1], 5.0, TO_UNIT)
    yield Life(c[4], 12.0, (*TO_UNIT, "contact_missed"))
    yield Life(c[6], 28.0, IN_HAND, {"grade": "major"})
    yield Life(o[3], 50.0, IN_HAND)
    yield Life(c[14], 54.0, (*IN_HAND, "extend"))
    yield Life(c[12], 26.0, (*TO_UNIT, "ask_relay"), {"secrecy": "confidential", "place": "云浦市望浦区"})
    yield Life(c[8], near, IN_HAND)
    yield Life(c[15], 12 * HOURS_A_DAY, IN_HAND)
    yield Life(c[2], 52.0, BACK)
    yield Life(c[5], 76.0, TWICE_BACK)
    yield from _audits()
    # Passed, and waiting for the call-back.
    for matter, hours in ((c[0], 55.0), (s[0], 70.0)):
        yield Life(matter, hours, AUDITED)
    # Done.
    yield Life(s[2], 160.0, ARCHIVED)
    yield Life(c[7], 9 * HOURS_A_DAY, (*AUDITED, "return", "reply", "approve", "call_back"))
    yield Life(o[5], 100.0, ("explain",))
    yield Life(c[8], 150.0, (*ARCHIVED, "appeal"))
    yield Life(c[2], 120.0, (*IN_HAND, "submit_statement", "approve"), caller=1)
    # One who calls again and again.
    yield Life(o[2], 7 * HOURS_A_DAY, ARCHIVED, caller=1)
    # 举报
    yield Life(m[2], 20.0, TO_UNIT, {"place": "云浦市望浦区"})
    yield Life(m[0], 60.0, (*RELAYED, "reply"), {"place": "云浦市望浦区"})
    # 表扬
    yield Life(PRAISE[0], 0.2, ())
    yield Life(PRAISE[1], 20.0, ("dispatch_praise",))
    yield Life(PRAISE[2], 90.0, ("dispatch_praise", "acknowledge", "archive"))


def year() -> Iterator[Life]:
    """The eleven months before: eight cases archived in each, and of them fewer and fewer sent back."""
    ask, tell, thank = (cycle(each) for each in (COMPLAINTS, OPINIONS, PRAISE))
    for months, back in zip(range(len(SENT_BACK), 0, -1), SENT_BACK, strict=True):
        days = months * DAYS_A_MONTH
        for number in range(5):
            way = ARCHIVED if number >= back else (SENT_BACK_FROM_ABOVE if number else SENT_BACK_ONCE)
            matter = next(ask) if number < 3 else next(tell)
            yield Life(matter, (days + 4 * number) * HOURS_A_DAY + 3, way, away=number == 2, lasts=5 * HOURS_A_DAY)
        for number in range(2):
            yield Life(next(tell), (days + 4 * number) * HOURS_A_DAY + 5, EXPLAINED, lasts=1)
        yield Life(next(thank), (days + 9) * HOURS_A_DAY, THANKED, lasts=2 * HOURS_A_DAY)


def _audits() -> Iterator[Life]:
    """Replied within the last day: what the provincial desk finds in the morning."""
    matters = [*COMPLAINTS[::2], *OPINIONS[:3], SUGGESTIONS[0]]
    for number, matter in enumerate(matters):
        yield Life(matter, 14.0 + 3.1 * number, REPLIED)
    for number, matter in enumerate(FLAWED):
        yield Life(matter, 22.0 + 5 * number, REPLIED)
    yield Life(COMPLAINTS[0], 60.0, (*BACK, "reply"))
    yield Life(COMPLAINTS[5], 45.0, (*IN_HAND, "submit_statement"), caller=1)
    yield Life(MISCONDUCT[1], 40.0, (*TO_UNIT, "reply"), {"secrecy": "anonymous", "place": "云浦市柳溪县"})
    yield Life(OPINIONS[6], 36.0, REPLIED, away=True)
