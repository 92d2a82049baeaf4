"""The account part of ``/api/v1/``."""

from django.urls import path

from accounts.api import MeView, SignInView, SignOutView

api_urlpatterns = [
    path("sign-in/", SignInView.as_view(), name="api_sign_in"),
    path("sign-out/", SignOutView.as_view(), name="api_sign_out"),
    path("me/", MeView.as_view(), name="api_me"),
]
