"""The order form: blank, as a draft left it, for another business; and taking what it says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Person
from customers.selectors import open_call_of
from desk.selectors.caller import Caller, caller_of
from desk.selectors.sheets import begun, call_in, draft_name, slot_of
from desk.sheet import Sheet, sheet_with
from desk.views.help import help_context, links_for
from desk.views.room import at_desk, kinds_for
from workorders.errors import GateError
from workorders.registry import BusinessType, registry
from workorders.services import drafts
from workorders.services.taking import Following, FollowUpRefused, Taken
from workorders.views.posted import above, key_of, new_key, plain, show_errors
from workorders.views.taking import follow_ups, following_data, reachable, take_typed

MOST_RELATED = 10
MOST_CHOSEN = 60


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def sheet(request: HttpRequest, actor: Person, business: BusinessType) -> HttpResponse:
    """GET: the form for the call of ``slot`` (the one on the line when none is named), with its draft. POST: the form
    for this business, holding what was typed for another, or on another call (``_leave``); ``_discard``: the draft
    goes, the form is blank."""
    if request.method == "POST":
        slot = slot_of(request.POST.get("_slot", ""))
        if "_discard" in request.POST:
            drafts.discard(actor, draft_name(business, slot))
            return whole(request, actor, opened(actor, business, slot))
        return whole(request, actor, carried(request, actor, business, slot))
    asked = request.GET.get("slot")
    return whole(request, actor, opened(actor, business, None if asked is None else slot_of(asked)))


def opened(actor: Person, business: BusinessType, slot: str | None) -> Sheet:
    """The form as its draft left it, or with what the call tells."""
    if slot is None:
        call = open_call_of(actor)
        slot = str(call.pk) if call else ""
    call = call_in(actor, slot)
    name = draft_name(business, slot)
    draft = drafts.kept(actor, name)
    caller = None if draft else caller_of(actor, call, None)
    typed: dict[str, Any] = dict(draft.data) if draft else told_by(caller) if caller else {}
    if draft is not None and business.accept.form.withheld(typed):
        typed = {**told_by(caller_of(actor, call, None)), **typed}  # the line tells again what no draft may hold
    typed["call"] = call.call_id if call else ""
    made = sheet_with(actor, business, typed, new_key(), slot=slot, call=call, begun=begun(actor, name))
    # A draft does not say what of it was set by hand: all of it stands.
    made.chosen = tuple(each for each in typed if each in made.form.FIRST or "-" in each) if draft else ()
    made.restored_at, made.caller = draft.updated_at if draft else None, caller
    return made


def told_by(caller: Caller) -> dict[str, Any]:
    """What is known before the customer has said a word: the number, and where it belongs when that is sure."""
    found: dict[str, Any] = dict(caller.fill or {})
    if caller.number:
        found["contact_phones"] = caller.number  # the one they can be reached at now
    return found


def carried(request: HttpRequest, actor: Person, business: BusinessType, slot: str) -> Sheet:
    before = registry.get(request.POST.get("_from", "")) or business
    chosen, leads = chosen_in(request), leads_in(request)
    typed = without_defaults(before, plain(request.POST, business.accept.form), chosen)
    left = slot_of(request.POST.get("_leave", ""))
    if before is not business:  # each business has its own categories; who comes back finds the one that stood there
        leads[before.code] = str(typed.get("category") or "")
        typed["category"] = leads.get(business.code, "")
    if left or before is not business:
        drafts.discard(actor, draft_name(before, left or slot))  # it goes on under another name
    call = call_in(actor, slot)
    if not business.accept.form.withheld(typed):
        typed = {**told_by(caller_of(actor, call, None)), **typed}  # as far as the other form left it out
    typed["call"] = call.call_id if call else ""
    name = draft_name(business, slot)
    made = sheet_with(actor, business, typed, new_key(), slot=slot, call=call, begun=begun(actor, name))
    made.chosen, made.leads = chosen, leads
    return made


def chosen_in(request: HttpRequest) -> tuple[str, ...]:
    """The fields the agent has set by hand, as the page has them: with blanks between."""
    return tuple(dict.fromkeys(request.POST.get("_chosen", "")[:2000].split()))[:MOST_CHOSEN]


def leads_in(request: HttpRequest) -> dict[str, str]:
    """What led the form in the businesses it was carried through, by their codes; nothing where it cannot be read."""
    try:
        found = json.loads(request.POST.get("_leads", "")[:2000] or "{}")
    except (ValueError, RecursionError):
        return {}
    pairs = found.items() if isinstance(found, dict) else ()
    return {code: value for code, value in pairs if isinstance(value, str) and registry.get(code)}


def without_defaults(business: BusinessType, typed: dict[str, Any], chosen: Sequence[str]) -> dict[str, Any]:
    """``typed`` without what stood in the form of ``business`` by itself: 身份 and 等级, which other businesses begin with
    otherwise, and where an order goes, which follows from its place."""
    form: Any = business.accept.form
    own = {*form.FIRST, *(name for name in typed if "-" in name)}
    return {name: value for name, value in typed.items() if name not in own or name in chosen}


def whole(request: HttpRequest, actor: Person, made: Sheet, status: int = 200) -> HttpResponse:
    """The form, and beside it (out of band) the caller and the help as they go with it."""
    return render(request, "desk/_sheet_whole.html", context(actor, made), status=status)


def context(actor: Person, made: Sheet) -> dict[str, Any]:
    values = {name: made.form[name].value() or "" for name in made.form.fields}
    talking = made.call is None or made.call.ended_at is None
    step = "asking" if made.restored_at and talking else ""  # the greeting is long over
    links = links_for(made.business, values)
    caller = made.caller or caller_of(actor, made.call, made.place, str(values["contact_phones"]), links)
    caller.links = links
    return {
        "sheet": made,
        "kinds": kinds_for(actor),
        "caller": caller,
        **help_context(actor, made.business, made.place, values, made.call, step),
    }


@require_POST
@at_desk
def taking(request: HttpRequest, actor: Person, business: BusinessType) -> HttpResponse:
    """Accept, and do what ``_then`` names at once. 422 and 409 bring the form back with everything typed."""
    typed = plain(request.POST, business.accept.form)
    slot = slot_of(request.POST.get("_slot", ""))
    following = following_of(request, actor, business, typed)
    try:
        taken = take_typed(request, actor, business, typed, following, draft_name(business, slot))
    except FollowUpRefused as refused:
        if refused.error.status not in (409, 422):
            raise refused.error from refused
        return back(request, actor, business, typed, slot, refused.error, refused.verb.name)
    except GateError as error:
        if error.status not in (409, 422):
            raise
        return back(request, actor, business, typed, slot, error)
    if business.accept.form.withheld(typed):
        forget(actor, slot)
    return done(request, actor, business, following, taken, typed)


def forget(actor: Person, slot: str) -> None:
    """What was typed on the call before the customer wanted to stay unknown goes, whatever it was typed for."""
    for business in kinds_for(actor):
        drafts.discard(actor, draft_name(business, slot))


def following_of(request: HttpRequest, actor: Person, business: BusinessType, typed: dict[str, Any]) -> Following:
    verbs = {verb.name: verb for verb in follow_ups(business, actor)}
    verb = verbs.get(request.POST.get("_then", ""))
    return Following(verb, following_data(verb, typed) if verb else {}, related_in(request))


def related_in(request: HttpRequest) -> tuple[str, ...]:
    """The numbers of the orders the agent linked, as the page has them: with blanks between."""
    asked = dict.fromkeys(request.POST.get("_related", "").split())
    return tuple(each for each in asked if each.isascii() and each.isdigit() and len(each) == 16)[:MOST_RELATED]


def back(
    request: HttpRequest,
    actor: Person,
    business: BusinessType,
    typed: dict[str, Any],
    slot: str,
    error: GateError,
    verb: str = "",
) -> HttpResponse:
    """The form with everything that was typed, and what is to be put right; ``verb``: the follow-up that was refused."""
    made = sheet_with(
        actor,
        business,
        typed,
        key_of(request) or new_key(),
        slot=slot,
        call=call_in(actor, slot),
        begun=begun(actor, draft_name(business, slot)),
        related=related_in(request),
    )
    made.chosen, made.leads = chosen_in(request), leads_in(request)
    if verb:
        for then in made.thens:
            if then.verb.name == verb:
                then.refuse(error)
    else:
        made.form = business.accept.form(typed, request.FILES, order=None, actor=actor, detail=business.detail())  # type: ignore[assignment]
        show_errors(made.form, error)
    made.error = above(error.message, made.wrong)
    return whole(request, actor, made, status=error.status)


def done(
    request: HttpRequest,
    actor: Person,
    business: BusinessType,
    following: Following,
    taken: Taken,
    typed: dict[str, Any],
) -> HttpResponse:
    order = taken.order
    place = reachable(actor, str(order.premises_id or ""))
    help_ = help_context(actor, business, place, typed, order.call, step="closing", taken=order)
    values = {
        "order": order,
        "business": business,
        "slot": slot_of(request.POST.get("_slot", "")),
        "then": following.verb,
        "related": taken.related,
        "replayed": taken.replayed,
        "told": help_["promises"] if order.phase == "open" else [],
        "begun": begun(actor),
        "kinds": kinds_for(actor),
        "caller": caller_of(actor, order.call, place, order.phone),
        **help_,
    }
    return render(request, "desk/_done_whole.html", values)
