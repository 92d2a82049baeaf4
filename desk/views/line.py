"""The call bar: what is on the line, and what the agent does with it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Person
from customers.models import Call
from customers.selectors import call_by_id
from customers.services import calls, demo_ring
from customers.services import line as service
from customers.services.calls import CallError
from customers.telephone import TelephoneError
from desk.selectors.line import line_of
from desk.selectors.sheets import draft_name
from desk.views.room import at_desk, kinds_for
from workorders.services import drafts


@require_safe
@at_desk
def line(request: HttpRequest, actor: Person) -> HttpResponse:
    return bar(request, actor)


@require_POST
@at_desk
def command(request: HttpRequest, actor: Person, name: str) -> HttpResponse:
    """``name``: answer, hold, resume, transfer, hang_up, dispose or ring. The bar as it is afterwards, 409 with the
    reason when it could not be done."""
    call_id = request.POST.get("call", "")[:64].replace("\0", "")
    try:
        match name:
            case "answer":
                service.answer(actor, call_id)
            case "hold":
                service.hold(actor, call_id)
            case "resume":
                service.resume(actor, call_id)
            case "hang_up":
                service.hang_up(actor, call_id)
            case "transfer":
                service.transfer(actor, call_id, request.POST.get("to", "")[:150].replace("\0", ""))
            case "dispose":
                dispose(actor, call_id, request.POST.get("disposal", ""))
            case "ring":
                demo_ring.ring(actor, request.POST.get("who", ""))
    except (CallError, TelephoneError) as error:
        return bar(request, actor, error.message)
    return bar(request, actor)


def dispose(actor: Person, call_id: str, disposal: str) -> None:
    """What became of the call. Raises ``CallError``."""
    try:
        call = call_by_id(actor, call_id)
    except Call.DoesNotExist:
        raise CallError("unknown_call", "没有这通电话，请刷新本页") from None
    calls.dispose(call, disposal, actor)
    if disposal in (Call.Disposal.SILENT, Call.Disposal.HARASSING):  # nobody has told anything
        for business in kinds_for(actor):
            drafts.discard(actor, draft_name(business, str(call.pk)))


def bar(request: HttpRequest, actor: Person, error: str = "") -> HttpResponse:
    return render(request, "desk/_line.html", {"line": line_of(actor, error)}, status=409 if error else 200)
