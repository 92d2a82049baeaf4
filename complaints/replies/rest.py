"""What is left of a text when courtesy and course are taken out."""

from __future__ import annotations

import re

from complaints.replies import words

CHINESE = re.compile(r"[一-龥]")


def rest(text: str, *names: str) -> int:
    """How many Chinese characters are left without the words of these lists and what frames an answer."""
    for name in (*names, "frames"):
        text = words.pattern(name).sub(" ", text)
    return len(CHINESE.findall(text))
