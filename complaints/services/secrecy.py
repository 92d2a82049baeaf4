"""Who reported: kept apart, opened for whoever has to know, each look on record (A3.5, C9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import structlog
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import Person, Role
from complaints.giveaways import giveaways, in_words
from complaints.models import CaseDetail, Reporter, Secrecy
from complaints.sealing import Unreadable, reseal, seal, unseal
from workorders import errors
from workorders.acts import Act
from workorders.models import Attachment, WorkOrder

KNOWING = frozenset({Role.AGENT, Role.LEAD, Role.INTEGRITY})  # held at the centre itself: the accepting desk
BATCH = 200
log = structlog.get_logger()


def keep(order: WorkOrder, identity: dict[str, Any], at: datetime) -> None:
    """Close ``identity`` away beside ``order``; once, when it is accepted."""
    Reporter.objects.create(order=order, sealed=seal(identity, order.pk), sealed_at=at)


def identity_of(order: WorkOrder) -> dict[str, Any] | None:
    """Who reported, in the clear; None where nobody is kept. Only behind a step that says who looked, and to compare a
    text with. Raises ``Unreadable`` without the key."""
    sealed = Reporter.objects.filter(order_id=order.pk).values_list("sealed", flat=True).first()
    return None if sealed is None else unseal(sealed, order.pk)


def knows(actor: Person, order: WorkOrder) -> bool:
    """Whether ``actor`` is of the desk that accepted the order, and may therefore look. Whoever has left the desk is not,
    whatever they accepted there."""
    return actor.access.reaches(order.centre.path, KNOWING)


def kept_apart(order: WorkOrder) -> bool:
    return Reporter.objects.filter(order_id=order.pk).exists()


def look(order: WorkOrder, act: Act) -> None:
    """查看来电人身份: the step says who looked and why; the answer to this act alone shows it."""
    if not knows(act.actor, order):
        raise errors.NotAllowed("来电人身份只有受理中心的座席、值班长和举报专责可以查看")
    try:
        found = identity_of(order)
    except Unreadable as error:
        log.error("reporter.unreadable", order=order.pk)
        raise errors.WrongState(f"{error}：请系统管理员检查 REPORTER_KEYS（见运维手册）") from None
    if found is None:
        raise errors.WrongState("这张工单没有保密的来电人身份")
    act.note["looked"] = True


def screen(act: Act) -> None:
    """What whoever may know the reporter writes is read for what would give them away. Others know nothing to give, and
    must not learn from a refusal what they guessed; whoever might try it without a look leaves a line in the log. Raises
    ``Invalid`` naming field and words."""
    _refuse_voices(act)
    if act.detail.secrecy != Secrecy.CONFIDENTIAL:  # which stands for ever, and nobody is kept there
        return
    found = _telling(act.order, act.actor, act.data)
    if found:
        log.warning("reporter.given_away", order=act.order.pk, person=act.actor.pk, verb=act.verb.name)
        raise errors.Invalid("填写的内容会暴露保密来电人的身份，请改写标出的地方", fields=found)


def unkept(order: WorkOrder, actor: Person, data: Mapping[str, Any]) -> frozenset[str]:
    """The fields of ``data`` that would tell who reported: no draft and no bulk run keeps them. That something was not
    kept can be seen, so it leaves the same line in the log as a refusal."""
    found = frozenset(_telling(order, actor, data))
    if found:
        log.warning("reporter.given_away", order=order.pk, person=actor.pk, verb="unkept")
    return found


def _telling(order: WorkOrder, actor: Person, data: Mapping[str, Any]) -> dict[str, list[str]]:
    """Field by field, what would give the reporter away; empty for whoever may not know them."""
    if not knows(actor, order):
        return {}
    try:
        identity = identity_of(order)
    except Unreadable:  # a lost key must not stop the work as well: then nobody can look any more either
        log.error("reporter.unreadable", order=order.pk)
        return {}
    if identity is None:
        return {}
    return {name: [in_words(text, found)] for name, text in _texts(data) if (found := giveaways(text, identity))}


def _refuse_voices(act: Act) -> None:
    """A recording of the call tells everybody who sees the order whose voice it is. Raises ``Invalid``."""
    detail, file = act.detail, act.data.get("file")
    if not isinstance(detail, CaseDetail) or detail.secrecy == Secrecy.OPEN or not isinstance(file, UploadedFile):
        return
    sounds = str(file.content_type or "").startswith("audio/") or act.data.get("kind") == Attachment.Kind.RECORDING
    if sounds:
        said = "保密、匿名工单不能上传录音：声音会暴露来电人，请改写成文字"
        raise errors.Invalid(said, fields={"file": [said]})


def _texts(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in data.items():
        if isinstance(value, str):
            yield name, value
        elif isinstance(value, list | tuple):
            yield name, "\n".join(each for each in value if isinstance(each, str))
        elif isinstance(value, UploadedFile):
            yield name, value.name or ""


def reseal_all() -> tuple[int, int]:
    """Close every identity with the newest key; returns how many were, and how many no key opens (left as they are).
    May be stopped at any time and begun again."""
    done = lost = last = 0
    while True:
        with transaction.atomic():
            rows = list(Reporter.objects.select_for_update().filter(pk__gt=last).order_by("pk")[:BATCH])
            if not rows:
                return done, lost
            for reporter in rows:
                try:
                    reporter.sealed = reseal(reporter.sealed)
                except Unreadable:
                    lost += 1
                    continue
                reporter.save(update_fields=["sealed"])
                done += 1
            last = rows[-1].pk
