"""What stands beside a handler's forms: what the customer said, who was reached, why the order came back before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounts.models import Person
from complaints.models import CaseDetail, Grade
from complaints.replies.codes import LABELS
from complaints.replies.rules.length import ENDING, MOST
from complaints.selectors.parts import parts
from complaints.selectors.replies import PROOF
from complaints.selectors.standing import standing
from complaints.selectors.worst import worst_reasons
from workorders.models import Return, WorkOrder
from workorders.selectors.masking import contact

SENT_BACK = (Return.Level.PROVINCE, Return.Level.NATIONAL)


def beside_reply(order: WorkOrder, actor: Person, detail: CaseDetail) -> Mapping[str, Any]:
    found = {part.code: part for part in parts(order, actor)}
    returns = order.returns.filter(level__in=SENT_BACK).select_related("by").order_by("-at")
    return {
        "facts": _facts(detail),
        "contacts": found.get("contacts"),
        "relays": found.get("relays"),
        "returns": [(back, "、".join(LABELS.get(code, code) for code in back.codes)) for back in returns],
        "files": list(order.attachments.filter(kind__in=PROOF, purged_at=None).order_by("pk")),
        "reach": _way_to(order),
        "most": MOST,
        "ending": ENDING,
        "adopting": order.kind == "suggestion",
        "worst": worst_reasons(order.unit),
    }


def _way_to(order: WorkOrder) -> tuple[str, str] | None:
    """The verb the customer is reached by, and its words; None while the centre is at it, or for nobody to be reached."""
    has = standing(order)
    if order.phone:
        return ("contact", "登记联系")
    return ("ask_relay", "请中心中转") if has.kept_apart and not has.relay_waits else None


def _facts(detail: CaseDetail) -> list[tuple[str, str]]:
    unit = detail.concerned_unit
    rows = (
        ("分类", detail.category_path),
        ("等级", Grade(detail.grade).label if detail.grade else ""),
        ("发生时间", detail.happened),
        ("涉及人员", detail.concerned),
        ("涉及单位", unit.name if unit else ""),
        ("责任初判", "" if detail.view == CaseDetail.View.UNCLEAR else detail.get_view_display()),
        ("身份", "" if detail.open else detail.get_secrecy_display()),
    )
    return [(label, text) for label, text in rows if text]


def beside_contact(order: WorkOrder, actor: Person, detail: CaseDetail) -> Mapping[str, Any]:
    found = {part.code: part for part in parts(order, actor)}
    return {"contacts": found.get("contacts"), "customer": contact(actor, order)}
