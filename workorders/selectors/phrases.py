"""规范用语 for each step of a conversation, and 禁语, as the type has them (A1.1, C6)."""

from __future__ import annotations

from accounts.models import Person
from workorders.registry import BusinessType

STEPS = (
    ("opening", "开头"),
    ("asking", "询问"),
    ("holding", "保持"),
    ("confirming", "核对"),
    ("closing", "结束"),
)

PLACES = {"address": "地址", "title": "事由", "phones": "号码", "name": "姓名"}


def phrases(business: BusinessType, agent: Person) -> list[tuple[str, str, list[str]]]:
    """(step, its name, what to say), in the order of a conversation; a type without words for a step has none."""
    return [
        (step, label, [_open(line) for line in lines(business, step, agent)])
        for step, label in STEPS
        if business.scripts.get(step)
    ]


def lines(business: BusinessType, step: str, agent: Person) -> list[str]:
    text = business.scripts.get(step, "").replace("{agent}", agent.username)
    return [line for line in text.splitlines() if line.strip()]


def _open(line: str) -> str:
    """The line with what is not known yet named in its place: 〔地址〕."""
    for name, label in PLACES.items():
        line = line.replace(f"{{{name}}}", f"〔{label}〕")
    return line
