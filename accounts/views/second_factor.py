"""The second step of signing in, and setting it up."""

from io import BytesIO

import qrcode
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString, mark_safe
from django.views import View
from django.views.decorators.cache import never_cache
from django_otp.plugins.otp_totp.models import TOTPDevice
from qrcode.image.svg import SvgPathImage

from accounts.actor import actor_of
from accounts.entrance import awaited, page_after, wanted_page
from accounts.forms import CodeForm
from accounts.services import second_factor as services
from accounts.services.sign_in import SignInError, open_session, verify_code


@method_decorator([login_not_required, never_cache], name="dispatch")
class SecondFactor(View):
    """Three situations: a code is asked for (password given, device known); a device must be set up before
    one comes in (a role demands it); somebody signed in sets one up of their own accord."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        waiting = awaited(request.session)
        if waiting:
            self.person, self.target = waiting
        elif request.user.is_authenticated:
            self.person, self.target = actor_of(request), wanted_page(request)
        else:
            return HttpResponseRedirect(reverse("accounts:sign_in", query={"reason": "waited"}))
        self.entering = waiting is not None
        self.device = services.confirmed_device(self.person)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, CodeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self.page(request, form)
        try:
            device = self.pass_with(request, form.cleaned_data["code"])
        except SignInError as refused:
            form.add_error("code", refused.message)
            return self.page(request, form)
        if self.entering:
            open_session(request, self.person, device)
        return HttpResponseRedirect(page_after(self.target))

    def pass_with(self, request: HttpRequest, code: str) -> TOTPDevice:
        if self.device:
            verify_code(request, self.person, self.device, code)
            return self.device
        device = services.new_device(self.person)
        services.confirm_device(self.person, device, code)
        return device

    def page(self, request: HttpRequest, form: CodeForm) -> HttpResponse:
        context: dict[str, object] = {"form": form, "person": self.person, "entering": self.entering}
        if self.device:
            return render(request, "accounts/second_factor.html", context)
        device = services.new_device(self.person)
        context |= {"qr": qr_code(device.config_url), "secret": services.secret(device)}
        return render(request, "accounts/second_factor_set_up.html", context)


def qr_code(text: str) -> SafeString:
    """``text`` as an inline SVG: no image file, no script."""
    out = BytesIO()
    qrcode.make(text, image_factory=SvgPathImage, box_size=12, border=2).save(out)
    svg = out.getvalue().decode()
    return mark_safe(svg[svg.index("<svg") :])  # noqa: S308  # drawn here from a URL-encoded text: only a path
