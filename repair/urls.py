"""Pages of 报修 beside the core's own."""

from django.urls import path

from repair.views import board, board_acts, board_map, board_storm, duty

app_name = "repair"
urlpatterns = [
    path("duty/", duty.duty, name="duty"),
    path("duty/on/", duty.duty_on, name="duty_on"),
    path("duty/off/", duty.duty_off, name="duty_off"),
    path("duty/check/", duty.duty_check, name="duty_check"),
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
]
