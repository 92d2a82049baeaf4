"""Pages of 报修 beside the core's own."""

from django.urls import path

from repair.views import board, board_acts, board_map, board_storm, crew, crew_send, duty

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
    path("board/", board.show, name="board"),
    path("board/map.json", board_map.network_layer, name="board_map"),
    path("board/assign/", board_acts.assign, name="board_assign"),
    path("board/merge/", board_acts.merge, name="board_merge"),
    path("board/unmerge/", board_acts.unmerge, name="board_unmerge"),
    path("board/callers/", board_storm.callers, name="board_callers"),
    path("board/storms/", board_storm.banner, name="storms"),
    path("board/storms/begin/", board_storm.begin, name="storm_begin"),
    path("board/storms/end/", board_storm.end, name="storm_end"),
]
