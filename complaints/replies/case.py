"""A reply under judgement: its texts read once, and what several rules want to know of them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from functools import cached_property

from complaints.replies import words
from complaints.replies.reading import Passage
from complaints.replies.reply import Reply
from complaints.replies.times import Moment, moments

POSITIVE = re.compile(r"满意|认可|理解|谅解|同意|接受|认同|无异议|没有异议|无意见|没有意见|感谢|赞同")
CHINA = timezone(timedelta(hours=8))  # the time texts are written in, whatever an instant is stored in
NOT_POSITIVE = re.compile(r"(?:不|未|没有|拒绝|不能|无法|不太|难以|并不)(?:表示|予以)?$")


class Case:
    """Everything is computed when first asked for, and only once."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply
        self.text = Passage(reply.text)
        self.opinion = Passage(reply.opinion or "")
        self.demand = Passage(reply.demand)

    @cached_property
    def moments(self) -> list[Moment]:
        """The points of time the text names, in its order."""
        reply = self.reply
        return moments(self.text, local(reply.accepted_at or reply.handled_at or reply.now), reply.now)

    def says(self, signal: str) -> bool:
        """Whether the text states something of that kind as a fact."""
        return self.text.states(words.pattern("signals", signal))

    def mentions(self, signal: str) -> bool:
        return bool(words.pattern("signals", signal).search(self.reply.text))

    @cached_property
    def concrete(self) -> bool:
        """Whether there is anything in the text but courtesy: a measure, a cause, or something established."""
        courtesy = [match.span() for match in words.pattern("brush_off").finditer(self.reply.text)]
        return any(
            not any(start <= hit.start < end for start, end in courtesy)
            for signal in ("measure", "cause", "finding")
            for hit in self.text.facts(words.pattern("signals", signal))
        )

    @cached_property
    def matter(self) -> str:
        """What the order is about: the demand and its path, or the reply's own text where neither is known."""
        known = self.reply.demand + " " + " ".join(self.reply.category)
        return known if known.strip() else self.reply.text

    @cached_property
    def agreed(self) -> bool:
        """Whether the customer is said to agree: only somebody who was reached can."""
        return _positive(self.opinion) or any(
            _positive(self.text, hit.start, hit.end) for hit in self.text.find(words.pattern("signals", "agreed"))
        )

    @property
    def asked(self) -> bool:
        """Whether there is somebody whose opinion is owed."""
        return not self.reply.anonymous


def local(instant: datetime | None) -> datetime | None:
    return instant and instant.astimezone(CHINA)


def _positive(passage: Passage, start: int = 0, end: int | None = None) -> bool:
    found = POSITIVE.finditer(passage.text, start, len(passage.text) if end is None else end)
    return any(
        not NOT_POSITIVE.search(passage.before(match.start())) and not passage.supposed(match.start())
        for match in found
    )
