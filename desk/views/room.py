"""Who sits at the desk: people whose role takes reports."""

from __future__ import annotations

from functools import wraps

from django.http import HttpRequest, HttpResponse

from accounts.models import Person
from workorders.errors import NotAllowed, NotVisible
from workorders.registry import BusinessType, registry
from workorders.views.page import View, page


def kinds_for(person: Person) -> list[BusinessType]:
    """The businesses ``person`` may accept orders of, as the tabs show them."""
    return [business for business in registry if person.access.has(*business.accept.roles)]


def at_desk(view: View) -> View:
    """As ``page``, for people who take reports; with a ``kind`` in the address ``view`` gets the business instead."""

    @page
    @wraps(view)
    def answer(request: HttpRequest, actor: Person, *args: object, **kwargs: object) -> HttpResponse:
        kinds = kinds_for(actor)
        if not kinds:
            raise NotAllowed("坐席工作台供座席和值班长受理来电使用，您没有这个角色")
        if "kind" in kwargs:
            kwargs["business"] = _business(str(kwargs.pop("kind")), kinds)
        found: HttpResponse = view(request, actor, *args, **kwargs)  # type: ignore[assignment]
        return found

    return answer


def _business(kind: str, kinds: list[BusinessType]) -> BusinessType:
    found = registry.get(kind)
    if found is None:
        raise NotVisible("没有这种业务")
    if found not in kinds:
        raise NotAllowed(f"您的角色不能受理{found.label}")
    return found
