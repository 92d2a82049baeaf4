"""The map's still layer: the network below the person's units. Asked for once, then kept by the browser."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from accounts.actor import actor_of
from repair.selectors.board import WATCHERS, watched
from repair.selectors.network import gathered, network
from repair.views.board import only_for
from workorders.errors import GateError
from workorders.views.page import refuse


@require_safe
@login_required
def network_layer(request: HttpRequest) -> HttpResponseBase:
    """The page asks with the network's stamp in the address, so a day's keeping never shows an old network."""
    actor = actor_of(request)
    try:
        only_for(actor, *WATCHERS)
    except GateError as error:
        return refuse(request, error)
    answer = JsonResponse(
        gathered(network(watched(actor))), json_dumps_params={"separators": (",", ":"), "ensure_ascii": False}
    )
    patch_cache_control(answer, private=True, max_age=86400)
    return answer
