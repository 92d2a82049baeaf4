"""Pages of 报修 beside the core's own."""

from django.urls import path

from repair.views import duty

app_name = "repair"
urlpatterns = [
    path("duty/", duty.duty, name="duty"),
    path("duty/on/", duty.duty_on, name="duty_on"),
    path("duty/off/", duty.duty_off, name="duty_off"),
    path("duty/check/", duty.duty_check, name="duty_check"),
]
