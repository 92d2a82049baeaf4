"""Pages of 坐席工作台."""

from django.urls import path

from desk.views import desk, help, line, places, sheet

COMMANDS = ("answer", "hold", "resume", "transfer", "hang_up", "dispose", "ring")

app_name = "desk"
urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/line/", line.line, name="line"),
    *(path(f"desk/line/{name}/", line.command, {"name": name}, name=name) for name in COMMANDS),
    path("desk/caller/", help.caller, name="caller"),
    path("desk/places/", places.places, name="places"),
    path("desk/<slug:kind>/sheet/", sheet.sheet, name="sheet"),
    path("desk/<slug:kind>/matter/", help.matter, name="matter"),
    path("desk/<slug:kind>/confirm/", help.confirm, name="confirm"),
    path("desk/<slug:kind>/take/", sheet.taking, name="take"),
]
