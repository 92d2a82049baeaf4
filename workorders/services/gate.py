"""The one door. Page, API, admin, imports, simulator and workers all change an order through ``perform``."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Model
from django.utils import timezone
from django_fsm import can_proceed

from accounts.models import Person, Unit
from live.doorbell import ring
from live.notes import note
from schema.ready import Ready
from workorders import errors
from workorders.acts import Act
from workorders.forms import VerbForm, recorded
from workorders.models import Deadline, Message, Step, WorkOrder
from workorders.policies import SUBTREE, may, sees
from workorders.registry import BusinessType, Verb, registry
from workorders.selectors.conflicts import changes_since
from workorders.services import clocks

SKEW = timedelta(minutes=2)  # how far a phone's clock may be ahead of ours
BACKDATED = timedelta(days=7)  # how old a report may be when it is entered, after a system was down
LOCKED = Ready(lambda pk: WorkOrder.objects.select_for_update().filter(pk=pk))
CLOCKS = Ready(lambda pk: Deadline.objects.filter(order_id=pk).select_related("rule").order_by("pk"))
UNIT = Ready(lambda pk: Unit.objects.filter(pk=pk))
LATE_WORDS = {"late_cause": "请选择超时类型", "late_text": "请填写超时原因"}
TRIES = 3  # at a deadlock: the database ends one of the two, and it simply goes again


@dataclass(frozen=True)
class Outcome:
    """What came of an act. ``replayed`` means the key had come before and nothing was done now."""

    order: WorkOrder
    step: Step
    replayed: bool = False


class Read(NamedTuple):
    """What there was before the act: the columns of order and detail, and what the log says of the clocks."""

    order: dict[str, Any]
    detail: dict[str, Any]
    clocks: list[dict[str, Any]]


def perform(
    order_id: int,
    verb: str,
    actor: Person,
    data: Mapping[str, Any] | None = None,
    *,
    occurred_at: datetime | None = None,
    key: str | None = None,
    version: int | None = None,
    files: Mapping[str, Any] | None = None,
) -> Outcome:
    """Do ``verb`` to the order as ``actor``, with ``data`` as the verb's form takes it.

    ``occurred_at``: when it happened, where that is not now. ``key``: an idempotency key; the same call again
    changes nothing and returns the first outcome. ``version``: the order's version the actor saw.

    Raises ``NotVisible`` (out of scope or unknown), ``NotAllowed``, ``WrongState``, ``Stale``, ``Invalid``,
    ``KeyReused``, ``TooEarly``; nothing is changed then.
    """
    sent = dict(data or {})
    stands_for = "" if key is None else digest(verb, order_id, sent, files)
    for attempt in range(TRIES):
        try:
            with transaction.atomic():
                return _perform(order_id, verb, actor, sent, occurred_at, key, stands_for, version, files)
        except OperationalError as error:
            deadlock = getattr(error.__cause__, "pgcode", "") == "40P01"
            if not deadlock or attempt == TRIES - 1 or transaction.get_connection().in_atomic_block:
                raise
        except IntegrityError:
            # The same key at the same moment: the other one won, its outcome is ours.
            if transaction.get_connection().in_atomic_block or key is None:
                raise
            earlier = replayed(key, actor, stands_for)
            if earlier is None:
                raise
            return earlier
    raise AssertionError("unreachable")


def _perform(
    order_id: int,
    verb_name: str,
    actor: Person,
    data: dict[str, Any],
    occurred_at: datetime | None,
    key: str | None,
    stands_for: str,
    version: int | None,
    files: Mapping[str, Any] | None,
) -> Outcome:
    order = lock(order_id, verb_name, data)
    if key is not None:
        # Before anything else: what this person already did stays done, even if the order has since left their sight.
        earlier = replayed(key, actor, stands_for)
        if earlier is not None:
            return earlier
    if not sees(actor, order):
        raise errors.NotVisible("没有找到这张工单，或者它不在您的管辖范围内")
    business = registry[order.kind]
    verb = business.by_name.get(verb_name)
    if verb is None or verb is business.accept:
        raise errors.NotVisible(f"{business.label}工单没有「{verb_name}」这个操作")
    if not may(actor, order, verb):
        raise errors.NotAllowed(f"您的角色不能对这张工单「{verb.label}」")
    if version is not None and version != order.version:
        raise errors.Stale(
            "这张工单刚刚被别人更新，您填写的内容还在，请核对后再提交",
            version=order.version,
            changes=changes_since(order, version, actor),
        )
    check_state(business, order, verb)

    now = timezone.now()
    deadlines, detail = CLOCKS(order.pk), _details(business.code)(order.pk)[0]
    act = Act(business, verb, order, actor, now, now, {}, detail, deadlines)
    read = Read(as_read(order), as_read(detail), [clocks.said(each) for each in deadlines])
    form = verb.form(data, files, order=order, actor=actor, detail=detail)
    fill(act, form, occurred_at)
    if business.screen is not None:
        business.screen(act)
    demand_reasons(act)

    before, held_by = order.state, order.unit
    if verb.run is not None:
        verb.run(order, act)
    else:
        getattr(order, verb.name)(act)
    act.meet(*verb.meets)
    for clock in verb.starts:
        act.start(clock)
    check_moments(act)
    settle_reasons(act)
    step = write(act, read, before, key, stands_for)
    if order.unit_id != held_by.pk:
        note("order", path=held_by.path, roles=SUBTREE, clearance=business.clearance, number=order.number, left=True)
    return Outcome(order, step)


def lock(order_id: int, verb_name: str, data: Mapping[str, Any]) -> WorkOrder:
    """The order as its type's proxy, row locked; orders the verb needs besides (a master) are locked first."""
    verbs = (business.by_name.get(verb_name) for business in registry)
    family = {pk for verb in verbs if verb is not None and verb.locks is not None for pk in verb.locks(data)}
    if family:  # always in the order of their ids: two crossing merges must not meet
        every = WorkOrder.objects.filter(pk__in=family | {order_id}).order_by("pk")
        list(every.select_for_update().values_list("pk"))
    # No join here: a row locked after a wait is checked again against the other tables' rows as they were before it.
    order = LOCKED.one(order_id)
    if order is None or order.kind not in registry:
        raise errors.NotVisible("没有找到这张工单，或者它不在您的管辖范围内")
    order.__class__ = registry[order.kind].proxy
    order.unit = UNIT(order.unit_id)[0]
    return order


@cache
def _details(kind: str) -> Ready[Any]:
    """The type's own rows, locked."""
    rows = registry[kind].detail._default_manager.select_for_update()
    return Ready(lambda pk: rows.filter(pk=pk))


def check_state(business: BusinessType, order: WorkOrder, verb: Verb) -> None:
    """Raises ``WrongState`` naming the state the order is in and those the verb is for."""
    sources = business.sources(verb)
    if order.state not in sources or (verb.run is None and not can_proceed(getattr(order, verb.name), False)):
        wanted = "、".join(business.state_labels[state] for state in business.phases if state in sources)
        raise errors.WrongState(
            f"工单现在是「{business.state_labels[order.state]}」，只有「{wanted}」时才能{verb.label}",
            state=order.state,
            version=order.version,
        )


def fill(act: Act, form: VerbForm, occurred_at: datetime | None) -> None:
    """Validate the form into ``act`` and settle when it happened."""
    if not form.is_valid():
        fields = {name: [str(error) for error in found] for name, found in form.errors.items()}
        first = min(fields.items(), key=lambda each: each[0] in form.COMMON)  # these come last on the page
        label = form.fields[first[0]].label if first[0] in form.fields else ""
        raise errors.Invalid(f"{label}：{first[1][0]}" if label else first[1][0], fields=fields)
    act.data = dict(form.cleaned_data)
    at = occurred_at or act.data.pop("occurred_at", None)
    act.data.pop("occurred_at", None)
    if at is not None:
        if at > act.now + SKEW:
            raise errors.Invalid("发生时间晚于现在，请检查时间", fields={"occurred_at": ["发生时间不能晚于现在"]})
        act.at = in_its_second(act, min(at, act.now))
        if not act.order.accepted_at and act.at < act.now - BACKDATED:
            raise errors.Invalid("受理时间早于 7 天前，请检查时间", fields={"occurred_at": ["最多补录 7 天内的受理"]})
        if act.order.accepted_at and act.at < act.order.accepted_at:
            raise errors.Invalid(
                "发生时间早于受理时间，请检查时间", fields={"occurred_at": ["发生时间不能早于受理时间"]}
            )


def demand_reasons(act: Act) -> None:
    """Someone late gives the reason to go on (B4.5): which clocks, and where to write it."""
    if act.actor.access.system or (act.data.get("late_cause") and act.data.get("late_text")):
        return
    owed = clocks.owed_reasons(act)
    if owed:
        names = "、".join(f"「{act.business.clock_labels[deadline.clock]}」" for deadline in owed)
        raise errors.Invalid(
            f"{names}已超时，请选择超时类型并填写原因后再提交",
            fields={name: [words] for name, words in LATE_WORDS.items() if not act.data.get(name)},
            late=[deadline.clock for deadline in owed],
        )


def settle_reasons(act: Act) -> None:
    """Write the reason given to the clocks missed earlier that wait for one."""
    if act.verb.settles and act.data.get("late_cause"):
        for deadline in act.deadlines:
            if deadline.state == Deadline.State.BREACHED and not deadline.late_cause:
                deadline.late_cause = act.data["late_cause"]
                deadline.late_text = act.data["late_text"]
                deadline.save(update_fields=["late_cause", "late_text"])


def moments_of(act: Act) -> list[tuple[str, datetime]]:
    """What has happened in this round, by its label."""
    filled = [
        (label, getattr(act.order if hasattr(act.order, name) else act.detail, name))
        for name, label in act.business.moments
    ]
    return [(label, at) for label, at in filled if at is not None]


def in_its_second(act: Act, at: datetime) -> datetime:
    """``at``; where it is a whole second, as a form's field has them, the last that happened in that second."""
    if at.microsecond:
        return at
    return max([at, *(moment for _, moment in moments_of(act) if moment.replace(microsecond=0) == at)])


def check_moments(act: Act) -> None:
    """D10t: the times of a round run forward; the first pair that does not is named."""
    for (earlier, first), (later, second) in itertools.pairwise(moments_of(act)):
        if second < first:
            local = timezone.localtime
            why = f"时间顺序不对：{later} {local(second):%m-%d %H:%M:%S} 早于 {earlier} {local(first):%m-%d %H:%M:%S}"
            raise errors.Invalid(why, fields={"occurred_at": [why]}, pair=[earlier, later])


def write(act: Act, read: Read, before: str, key: str | None, key_digest: str) -> Step:
    """Everything an act leaves behind, in the order locks are taken: order, clocks, detail, step, outbox."""
    order, business = act.order, act.business
    changed, late = clocks.finish(act, act.deadlines)
    fresh = clocks.start(act)
    order.version += 1
    order.phase = business.phases[order.state]
    late += clocks.finish_entered(act, fresh)
    order.next_due = clocks.next_due([*act.deadlines, *fresh])
    order.breached = order.breached or bool(late)
    save_changed(order, read.order)
    for deadline in changed:  # one or two; to write them in one statement costs more than it saves
        deadline.save(update_fields=clocks.OUTCOME)
    Deadline.objects.bulk_create(fresh)
    save_changed(act.detail, read.detail)
    for deadline in late:
        clocks.announce(business, order, deadline, Person.objects.system(), act.now, before)
    if order.unit_id != read.order["unit_id"]:
        act.note["held_by"] = order.unit_id
    promised = [said for said in map(clocks.said, [*act.deadlines, *fresh]) if said not in read.clocks]
    if promised:
        act.note["promises"] = promised
    step = record(act, before, key, key_digest)
    send(act)
    return step


def as_read(row: Model) -> dict[str, Any]:
    """What its columns hold now; lists and objects, which change in place, as they are now."""
    return {name: deepcopy(value) if isinstance(value, (list, dict)) else value for name, value in vars(row).items()}


def save_changed(row: Model, read: dict[str, Any]) -> None:
    """Write the columns that are no longer as they were ``read``. What a verb does to its own order and detail it does to
    ``act.order`` and ``act.detail``, never to their rows past them."""
    now = vars(row)
    fields = row._meta.concrete_fields
    row.save(
        update_fields=[
            each.name for each in fields if each.attname in now and now[each.attname] != read.get(each.attname)
        ]
    )


def record(act: Act, before: str, key: str | None = None, key_digest: str = "") -> Step:
    """The act's step; the database numbers and chains it, the screens hear of it once it is committed."""
    ring("order")
    return Step.objects.create(
        order=act.order,
        verb=act.verb.name,
        from_state=before,
        to_state=act.order.state,
        actor=act.actor,
        occurred_at=act.at,
        recorded_at=act.now,
        data=json.loads(json.dumps({**recorded(act.data), **act.note}, cls=DjangoJSONEncoder)),
        key=scoped(key, act.actor),
        digest=key_digest if key else "",
    )


def send(act: Act) -> None:
    """Put what the act tells into the outbox; the sender looks there each second."""
    Message.objects.bulk_create(
        (
            Message(
                key=telling.key or f"{act.order.pk}:{act.order.version}:{place}:{telling.topic}",
                order=act.order,
                unit=telling.unit,
                circle=telling.circle,
                topic=telling.topic,
                text=telling.text,
                sms=telling.sms,
                created_at=act.now,
            )
            for place, telling in enumerate(act.tellings)
        ),
        ignore_conflicts=True,
    )


def scoped(key: str | None, actor: Person) -> str | None:
    """A key is the actor's own: nobody can meet somebody else's by chance or on purpose."""
    if key is None:
        return None
    if not 1 <= len(key) <= 60 or not key.isprintable():
        raise errors.Invalid("幂等键须为 1 到 60 个可见字符", fields={"key": ["长度或字符不对"]})
    return f"{actor.pk}:{key}"


def digest(verb: str, order_id: int | None, data: Mapping[str, Any], files: Mapping[str, Any] | None = None) -> str:
    """What a key stands for: the same key with anything else, another file too, is refused."""
    said: list[Any] = [verb, order_id, data]
    if files:
        said.append({name: _contents(file) for name, file in files.items()})
    plain = json.dumps(said, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()


def _contents(file: Any) -> str:
    file.seek(0)
    found = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return found


def replayed(key: str, actor: Person, stands_for: str) -> Outcome | None:
    """The outcome the key had before, if it came before with what ``stands_for`` (``digest``) says. Raises
    ``KeyReused`` when it came with something else."""
    earlier = Step.objects.filter(key=scoped(key, actor)).order_by()
    found = earlier.values_list("pk", flat=True)[:1]
    if not found:  # nearly always; the row is only fetched when there is one
        return None
    step = earlier.select_related("order").get()
    if step.digest != stands_for:
        raise errors.KeyReused("这个幂等键已经用于另一次提交，请换一个新的")
    return Outcome(step.order, step, replayed=True)
