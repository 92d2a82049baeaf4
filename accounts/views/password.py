"""Change one's own password."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.actor import actor_of
from accounts.entrance import page_after, wanted_page
from accounts.forms import PasswordForm
from accounts.passwords import NOT_REUSED
from accounts.policies import password_expired
from accounts.services.passwords import change_password
from accounts.services.sessions import hold_session


@method_decorator([login_required, never_cache, sensitive_post_parameters()], name="dispatch")
class ChangePassword(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, PasswordForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PasswordForm(request.POST)
        if not form.is_valid():
            return self.page(request, form)
        try:
            change_password(actor_of(request), form.cleaned_data["old_password"], form.cleaned_data["new_password"])
        except ValidationError as error:
            form.add_error(None, error)
            return self.page(request, form)
        update_session_auth_hash(request, actor_of(request))
        hold_session(actor_of(request), request.session.session_key)
        messages.success(request, "密码已修改。")
        return HttpResponseRedirect(page_after(wanted_page(request)))

    def page(self, request: HttpRequest, form: PasswordForm) -> HttpResponse:
        context = {
            "form": form,
            "next": wanted_page(request),
            "expired": password_expired(actor_of(request)),
            "rules": [*password_validators_help_texts(), f"不能与最近 {NOT_REUSED} 次用过的密码相同。"],
        }
        return render(request, "accounts/password.html", context)
