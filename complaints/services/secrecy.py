"""Who reported: kept apart, opened for whoever has to know, each look on record (A3.5, C9)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from accounts.models import Person, Role
from complaints.giveaways import giveaways, in_words
from complaints.models import CaseDetail, Reporter, Secrecy
from complaints.sealing import reseal, seal, unseal
from workorders import errors
from workorders.acts import Act
from workorders.models import WorkOrder

KNOWING = frozenset({Role.AGENT, Role.LEAD, Role.INTEGRITY})  # held at the centre itself: the accepting desk


def keep(order: WorkOrder, identity: dict[str, Any], at: datetime) -> None:
    """Close ``identity`` away beside ``order``; once, when it is accepted."""
    Reporter.objects.create(order=order, sealed=seal(identity), sealed_at=at)


def identity_of(order: WorkOrder) -> dict[str, Any] | None:
    """Who reported, in the clear; None where nobody is kept. Only behind a step that says who looked, and to compare a
    text with. Raises ``Unreadable`` without the key."""
    sealed = Reporter.objects.filter(order_id=order.pk).values_list("sealed", flat=True).first()
    return None if sealed is None else unseal(sealed)


def knows(actor: Person, order: WorkOrder) -> bool:
    """Whether ``actor`` is of the desk that accepted the order, and may therefore look."""
    return order.first_agent_id == actor.pk or actor.access.reaches(order.centre.path, KNOWING)


def kept_apart(order: WorkOrder) -> bool:
    return Reporter.objects.filter(order_id=order.pk).exists()


def look(order: WorkOrder, act: Act) -> None:
    """查看来电人身份: the step says who looked and why; the answer to this act alone shows it."""
    if not knows(act.actor, order):
        raise errors.NotAllowed("来电人身份只有受理中心的座席、值班长和举报专责可以查看")
    if not kept_apart(order):
        raise errors.WrongState("这张工单没有保密的来电人身份")
    act.note["looked"] = True


def screen(act: Act) -> None:
    """What whoever knows the reporter writes is read for what would give them away. Others know nothing to give, and
    must not learn from a refusal what they guessed. Raises ``Invalid`` naming field and words."""
    detail = act.detail
    if not isinstance(detail, CaseDetail) or detail.secrecy != Secrecy.CONFIDENTIAL or not knows(act.actor, act.order):
        return
    identity = identity_of(act.order)
    if identity is None:
        return
    wrong = {name: [in_words(text, found)] for name, text in _texts(act.data) if (found := giveaways(text, identity))}
    if wrong:
        raise errors.Invalid("填写的内容会暴露保密来电人的身份，请改写标出的地方", fields=wrong)


def _texts(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in data.items():
        if isinstance(value, str):
            yield name, value
        elif isinstance(value, UploadedFile):
            yield name, value.name or ""


def reseal_all() -> tuple[int, int]:
    """Close every identity with the newest key; returns how many were, and how many no key opens (left as they are)."""
    from complaints.sealing import Unreadable

    done = lost = 0
    for reporter in Reporter.objects.order_by("pk").iterator(chunk_size=500):
        try:
            sealed = reseal(reporter.sealed)
        except Unreadable:
            lost += 1
            continue
        done += Reporter.objects.filter(pk=reporter.pk).update(sealed=sealed)
    return done, lost
