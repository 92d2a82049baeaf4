"""All rules, in the order they are asked."""

from __future__ import annotations

from importlib import import_module

from complaints.replies.rule import Rule

MODULES = (
    "elements",
    "length",
    "withdrawal",
    "derogatory",
    "result",
    "unsolved",
    "promise",
    "vague",
    "opinion",
    "truth",
    "liability",
    "contact",
    "afterwards",
    "frequent",
    "outage",
    "timing",
    "sequence",
    "repeated",
    "demand",
    "request",
    "refusal",
    "points",
    "suggestion",
    "evidence",
    "characters",
    "punctuation",
    "wording",
    "plain",
    "secrecy",
)

RULES: tuple[Rule, ...] = tuple(
    value
    for name in MODULES
    for value in vars(import_module(f"complaints.replies.rules.{name}")).values()
    if isinstance(value, Rule)
)
BY_ID = {each.id: each for each in RULES}
