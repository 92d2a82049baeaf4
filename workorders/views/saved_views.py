"""Views of the queue under a name, and the columns somebody chose."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.models import Person
from workorders.errors import GateError, NotVisible
from workorders.models import SavedView
from workorders.selectors.saved_views import canonical
from workorders.services import saved_views as services
from workorders.views.page import page

TOLD = {"share": "已共享，本单位和下级单位的人都能在列表上方看到", "unshare": "已不再共享"}


@require_POST
@page
def saved_views(request: HttpRequest, actor: Person) -> HttpResponse:
    """``_do`` says what; ``query`` and ``columns`` are what is on the screen. Answers with the queue as it is then."""
    try:
        return HttpResponseRedirect(change(request, actor))
    except GateError as error:
        if error.status != 422:
            raise
        messages.error(request, error.message)
        return HttpResponseRedirect(back(request))


def change(request: HttpRequest, actor: Person) -> str:
    """Do it; the address to show next."""
    post, do = request.POST, request.POST.get("_do", "")
    if do == "columns":
        services.choose_columns(actor, post.getlist("columns"))
        return back(request)
    if do == "keep":
        return link(services.keep(actor, post.get("name", ""), post.get("query", ""), post.getlist("columns")))
    if do == "open_with_all":
        services.open_with(actor, None)
        return back(request)
    known = post.get("view", "")
    if not (known.isascii() and known.isdigit() and len(known) < 19):
        raise NotVisible("没有这个视图")
    view_id = int(known)
    if do == "open_with":
        services.open_with(actor, view_id)
        messages.success(request, "以后打开“工单”先显示这个视图")
        return back(request)
    if do == "remove":
        services.remove(actor, view_id)
        return f"{reverse('workorders:queue')}?view=0&removed={view_id}"
    acts: dict[str, Any] = {
        "rewrite": lambda: services.rewrite(actor, view_id, post.get("query", ""), post.getlist("columns")),
        "rename": lambda: services.rename(actor, view_id, post.get("name", "")),
        "share": lambda: services.share(actor, view_id, True),
        "unshare": lambda: services.share(actor, view_id, False),
        "restore": lambda: services.restore(actor, view_id),
    }
    if do not in acts:
        raise NotVisible("没有这个操作")
    view = acts[do]()
    if do in TOLD:
        messages.success(request, TOLD[do])
    return link(view)


def link(view: SavedView) -> str:
    """The queue as ``view`` shows it."""
    query = QueryDict(canonical(view.query), mutable=True)
    query["view"] = str(view.pk)
    return f"{reverse('workorders:queue')}?{query.urlencode()}"


def back(request: HttpRequest) -> str:
    """Where the form stood: the queue with what it showed."""
    queue = reverse("workorders:queue")
    asked = QueryDict(request.POST.get("query", ""))
    shown = request.POST.get("view") or "0"
    return f"{queue}?{urlencode({**QueryDict(canonical(asked.urlencode())).dict(), 'view': shown})}"
