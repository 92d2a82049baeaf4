"""Crews and their duty, for programs."""

from __future__ import annotations

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Role, Unit
from repair import api_shapes as shapes
from repair.selectors.crews import crews_for, current_crew, own_crew
from repair.selectors.duty import CrewState, crews_states
from repair.services.duty import check_today, sign_off, sign_on
from workorders.api.cards import moment, person_card, unit_card
from workorders.api.schema import refusals
from workorders.errors import NotAllowed


def crew_meant(request: Request, crew_id: int | None) -> Unit:
    """The crew named, or the person's own. Raises ``NotAllowed`` when it is not theirs."""
    crew = current_crew(request.user) if crew_id is None else own_crew(request.user, crew_id)
    if crew is None:
        raise NotAllowed("您不是这个班组的人员" if crew_id else "您不是抢修班组的人员")
    return crew


class SignOn(APIView):
    @extend_schema(
        operation_id="duty_on",
        summary="到岗",
        description="须有有效的上岗证书；重复到岗没有影响。",
        tags=["班组"],
        request=shapes.CrewAsked,
        responses={200: shapes.OnDuty, **refusals(400, 401, 403, 422)},
    )
    def post(self, request: Request) -> Response:
        asked = shapes.CrewAsked(data=request.data)
        asked.is_valid(raise_exception=True)
        duty = sign_on(request.user, crew_meant(request, asked.validated_data.get("crew")))
        return Response({"crew": unit_card(duty.crew), "since": moment(duty.since)})


class SignOff(APIView):
    @extend_schema(operation_id="duty_off", summary="离岗", tags=["班组"], request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        sign_off(request.user)
        return Response(status=204)


class DailyChecks(APIView):
    @extend_schema(
        operation_id="duty_check",
        summary="每日检查：工具、材料、车辆、安全工器具",
        description="一个班组一天一次，以第一次为准。",
        tags=["班组"],
        request=shapes.CheckAsked,
        responses={200: shapes.Checked, **refusals(400, 401, 403, 422)},
    )
    def post(self, request: Request) -> Response:
        asked = shapes.CheckAsked(data=request.data)
        asked.is_valid(raise_exception=True)
        data = asked.validated_data
        crew = crew_meant(request, data.get("crew"))
        check = check_today(request.user, crew, data["missing"], data["remark"])
        return Response(
            {
                "crew": unit_card(crew),
                "day": check.day.isoformat(),
                "at": moment(check.at),
                "missing": check.missing,
                "remark": check.remark,
            }
        )


class Crews(APIView):
    @extend_schema(
        operation_id="crews_list",
        summary="班组及能否派工",
        tags=["班组"],
        responses={200: shapes.CrewState(many=True), **refusals(401, 403)},
    )
    def get(self, request: Request) -> Response:
        if not request.user.access.has(Role.DISPATCHER, Role.SUPERVISOR, Role.LEAD):
            raise NotAllowed("只有调度、值班长和主管可以查看班组")
        states = crews_states(crews_for(request.user), timezone.localdate())
        return Response([_state(state) for state in states])


def _state(state: CrewState) -> dict[str, object]:
    return {
        **(unit_card(state.crew) or {}),
        "fit": not state.lacking,
        "lacking": state.lacking,
        "on_duty": [person_card(person) for person, _ in state.people],
        "missing": state.check.missing if state.check else [],
    }
