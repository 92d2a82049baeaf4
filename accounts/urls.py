"""The entrance and the administrators' pages."""

from django.contrib import admin
from django.urls import include, path

from accounts.views.administration import change_password_elsewhere, enter_administration
from accounts.views.password import ChangePassword
from accounts.views.second_factor import SecondFactor
from accounts.views.sign_in import SignIn, sign_out

entrance = [
    path("sign-in/", SignIn.as_view(), name="sign_in"),
    path("sign-out/", sign_out, name="sign_out"),
    path("second-factor/", SecondFactor.as_view(), name="second_factor"),
    path("password/", ChangePassword.as_view(), name="password"),
]

urlpatterns = [
    path("", include((entrance, "accounts"))),
    # The administration has no doors of its own.
    path("admin/login/", enter_administration),
    path("admin/logout/", sign_out),
    path("admin/password_change/", change_password_elsewhere),
    path("admin/", admin.site.urls),
]
