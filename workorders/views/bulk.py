"""Many orders at once: which verbs they share, the form once, and what became of each."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from kombu.exceptions import OperationalError

from accounts.models import Person
from workorders import tasks
from workorders.errors import Invalid, NotVisible
from workorders.forms import VerbForm
from workorders.registry import Verb, registry
from workorders.selectors.bulk import MOST, Picked, picked, progress_of, run_of, verbs_for_all
from workorders.selectors.page import detail_of
from workorders.services import bulk as services
from workorders.services.reasons import owed_among
from workorders.views.page import page, wants_part
from workorders.views.posted import above, plain, show_errors


@require_POST
@page
def bulk(request: HttpRequest, actor: Person) -> HttpResponse:
    """``number``: the ticked orders. Alone: what all of them allow. With ``verb``: its form; and with ``_go``: do it."""
    chosen = picked(actor, request.POST.getlist("number")[: MOST + 1])
    if not chosen:
        raise Invalid("没有选中工单：请在列表里勾选后再办")
    if len(chosen) > MOST:
        raise Invalid(f"一次最多 {MOST} 张，请分几次办理")
    verbs = verbs_for_all(actor, [each.order for each in chosen])
    name = request.POST.get("_verb", "")
    if not name:
        return show(request, "offer", {"chosen": chosen, "verbs": verbs})
    verb = next((each for each in verbs if each.name == name), None)
    if verb is None:
        label = registry[chosen[0].order.kind].by_name.get(name)
        said = f"「{label.label}」" if label else "这个操作"
        raise Invalid(f"所选工单里有的现在不能{said}，它们可能刚被别人办理，请刷新列表后重选")
    if "_go" in request.POST:
        return begin(request, actor, verb, chosen)
    typed = plain(request.POST, verb.form)
    return show(request, "form", form_of(actor, verb, chosen, made(actor, verb, chosen, initial=typed)))


def form_of(actor: Person, verb: Verb, chosen: list[Picked], form: VerbForm) -> dict[str, Any]:
    """The verb's form once; reasons are asked for where one of the orders is late."""
    owed = owed_among([each.order for each in chosen], verb.name, actor)
    for name in ("late_cause", "late_text") if owed else ():
        form.fields[name].required = True
    labels = registry[chosen[0].order.kind].clock_labels
    late = dict.fromkeys(labels.get(each.clock, each.clock) for waiting in owed.values() for each in waiting)
    return {"chosen": chosen, "verb": verb, "form": form, "late": list(late), "late_orders": len(owed), "key": uuid4()}


def made(actor: Person, verb: Verb, chosen: list[Picked], **kwargs: Any) -> VerbForm:
    """As the first of the orders has it."""
    first = chosen[0].order
    return verb.form(order=first, actor=actor, detail=detail_of(first), **kwargs)


def begin(request: HttpRequest, actor: Person, verb: Verb, chosen: list[Picked]) -> HttpResponse:
    try:
        key = UUID(request.POST.get("_key", ""))
    except ValueError:
        raise Invalid("这一页已经失效，请回到列表重新勾选") from None
    typed = plain(request.POST, verb.form)
    typed.pop("number", None)
    run = run_of(actor, key)
    if run is None:
        context = form_of(actor, verb, chosen, made(actor, verb, chosen, data=typed)) | {"key": key}
        if not context["form"].is_valid():
            said = above("", len(context["form"].errors))
            return show(request, "form", context | {"error": said}, status=422)
        try:
            run = services.begin(actor, verb.name, chosen, typed, key)
        except Invalid as error:
            if not error.fields:
                raise
            show_errors(context["form"], error)
            said = above(error.message, len(context["form"].errors))
            return show(request, "form", context | {"error": said}, status=422)
    if run.ended_at is None and len(chosen) <= services.AT_ONCE:
        services.go_on(run.pk)
        run.refresh_from_db()
    elif run.ended_at is None:
        transaction.on_commit(lambda: hand_over(str(run.pk)))
    if wants_part(request):
        services.see(run)
        return show(request, "run", {"progress": progress_of(run)})
    return HttpResponseRedirect(reverse("workorders:bulk_run", args=[run.pk]))


def hand_over(run_id: str) -> None:
    """To a worker. With the broker away the run waits: house keeping goes on with it."""
    try:
        tasks.go_on_with_bulk.apply_async([run_id], retry=False)
    except OperationalError:
        return


@require_http_methods(["GET", "HEAD"])
@page
def bulk_run(request: HttpRequest, actor: Person, run_id: UUID) -> HttpResponse:
    """How far it is; once at its end, what was refused and why, to be tried again."""
    run = run_of(actor, run_id)
    if run is None:
        raise NotVisible("没有这次批量办理，它可能是别人的")
    services.see(run)
    return show(request, "run", {"progress": progress_of(run)})


def show(request: HttpRequest, step: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    part = f"workorders/bulk/_{step}.html"
    template = part if wants_part(request) else "workorders/bulk/page.html"
    return render(request, template, {**context, "part": part}, status=status)
