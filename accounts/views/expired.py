"""When a page outlived its session: nothing that was typed is lost without a word."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

NEVER_SHOWN = ("csrfmiddlewaretoken", "password", "repeated", "code")


def typed_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What the form held, without secrets; files cannot be given back."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if not any(word in name for word in NEVER_SHOWN)
        for value in values
    ]


def session_expired(request: HttpRequest, ended: str = "") -> HttpResponse:
    """401 to a form that came too late: shows what was typed, why (``ended``, where known), and how to send it again."""
    context = {"fields": typed_fields(request), "files": bool(request.FILES), "resend": True, "signed_in": False}
    return render(request, "accounts/expired.html", context | {"ended": ended}, status=401)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 to a form whose key is stale, mostly because one signed in again in another window. It can be sent
    again with one press, but only when the browser vouches that it came from this site."""
    own = request.headers.get("Sec-Fetch-Site") == "same-origin"
    context = {
        "fields": typed_fields(request) if own else [],
        "files": bool(request.FILES),
        "resend": own,
        "signed_in": request.user.is_authenticated,
    }
    return render(request, "accounts/expired.html", context, status=403)
