"""One thing a crew's phone entered, now or an hour ago: done once, however often it is sent."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Person
from repair.models.crews import DutyEntry
from repair.selectors.site import in_hand
from repair.services.duty_entries import enter
from repair.views.crew import of_a_crew
from repair.views.crew_data import as_json, day_of, order_card
from workorders import errors
from workorders.registry import registry
from workorders.selectors.by_number import kind_by_number
from workorders.selectors.words import described
from workorders.services import perform
from workorders.views.page import page
from workorders.views.posted import plain, version_seen

log = structlog.get_logger()
REMARKABLE = 60  # seconds between happening and arriving


class OtherPerson(errors.GateError):
    """Somebody else's entries, left on a phone two people use."""

    status, code = 409, "other_person"


@require_POST
@page
def send(request: HttpRequest, actor: Person) -> HttpResponse:
    """``{outcome: done|replayed|refused|conflict, code, message, fields, …}`` with the order as it is now.

    The phone's own parts begin with ``_``: person, key, order, verb, version, occurred_at and device_at (epoch ms);
    the rest is the verb's form.
    """
    try:
        answer, status = take(request, actor), 200
    except errors.GateError as error:
        answer, status = refusal(request, error), error.status
    number = number_of(request)
    if number:
        now = next(iter(in_hand(actor, number)), None)
        answer["order"] = order_card(request, actor, now) if now else None
    return HttpResponse(as_json(answer), content_type="application/json", status=status)


def take(request: HttpRequest, actor: Person) -> dict[str, Any]:
    of_a_crew(actor)
    said = request.POST
    if said.get("_person") != str(actor.pk):
        raise OtherPerson("这条登记是另一位人员在这台手机上做的，须由本人登录后上传")
    key, at = said.get("_key", ""), instant(said.get("_occurred_at", ""))
    note_delay(said.get("_verb", "")[:20], at, said.get("_device_at", ""))
    if said.get("_verb") in DutyEntry.Verb.values:
        fields = {"missing": said.getlist("missing"), "remark": said.get("remark", "")}
        fresh = enter(actor, said["_verb"], fields, key=key, occurred_at=at)
        return {"outcome": "done" if fresh else "replayed", "day": day_of(actor)}
    if not key:
        raise errors.Invalid("缺少幂等键，请重新打开页面后再试", fields={"key": ["缺少"]})
    pk, kind = kind_by_number(number_of(request))
    verb = registry[kind].by_name.get(said.get("_verb", "")) if pk else None
    if pk is None or verb is None:
        raise errors.NotVisible("没有找到这张工单，或者它不在您的管辖范围内")
    outcome = perform(
        pk,
        verb.name,
        actor,
        plain(said, verb.form),
        occurred_at=at,
        key=key,
        version=version_seen(said),
        files=request.FILES,
    )
    return {"outcome": "replayed" if outcome.replayed else "done", "version": outcome.order.version}


def number_of(request: HttpRequest) -> str:
    number = request.POST.get("_order", "")
    return number if len(number) == 16 and number.isascii() and number.isdigit() else ""


def instant(text: str) -> datetime | None:
    """Epoch milliseconds as a phone sends them. Raises ``Invalid``."""
    if not text:
        return None
    try:
        return datetime.fromtimestamp(int(text[:15]) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        raise errors.Invalid("发生时间不对，请检查手机时间", fields={"occurred_at": ["时间不对"]}) from None


def note_delay(verb: str, at: datetime | None, device: str) -> None:
    """How long phones are without a network, and how wrong their clocks are, is worth knowing."""
    if at is None:
        return
    waited = (timezone.now() - at).total_seconds()
    if waited > REMARKABLE:
        skew = (int(device[:15]) / 1000 - at.timestamp()) if device.isascii() and device.isdigit() else 0
        log.info("crew.sent_late", verb=verb, waited_seconds=round(waited), clock_off_seconds=round(skew))


def refusal(request: HttpRequest, error: errors.GateError) -> dict[str, Any]:
    kind = kind_by_number(number_of(request))[1]
    labels = registry[kind].clock_labels if kind else {}
    return {
        "outcome": "conflict" if isinstance(error, errors.Stale) else "refused",
        "code": error.code,
        "message": error.message,
        "fields": error.fields,
        "late": [labels.get(clock, clock) for clock in error.detail.get("late", [])],
        "changes": [
            {
                "by": change["by"],
                "verb": change["verb"],
                "label": change["label"],
                "rows": described(kind, change["verb"], change["data"]),
            }
            for change in error.detail.get("changes", [])
        ],
    }
