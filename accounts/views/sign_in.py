"""Sign in and out."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.entrance import await_second_factor, page_after, wanted_page
from accounts.forms import SignInForm
from accounts.selectors import second_factor_required
from accounts.services import sign_in as services
from accounts.services.second_factor import confirmed_device

REASONS = {
    "idle": "您已超过 {minutes} 分钟没有操作，已自动退出，请重新登录。",
    "elsewhere": "您的账号已在另一处登录，此处已退出。若不是您本人，请立即修改密码并告知安全管理员。",
    "barred": "您的账号已停用或不能在此使用，请联系安全管理员。",
    "waited": "验证已超时，请重新输入工号和密码。",
    "out": "您已退出。",
}


@method_decorator([login_not_required, never_cache, sensitive_post_parameters("password")], name="dispatch")
class SignIn(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            return HttpResponseRedirect(page_after(wanted_page(request)))
        return self.page(request, SignInForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SignInForm(request.POST)
        if not form.is_valid():
            return self.page(request, form)
        try:
            person = services.authenticate(request, form.cleaned_data["username"], form.cleaned_data["password"])
        except services.SignInError as refused:
            form.add_error(None, refused.message)
            return self.page(request, form)
        target = wanted_page(request)
        if confirmed_device(person) or second_factor_required(person):
            await_second_factor(request.session, person, target)
            return redirect("accounts:second_factor")
        services.open_session(request, person)
        return HttpResponseRedirect(page_after(target))

    def page(self, request: HttpRequest, form: SignInForm) -> HttpResponse:
        reason = REASONS.get(request.GET.get("reason", ""), "")
        notice = reason.format(minutes=int(settings.SESSION_IDLE.total_seconds() // 60))
        return render(request, "accounts/sign_in.html", {"form": form, "next": wanted_page(request), "notice": notice})


@require_POST
@login_not_required
def sign_out(request: HttpRequest) -> HttpResponse:
    services.sign_out(request)
    return HttpResponseRedirect(reverse("accounts:sign_in", query={"reason": "out"}))
