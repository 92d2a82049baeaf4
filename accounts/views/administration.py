"""The administration uses the one entrance, and tells whoever has no business there."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.actor import actor_of
from accounts.entrance import wanted_page


@login_not_required
def enter_administration(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated and not actor_of(request).is_staff:
        raise PermissionDenied("管理后台只对系统、安全、审计管理员开放")
    target = wanted_page(request) or reverse("admin:index")
    return HttpResponseRedirect(reverse("accounts:sign_in", query={"next": target}))


def change_password_elsewhere(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("accounts:password", query={"next": reverse("admin:index")}))
