"""Messages to me."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Person
from workorders.selectors.inbox import inbox_page
from workorders.services.outbox import mark_read
from workorders.views.page import page


@require_safe
@page
def inbox(request: HttpRequest, actor: Person) -> HttpResponse:
    before = request.GET.get("before", "")
    unread, read, more = inbox_page(
        actor, int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    )
    return render(request, "workorders/inbox.html", {"unread": unread, "read": read, "more": more})


@require_safe
@page
def unread(request: HttpRequest, actor: Person) -> HttpResponse:
    """How many wait, as the bar shows it."""
    return render(request, "workorders/_unread.html")


@require_POST
@page
def inbox_read(request: HttpRequest, actor: Person) -> HttpResponse:
    """Mark one message read (``id``) and open its order, or all of them."""
    one = request.POST.get("id", "")
    if one.isascii() and one.isdigit() and len(one) < 19:
        mark_read(actor, [int(one)])
        number = request.POST.get("order", "")
        if number.isascii() and number.isdigit() and len(number) == 16:
            return HttpResponseRedirect(reverse("workorders:order", args=[number]))
    else:
        mark_read(actor)
    return HttpResponseRedirect(reverse("workorders:inbox"))
