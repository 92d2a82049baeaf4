"""Pages of 报修 beside the core's own."""

from django.urls import path

from repair import views

app_name = "repair"
urlpatterns = [
    path("duty/", views.duty, name="duty"),
    path("duty/on/", views.duty_on, name="duty_on"),
    path("duty/off/", views.duty_off, name="duty_off"),
    path("duty/check/", views.duty_check, name="duty_check"),
]
