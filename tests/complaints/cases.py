"""Cases to test with: what an agent enters, and an ordinary life from there."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import Role, RoleAt
from complaints.services.secrecy import kept_apart
from tests.factories import District
from workorders.models import Return, WorkOrder
from workorders.services import Outcome, accept, perform

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
SENT = "{day}到现场核实，该户电表接线松动导致计量异常，依据《供电营业规则》退补电费86元，已向客户解释。"


def leaf(kind: str) -> int:
    """Some category of ``kind`` that may be chosen."""
    from complaints.selectors.categories import choices_at

    return choices_at(kind)[0].pk


def pdf(name: str = "材料.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, "application/pdf")


def told(kind: str = "complaint", **changes: Any) -> dict[str, Any]:
    """What an agent enters; about a bill at no particular place."""
    data: dict[str, Any] = {
        "contact_name": "张伟",
        "contact_phones": "138 1234 5678",
        "address": "东江市朝阳路18号3单元502室",
        "content": "客户反映10月电费比往月多出一倍，要求核实电表并答复原因。",
        "category": leaf(kind),
    }
    if kind == "complaint":
        data["grade"] = "ordinary"
    return data | changes


def accepted(district: District, kind: str = "complaint", **changes: Any) -> WorkOrder:
    return accept(kind, district.agent, told(kind, **changes)).order


def act(district: District, order: WorkOrder, verb: str, post: str, /, files: Any = None, **data: Any) -> Outcome:
    return perform(order.pk, verb, getattr(district, post), data, files=files)


def a_reply(**changes: Any) -> dict[str, Any]:
    """A reply the gate lets through, to ``told``."""
    now = timezone.localtime()
    return {
        "handled_at": now.isoformat(),
        "text": SENT.format(day=f"{now:%m月%d日}"),
        "opinion": "客户表示满意，认可退补金额。",
        "handled_by": "李强",
        "true": "yes",
        "ours": "yes",
        **changes,
    }


LIFE: tuple[tuple[str, str, str], ...] = (
    ("dispatched", "dispatch", "agent"),
    ("forwarded", "forward", "auditor"),
    ("handling", "receive", "dispatcher"),
    ("replied", "reply", "handler"),
    ("audited", "approve", "auditor"),
    ("archived", "call_back", "agent"),
)
ANSWERS = {
    "outcome": "reached",
    "result": "good",
    "workmanship": "good",
    "attitude": "good",
    "timing": "yes",
    "adopted": "yes",
    "satisfaction": "2",
    "solved": "yes",
}


def lived_until(district: District, state: str, kind: str = "complaint", **changes: Any) -> WorkOrder:
    """A case that has lived an ordinary life until it reached ``state``; 举报 through people cleared for it."""
    order = accepted(district, kind, **changes)
    for reached, verb, post in LIFE:
        if order.state == state:
            break
        order = step(district, order, verb, post)
        assert order.state == reached, (order.state, reached)
    assert order.state == state, order.state
    return order


def step(district: District, order: WorkOrder, verb: str, post: str, **changes: Any) -> WorkOrder:
    data: dict[str, Any] = {}
    if verb == "forward":
        data = {"unit": district.city.pk}
    elif verb == "receive":
        data = {"unit": district.operations.pk}
    elif verb == "reply":
        if order.phone:
            perform(order.pk, "contact", getattr(district, post), {"outcome": "reached", "said": "已说明核实情况"})
        elif kept_apart(order):
            relayed(district, order, post)
        data = a_reply(**({"adopted": "yes"} if order.kind == "suggestion" else {}))
        if back := Return.objects.filter(order=order).count():  # word for word it would come back again
            data["opinion"] = f"客户认可退补金额，第{back + 1}次答复也认可。"
    elif verb == "call_back":
        order.callbacks.filter(state="open").update(opens_at=timezone.now())
        data = dict(ANSWERS)
    return perform(order.pk, verb, getattr(district, post), data | changes).order


def relayed(district: District, order: WorkOrder, post: str = "handler") -> None:
    """The unit asks through the centre, the agent who accepted the case calls and writes the answer."""
    perform(order.pk, "ask_relay", getattr(district, post), {"question": "请转告核实结果，并问客户的意见"})
    perform(order.pk, "relay", district.agent, {"outcome": "reached", "answer": "客户知道了，没有别的意见"})


def clear(district: District, *posts: str) -> None:
    """Let these people see 举报 where they work."""
    for post in posts:
        person = district.people[post]
        held = RoleAt.objects.filter(person=person).first()
        assert held is not None
        RoleAt.objects.get_or_create(person=person, role=Role.INTEGRITY, unit=held.unit)


def secret_and_audited(district: District) -> WorkOrder:
    """A confidential complaint that waits for its call-back, answered through the relay."""
    order = lived_until(district, "audited", secrecy="confidential", place="东江市营业厅")
    order.callbacks.update(opens_at=timezone.now())
    return order
