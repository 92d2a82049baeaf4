"""Pages of 报修 beside the core's own."""

from django.urls import path

from repair.views import crew, crew_send, duty

app_name = "repair"
urlpatterns = [
    path("duty/", duty.duty, name="duty"),
    path("duty/on/", duty.duty_on, name="duty_on"),
    path("duty/off/", duty.duty_off, name="duty_off"),
    path("duty/check/", duty.duty_check, name="duty_check"),
    path("crew/", crew.crew, name="crew"),
    path("crew/data.json", crew.crew_data, name="crew_data"),
    path("crew/send/", crew_send.send, name="crew_send"),
    path("crew/app.js", crew.script, name="crew_script"),
    path("crew/sw.js", crew.worker, name="crew_worker"),
    path("crew/app.webmanifest", crew.manifest, name="crew_manifest"),
]
