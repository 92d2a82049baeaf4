"""What is done from the dispatch board: send a crew, merge a group, let it go again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.models import Person
from repair.selectors.board import MERGERS, SENDERS, WATCHERS, Asked, board, crew_named, merged_under, named
from repair.services.grouping import merge_all, unmerge_all
from repair.services.sending import Sent, send_to_all
from repair.views.board import Said, draw, only_for
from workorders.errors import GateError, Invalid, NotAllowed
from workorders.models import WorkOrder
from workorders.views.page import page, wants_part
from workorders.views.posted import key_of, new_key

REASONS = ("reason", "late_cause", "late_text")


@require_POST
@page
def assign(request: HttpRequest, actor: Person) -> HttpResponse:
    """``order``: each as ``number:state:version`` the board showed; ``crew``: which to send to all of them."""
    only_for(actor, *WATCHERS)
    if not actor.access.has(*SENDERS):
        raise NotAllowed("派工由调度办理")
    shown = dict(_shown(text) for text in request.POST.getlist("order"))
    crew = crew_named(actor, request.POST.get("crew", ""))
    found = named(actor, shown)
    if crew is None or not found:
        return _refused(request, actor, Invalid("没有派成：请先选工单，再选班组。工单可能刚被别人处理，列表已更新"))
    given = {name: request.POST.get(name, "").strip() for name in REASONS}
    before = {order.pk: order.unit_id for order in found}
    results = send_to_all(actor, [(order, *shown[order.number]) for order in found], crew, given, _key(request))
    done = [result.order for result in results if not result.why]
    if len(results) == 1 and done:
        said = Said(f"{done[0].number[-6:]} 已派给{crew.name}", orders=done, undo="reassign")
        if shown[done[0].number][0] in ("assigned", "en_route"):
            said = Said(
                f"{done[0].number[-6:]} 已改派{crew.name}", orders=done, undo="send_back", crew=before[done[0].pk]
            )
    else:
        said = _told(results, f"已派给{crew.name}")
    return _answer(request, actor, said, done, typed=given)


@require_POST
@page
def merge(request: HttpRequest, actor: Person) -> HttpResponse:
    """``master``: the number to merge under; ``child``: those to hang there."""
    _only_mergers(actor)
    master = next(iter(named(actor, [request.POST.get("master", "")])), None)
    numbers = [number for number in request.POST.getlist("child") if master is None or number != master.number]
    children = [*named(actor, numbers), *merged_under(actor, numbers)]  # pressed twice: what the first press merged
    if master is None or not children:
        return _refused(request, actor, Invalid("没有合并：主单或子单已经不在待办里，列表已更新"))
    reason = request.POST.get("reason", "").strip() or "同一线路集中报修"
    results = merge_all(actor, master, children, reason, _key(request))
    done = [result.order for result in results if not result.why]
    said = _told(results, f"已并入 {master.number[-6:]}")
    said.undo, said.orders = ("unmerge", done) if done else ("", [])
    return _answer(request, actor, said, [], fault=master.number)


@require_POST
@page
def unmerge(request: HttpRequest, actor: Person) -> HttpResponse:
    """``child``: the orders to let go again."""
    _only_mergers(actor)
    children = merged_under(actor, request.POST.getlist("child"))
    if not children:
        return _refused(request, actor, Invalid("没有可以拆分的工单，可能已经拆分过了"))
    return _answer(request, actor, _told(unmerge_all(actor, children, _key(request)), "已拆分"), [])


def _only_mergers(actor: Person) -> None:
    only_for(actor, *WATCHERS)
    if not actor.access.has(*MERGERS):
        raise NotAllowed("合并和拆分由调度或值班长办理")


def _shown(text: str) -> tuple[str, tuple[str, int | None]]:
    number, _, rest = text.partition(":")
    state, _, version = rest.partition(":")
    return number, (state, int(version) if version.isascii() and version.isdigit() and len(version) < 9 else None)


def _key(request: HttpRequest) -> str:
    key = key_of(request) or ""
    return key if len(key) == 36 else new_key()


def _told(results: list[Sent], done: str) -> Said:
    """One sentence for all that went through, a line for each that did not."""
    good = [result for result in results if not result.why]
    lines = [
        f"{result.order.number[-6:]}：{'，'.join((*result.changes, result.why))}" for result in results if result.why
    ]
    if not good:
        return Said("没有办成" if len(results) > 1 else f"没有办成 {lines.pop()}", good=False, lines=lines)
    return Said(f"{len(good)} 张{done}" + (f"，{len(lines)} 张没有办成" if lines else ""), not lines, lines)


def _answer(
    request: HttpRequest,
    actor: Person,
    said: Said,
    done: list[WorkOrder],
    fault: str = "",
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    """The board after the act, the next fault that waits chosen; without a script, the page again."""
    asked = Asked.read(request.GET.dict() | ({"fault": fault, "group": ""} if fault else {}))
    if not wants_part(request):
        for text in (said.text, *said.lines):
            (messages.success if said.good else messages.error)(request, text)
        return HttpResponseRedirect(f"{reverse('repair:board')}?{request.GET.urlencode()}")
    if any(order.number == asked.fault for order in done) or (done and asked.group):
        asked = _next(actor, asked)
    refused = not (said.good or done or said.orders)
    return draw(request, actor, asked, said, 409 if refused else 200, typed if refused else None)


def _next(actor: Person, asked: Asked) -> Asked:
    """The same, with the next fault nobody was sent to yet."""
    calm = Asked(asked.show, asked.urgent, asked.late, asked.rows)
    waiting = next((order for order in board(actor, calm).faults if order.state in ("dispatched", "received")), None)
    return Asked(asked.show, asked.urgent, asked.late, asked.rows, waiting.number if waiting else asked.fault)


def _refused(request: HttpRequest, actor: Person, error: GateError) -> HttpResponse:
    if not wants_part(request):
        raise error
    return draw(request, actor, Asked.read(request.GET.dict()), Said(error.message, good=False), error.status)
