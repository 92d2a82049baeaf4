"""One text to all who reported the same fault."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Person, Unit
from customers.selectors.hints import spoken
from repair.models import CallersTold
from repair.selectors.callers import audience, message_key
from repair.selectors.clusters import Cluster
from repair.selectors.storms import COMMANDERS
from workorders import errors
from workorders.models import Message

LONGEST = 300
LINE, WHEN = "{线路}", "{预计送电}"
DRAFT = f"尊敬的客户：{LINE}发生故障停电，抢修人员正在处理，{WHEN}。给您带来不便，敬请谅解。如有其他情况请致电95598。"


def wording(draft: str, cluster: Cluster, expected_at: datetime | None) -> str:
    """``draft`` with its places filled. Raises ``Invalid`` when it is empty, too long, or names an unknown place."""
    when = f"预计{spoken(expected_at, timezone.now())}恢复供电" if expected_at else "预计送电时间尚未确定"
    text = " ".join(draft.replace("\0", "").split()).replace(LINE, cluster.name).replace(WHEN, when)
    if not text or len(text) > LONGEST:
        raise errors.Invalid(
            f"短信内容须为 1 到 {LONGEST} 个字",
            fields={"text": [f"现在是 {len(text)} 个字，请改到 1 到 {LONGEST} 个字"]},
        )
    if "{" in text or "}" in text:
        raise errors.Invalid("短信里有不认识的占位符", fields={"text": [f"能用的占位符是 {LINE} 和 {WHEN}"]})
    if expected_at is not None and expected_at <= timezone.now():
        raise errors.Invalid("预计送电时间应晚于现在", fields={"expected_at": ["预计送电时间应晚于现在"]})
    return text


def tell_callers(
    actor: Person, cluster: Cluster, unit: Unit, text: str, expected_at: datetime | None
) -> CallersTold | None:
    """Put one text for each number of the cluster's callers into the outbox. None when all have had one.

    Two who press at once send once. Raises ``NotAllowed`` where one of the orders is not ``actor``'s to command.
    """
    if not all(actor.access.reaches(order.unit.path, COMMANDERS) for order in cluster.orders):
        raise errors.NotAllowed("群发短信由这些工单所在单位的调度或值班长办理")
    now = timezone.now()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"zhangdeng:callers:{cluster.feeder.pk}"])
        fresh = audience(cluster).orders
        messages = [
            Message(
                key=message_key(cluster.feeder.pk, order.pk, now),
                order=order,
                unit=order.unit,
                circle=Message.Circle.CUSTOMER,
                topic="repair.callers_told",
                text=text,
                sms=True,
                created_at=now,
            )
            for order in fresh
        ]
        if not messages:
            return None
        Message.objects.bulk_create(messages)
        return CallersTold.objects.create(
            feeder=cluster.feeder,
            transformer=cluster.transformer,
            unit=unit,
            text=text,
            expected_at=expected_at,
            numbers=len(messages),
            by=actor,
            at=now,
        )
