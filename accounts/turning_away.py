"""How somebody who is not signed in (any more) is sent to the entrance without losing what they typed."""

from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from accounts.views.expired import session_expired

UNAUTHORISED = 401


def is_fetch(request: HttpRequest) -> bool:
    """Whether a script asked (htmx, fetch, EventSource), not the address bar."""
    by_browser = request.headers.get("Sec-Fetch-Dest", "document") not in {"document", "iframe"}
    return "HX-Request" in request.headers or by_browser


def turn_away(request: HttpRequest, response: HttpResponse, ended: str) -> HttpResponse:
    """Replace a redirect to sign-in: a page is asked for → sign-in, with the reason; a form was sent → 401 with
    what was typed; a script asked → 401 with a notice, and for a click ``HX-Redirect``."""
    reading = request.method in {"GET", "HEAD"}
    if is_fetch(request):
        return _notice(request, ended, leave=reading and request.headers.get("X-Background") != "1")
    if not reading:
        return session_expired(request, ended)
    target = parse_qs(urlsplit(response["Location"]).query).get("next", [""])[0]
    return HttpResponseRedirect(_sign_in(target, ended))


def turn_away_other(request: HttpRequest) -> HttpResponse:
    """What was filled in by one person does not go out under another's name; the page keeps it."""
    if is_fetch(request):
        return render(request, "accounts/_other_person.html", status=UNAUTHORISED)
    message = "这一页是另一位人员登录时打开的，没有提交。请由本人重新登录后办理，或打开新的一页重新填写。"
    return render(request, "400.html", {"message": message}, status=409)


def _notice(request: HttpRequest, ended: str, leave: bool) -> HttpResponse:
    page = urlsplit(request.headers.get("HX-Current-URL", ""))
    target = f"{page.path}?{page.query}" if page.query else page.path
    where = _sign_in(target, ended)
    context = {"sign_in": where, "ended": ended}
    answer = render(request, "accounts/_session_ended.html", context, status=UNAUTHORISED)
    if leave and "HX-Request" in request.headers:
        answer["HX-Redirect"] = where
    return answer


def _sign_in(target: str, ended: str) -> str:
    query = {name: value for name, value in {"next": target, "reason": ended}.items() if value}
    return reverse("accounts:sign_in", query=query)
