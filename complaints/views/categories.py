"""The look-up of categories while typing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Person
from complaints.models.categories import JOIN, Category
from complaints.selectors.categories import MAY_ASK, find, path_of
from workorders.errors import NotAllowed, NotVisible
from workorders.views.page import page

SHOWN = 12


@require_safe
@page
def categories(request: HttpRequest, actor: Person) -> HttpResponse:
    """``?kind=complaint&q=dj``: the leaves that are called so, as options; every leaf while nothing is typed."""
    if not actor.access.has(*MAY_ASK):
        raise NotAllowed("您的角色不选业务分类")
    kind, text = request.GET.get("kind", ""), request.GET.get("q", "").strip()
    if kind not in Category.Kind.values:
        raise NotVisible("没有这种业务的分类")
    found = [
        {
            "pk": each.pk,
            "above": JOIN.join(path_of(each)[:-1]),
            "label": each.label,
            "letters": each.pinyin.split(" ")[-1],
        }
        for each in find(kind, text, limit=SHOWN)
    ]
    return render(request, "complaints/_categories.html", {"found": found, "text": text[:40]})
