"""Doing one verb to many orders: each by itself through the gate, so that one refusal stops no other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Person
from accounts.policies import barred
from workorders import errors
from workorders.models import BulkItem, BulkRun
from workorders.registry import registry
from workorders.selectors.bulk import MOST, Picked, for_many
from workorders.services.gate import perform
from workorders.services.reasons import owed_among
from workorders.services.turns import turn

AT_ONCE = 20  # so many are done while the page waits; more are a worker's
STUCK = timedelta(minutes=1)
log = structlog.get_logger()


def begin(actor: Person, verb: str, chosen: Sequence[Picked], data: dict[str, Any], key: UUID) -> BulkRun:
    """Write down what is to be done. The same ``key`` again is the same run. Raises ``Invalid``, ``NotVisible``."""
    earlier = BulkRun.objects.filter(pk=key).first()
    if earlier is not None:
        if earlier.person_id != actor.pk:
            raise errors.NotVisible("没有这次批量办理")
        return earlier
    if not chosen:
        raise errors.Invalid("没有选中工单，请回到列表重新勾选")
    if len(chosen) > MOST:
        raise errors.Invalid(f"一次最多 {MOST} 张，现在选了 {len(chosen)} 张，请分几次办理")
    kind = chosen[0].order.kind
    act = registry[kind].by_name.get(verb)
    if act is None or act is registry[kind].accept or not for_many(act):
        raise errors.NotVisible("这个操作不能批量办理，请逐张打开工单")
    _keepable(actor, chosen, data)
    run = BulkRun(pk=key, person=actor, kind=kind, verb=verb, data=data, started_at=timezone.now())
    try:
        with transaction.atomic():
            run.save(force_insert=True)
            BulkItem.objects.bulk_create(
                BulkItem(run=run, order=each.order, place=place, version=each.version)
                for place, each in enumerate(chosen)
            )
    except IntegrityError:
        # The same key at the same moment: the other one won, its run is ours.
        return begin(actor, verb, chosen, data, key)
    return run


def _keepable(actor: Person, chosen: Sequence[Picked], data: dict[str, Any]) -> None:
    """What is filled in stays with the run, whatever becomes of it. Raises ``Invalid`` where it must not."""
    for each in chosen:
        unkept = registry[each.order.kind].unkept
        wrong = unkept(each.order, actor, data) if unkept is not None else frozenset()
        if wrong:
            said = f"填写的内容会暴露工单 {each.order.number} 保密来电人的身份，请改写"
            raise errors.Invalid(said, fields={name: [said] for name in sorted(wrong)})


def go_on(run_id: UUID | str) -> None:
    """Do what of the run is not done yet. Called again after a worker died, it changes nothing it did before: each
    order has its key. One worker at a time."""
    with turn(f"bulk:{run_id}") as mine:
        run = BulkRun.objects.select_related("person").filter(pk=run_id, ended_at=None).first() if mine else None
        if run is None:
            return
        stopped = barred(run.person)
        for item in run.items.filter(outcome=BulkItem.Outcome.WAITING).select_related("order"):
            item.reason = stopped or _do(run, item)
            item.outcome = BulkItem.Outcome.REFUSED if item.reason else BulkItem.Outcome.DONE
            item.save(update_fields=["outcome", "reason"])
        run.ended_at = timezone.now()
        run.save(update_fields=["ended_at"])
    log.info("bulk.ended", verb=run.verb, orders=run.items.count())


def _do(run: BulkRun, item: BulkItem) -> str:
    """Empty when it went through, else why not."""
    order, data = item.order, dict(run.data)
    if data.get("late_cause") and not owed_among([order], run.verb, run.person):
        data = {name: value for name, value in data.items() if name not in ("late_cause", "late_text")}
    try:
        perform(order.pk, run.verb, run.person, data, key=f"bulk-{run.pk.hex}-{order.pk}", version=item.version)
    except errors.Stale as error:
        last = error.detail["changes"][-1] if error.detail.get("changes") else None
        who = f"{last['by']}刚刚「{last['label']}」" if last else "刚刚被别人更新"
        return f"{who}，请核对后再办"[:300]
    except errors.GateError as error:
        return error.message[:300]
    return ""


def see(run: BulkRun) -> None:
    """Its person has seen how it ended."""
    if run.ended_at is not None and run.seen_at is None:
        run.seen_at = timezone.now()
        run.save(update_fields=["seen_at"])


def forgotten() -> list[UUID]:
    """Runs nobody goes on with: their worker died, or the broker was away when they began."""
    waiting = BulkRun.objects.filter(ended_at=None, started_at__lt=timezone.now() - STUCK)
    return list(waiting.order_by("started_at").values_list("pk", flat=True)[:20])
