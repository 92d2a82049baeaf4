"""A telephony event from the API to the service that knows it."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from rest_framework.exceptions import APIException, PermissionDenied, ValidationError

from accounts.models import Person, Role, Unit
from customers.models import Call, CallEvent
from customers.selectors import agent_of_centre, call_by_id, centre_of
from customers.services import calls

Kind = CallEvent.Kind


class Conflict(APIException):
    status_code = 409
    default_code = "conflict"


def tell(actor: Person, told: dict[str, Any]) -> Call:
    """Raises DRF's exceptions: 400 for a field, 403 for another agent's call, 409 for what cannot be true."""
    centre = centre_of(actor)
    if centre is None:
        raise PermissionDenied("您没有所属的客服中心，请联系安全管理员授权")
    try:
        return _tell(actor, centre, told, told.get("at") or timezone.now())
    except calls.CallError as error:
        raise Conflict(error.message, error.code) from error


def _tell(actor: Person, centre: Unit, told: dict[str, Any], at: datetime) -> Call:
    call_id = told["call_id"]
    known = _known(actor, call_id)
    match told["event"]:
        case Kind.RING:
            return calls.ring(call_id, told.get("caller", ""), centre, told["rings"], at)
        case Kind.ANSWER:
            return calls.answer(call_id, _agent(actor, centre, told), at, told["rings"])
        case Kind.TRANSFER:
            return calls.transfer(call_id, _agent(actor, centre, told, required=True), at)
        case Kind.HANG_UP:
            return calls.hang_up(call_id, at, centre)
    if known is None:  # or of another centre, which is the same to this one
        raise calls.CallError("unknown_call", "没有这通电话，请先发送 ring 或 answer 事件，或核对话务编号")
    match told["event"]:
        case Kind.HOLD:
            return calls.hold(call_id, at)
        case Kind.RESUME:
            return calls.resume(call_id, at)
    if not told.get("disposal"):
        raise ValidationError({"disposal": ["请填写处置"]})
    return calls.dispose(known, told["disposal"], actor, at)


def _known(actor: Person, call_id: str) -> Call | None:
    """The call if it was heard of; an agent may not speak for another's."""
    try:
        call = call_by_id(actor, call_id)
    except Call.DoesNotExist:
        return None
    if call.agent_id not in {None, actor.pk} and not actor.access.reaches(call.centre.path, [Role.LEAD]):
        raise PermissionDenied("这通电话由其他座席接听")
    return call


def _agent(actor: Person, centre: Unit, told: dict[str, Any], *, required: bool = False) -> Person:
    username = told.get("agent") or ("" if required else actor.username)
    if username == actor.username:
        return actor
    if not required and not actor.access.reaches(centre.path, [Role.LEAD]):
        raise PermissionDenied("只有值班长可以代其他座席发送应答事件")
    agent = agent_of_centre(centre, username) if username else None
    if agent is None:
        raise ValidationError({"agent": ["请填写本中心在职座席的工号"]})
    return agent
