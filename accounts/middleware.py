"""Rules that hold for every page: one session a person, idle sign-out, forced password change, headers."""

import time
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from accounts.actor import actor_of
from accounts.attending import SEEN_AT, why_ended
from accounts.policies import password_expired
from accounts.turning_away import is_fetch, turn_away, turn_away_other

Answer = Callable[[HttpRequest], HttpResponse]
ENTRANCE = ("accounts:sign_in", "accounts:sign_out", "accounts:second_factor", "admin:logout")
SEEN_EVERY = 60  # seconds between two notes of activity, so that a busy page does not write each time


def at_one_of(request: HttpRequest, *names: str) -> bool:
    """Whether the request is for one of these pages of the entrance."""
    return request.path in {reverse(name) for name in names}


def of_another(request: HttpRequest) -> bool:
    """Whether the page this was sent from is another person's."""
    me = str(actor_of(request).pk)
    return request.method == "POST" and (request.POST.get("_who") or me) != me


class SessionRules:
    """Ends sessions that are idle or were replaced, and sends people with an old password to change it.

    A request with the header ``X-Background: 1`` (polling, look-ups while typing) is no activity of a person:
    it does not keep the session alive. The API is not touched: it knows no sessions.

    A page says with what it sends whose it is (``_who``): what one person filled in is never sent, nor kept as a draft,
    as somebody else who signed in meanwhile in another window of the same browser."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/api/") or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.answer(request, "")
        if not request.COOKIES[settings.SESSION_COOKIE_NAME].isalnum():
            request.session = SessionStore()  # a quoted cookie may hold anything, NUL too: no key of ours
        ended = ""
        if request.user.is_authenticated:
            ended = self.why_ended(request)
            if ended:
                request.session.flush()
                request.user = AnonymousUser()
            elif password_expired(actor_of(request)) and not at_one_of(request, *ENTRANCE, "accounts:password"):
                return self.to_password(request)
            elif of_another(request) and not at_one_of(request, *ENTRANCE):
                return turn_away_other(request)
        return self.answer(request, ended)

    def answer(self, request: HttpRequest, ended: str) -> HttpResponse:
        response = self.get_response(request)
        doors = {reverse("accounts:sign_in"), reverse("admin:login")}
        to_sign_in = response.status_code == 302 and urlsplit(response["Location"]).path in doors
        if to_sign_in and not request.user.is_authenticated and not at_one_of(request, *ENTRANCE):
            return turn_away(request, response, ended)
        return response

    def why_ended(self, request: HttpRequest) -> str:
        """``elsewhere``, ``barred`` or ``idle`` when this session may not go on; else notes that it is alive."""
        session, at = request.session, timezone.now()
        ended = why_ended(actor_of(request), session.session_key, session.get(SEEN_AT), at)
        if ended:
            return ended
        now = at.timestamp()
        seen = session.get(SEEN_AT, now)
        background = request.headers.get("X-Background") == "1"
        if SEEN_AT not in session or (now - seen > SEEN_EVERY and not background):
            session[SEEN_AT] = now
        return ""

    @staticmethod
    def to_password(request: HttpRequest) -> HttpResponse:
        query = {"next": request.get_full_path()} if request.method == "GET" and not is_fetch(request) else {}
        target = reverse("accounts:password", query=query)
        if is_fetch(request):
            return HttpResponse(status=403, headers={"HX-Redirect": target})
        return HttpResponseRedirect(target)


class EvenRefusals:
    """``404`` tells a person the same whether there is nothing or nothing for them, but not in the same time: what is there
    is read before it is refused. So that nobody learns from the clock that a hidden order exists (C9), each such answer
    leaves at the next full ``settings.REFUSED_EACH`` seconds after the request came; 0 for at once."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        came = time.monotonic()
        response = self.get_response(request)
        each = settings.REFUSED_EACH
        if each and response.status_code == 404 and getattr(request.user, "is_authenticated", False):
            time.sleep(each - (time.monotonic() - came) % each)
        return response


class SecurityHeaders:
    """What a browser may load: from this site only; no script inside a page. Where the stream of events has a port of
    its own, a page may also listen there, on its own host."""

    POLICY = (
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self'; "
        "worker-src 'self'; connect-src 'self'{stream}; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    )

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy(request))
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()")
        return response

    def policy(self, request: HttpRequest) -> str:
        if not settings.EVENTS_PORT:
            return self.POLICY.format(stream="")
        with suppress(DisallowedHost):
            host = urlsplit(f"//{request.get_host()}").hostname or ""
            if ":" not in host:  # a policy cannot name an IPv6 address; such a page polls
                return self.POLICY.format(stream=f" {request.scheme}://{host}:{settings.EVENTS_PORT}")
        return self.POLICY.format(stream="")
