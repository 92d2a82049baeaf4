"""The crews' part of ``/api/v1/``."""

from django.urls import path

from repair.api import Crews, DailyChecks, SignOff, SignOn

api_urlpatterns = [
    path("duty/on/", SignOn.as_view(), name="api_duty_on"),
    path("duty/off/", SignOff.as_view(), name="api_duty_off"),
    path("duty/check/", DailyChecks.as_view(), name="api_duty_check"),
    path("crews/", Crews.as_view(), name="api_crews"),
]
