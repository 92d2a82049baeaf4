"""Accepting: how an order comes to be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Person
from customers.models import Call
from customers.services.calls import dispose
from workorders import errors
from workorders.acts import Act
from workorders.clocks.book import book
from workorders.forms import AcceptForm
from workorders.models import Deadline, WorkOrder
from workorders.policies import desk_of
from workorders.registry import BusinessType, registry
from workorders.selectors.repeats import count_earlier
from workorders.services import clocks, gate
from workorders.services.gate import Outcome


def accept(
    kind: str,
    actor: Person,
    data: Mapping[str, Any],
    *,
    occurred_at: datetime | None = None,
    key: str | None = None,
    files: Mapping[str, Any] | None = None,
) -> Outcome:
    """Make an order of ``kind`` from what the type's accept form takes. B2, B4.2; C1: the actor is first-asked.

    Raises ``NotVisible`` for an unknown kind, ``NotAllowed``, ``Invalid``, ``KeyReused``.
    """
    business = registry.get(kind)
    if business is None:
        raise errors.NotVisible("没有这种业务")
    if not actor.access.has(*business.accept.roles):
        raise errors.NotAllowed(f"您的角色不能受理{business.label}")
    withheld = business.accept.form.withheld(data)
    said = {name: value for name, value in data.items() if name not in withheld}
    stands_for = "" if key is None else gate.digest("accept", None, {"kind": kind, **said}, files)
    try:
        with transaction.atomic():
            return _accept(business, actor, dict(data), occurred_at, key, stands_for, files)
    except IntegrityError:
        earlier = None if key is None else gate.replayed(key, actor, stands_for)
        if earlier is None:
            raise
        return earlier


def _accept(
    business: BusinessType,
    actor: Person,
    data: dict[str, Any],
    occurred_at: datetime | None,
    key: str | None,
    stands_for: str,
    files: Mapping[str, Any] | None,
) -> Outcome:
    if key is not None:
        earlier = gate.replayed(key, actor, stands_for)
        if earlier is not None:
            return earlier
    now = timezone.now()
    order = business.proxy(kind=business.code, state=business.initial)
    detail: Any = business.detail()
    form = business.accept.form(data, files, order=None, actor=actor, detail=detail)
    assert isinstance(form, AcceptForm)
    act = Act(business, business.accept, order, actor, now, now, {}, detail)
    gate.fill(act, form, occurred_at)

    desk = desk_of(actor, business)
    order.centre_id = order.unit_id = desk.unit_id
    order.first_agent = actor
    order.profile = book().profile_at(desk.path)
    order.phase = business.phases[business.initial]
    order.accepted_at = act.at
    place(order, form)
    order.earlier_calls = count_earlier(order)

    form.describe(order, detail)
    form.begin(act)
    for clock in business.accept.starts:
        act.start(clock)
    fresh = clocks.start(act)
    order.next_due = clocks.next_due(fresh)
    order.save()
    detail.order = order
    if business.accept.run is not None:
        business.accept.run(order, act)
    for deadline in fresh:
        deadline.order = order
    Deadline.objects.bulk_create(fresh)
    detail.save(force_insert=True)
    if order.call is not None and not order.call.disposal:
        dispose(order.call, Call.Disposal.ORDER, actor, act.now)
    # Proved by the chain from here on.
    act.note["order"] = {"number": order.number, "kind": order.kind, "unit": order.unit_id}
    act.note["promises"] = [clocks.said(each) for each in fresh]
    step = gate.record(act, "", key, stands_for)
    gate.send(act)
    return Outcome(order, step)


def place(order: WorkOrder, form: AcceptForm) -> None:
    """Who called, from where, about what: the form's common part onto the order."""
    data = form.cleaned_data
    order.call = data["call"]
    order.premises = data["premises"]
    order.customer_id = order.premises.customer_id if order.premises else None
    order.feeder_id = order.premises.transformer.feeder_id if order.premises else None
    order.channel = data["channel"]
    order.source_no = data["source_no"]
    order.urgency = data["urgency"]
    order.area_class = data["area_class"]
    order.contact_name = data["contact_name"]
    order.phone, *order.other_phones = data["contact_phones"] or [""]
    order.address = data["address"]
    order.content = data["content"]
    order.title = order.title or data["content"][:40].splitlines()[0]
