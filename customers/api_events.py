"""A telephony event from the API to the service that knows it."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from rest_framework.exceptions import APIException, PermissionDenied, ValidationError

from accounts.models import Person, Role, Unit
from customers.models import Call, CallEvent
from customers.selectors import agent_of_centre, call_by_id, centre_of, centre_of_call
from customers.services import calls

Kind = CallEvent.Kind


class Conflict(APIException):
    status_code = 409
    default_code = "conflict"


def tell(actor: Person, told: dict[str, Any]) -> Call:
    """What happened to a call is told by the telephone system, for whoever is on a call sees who calls; what became
    of it, by the agent who had it or a lead. Raises DRF's exceptions: 400 for a field, 403 for what is not the
    actor's to tell, 409 for what cannot be true."""
    at = told.get("at") or timezone.now()
    try:
        if told["event"] == Kind.DISPOSE:
            return _dispose(actor, told, at)
        return _happen(actor, _line(actor, told["call_id"]), told, at)
    except calls.CallError as error:
        raise Conflict(error.message, error.code) from error


def _dispose(actor: Person, told: dict[str, Any], at: datetime) -> Call:
    if not actor.access.has(Role.AGENT, Role.LEAD):
        raise PermissionDenied("通话由接听的座席或值班长处置，话务平台不能处置")
    try:
        call = call_by_id(actor, told["call_id"])
    except Call.DoesNotExist:  # or of another centre, which is the same to this one
        raise calls.CallError("unknown_call", "没有这通电话，请核对话务编号") from None
    if call.agent_id != actor.pk and not actor.access.reaches(call.centre.path, [Role.LEAD]):
        raise PermissionDenied("只有接听这通电话的座席或值班长可以处置")
    if not told.get("disposal"):
        raise ValidationError({"disposal": ["请填写处置"]})
    return calls.dispose(call, told["disposal"], actor, at)


def _line(actor: Person, call_id: str) -> Unit:
    """The centre whose telephone system ``actor`` is, which must be where the call is, if it was heard of."""
    if not actor.access.has(Role.TELEPHONY):
        raise PermissionDenied("振铃、应答、保持、恢复、转接和挂机只能由话务平台账号报送；座席和值班长只能处置通话")
    if actor.access.has(Role.AGENT, Role.LEAD):  # or they could put themselves on a call again
        raise PermissionDenied("话务平台账号不能兼任座席或值班长，请联系安全管理员")
    centre = centre_of(actor, Role.TELEPHONY)
    if centre is None or not actor.access.reaches(centre.path, [Role.TELEPHONY]):
        raise PermissionDenied("这个话务平台账号没有授权到客服中心，请联系安全管理员")
    known = centre_of_call(call_id)
    if known is None:
        return centre
    if not actor.access.reaches(known.path, [Role.TELEPHONY]):
        raise PermissionDenied("这通电话不属于本话务平台的客服中心，请核对话务编号")
    return known


def _happen(actor: Person, centre: Unit, told: dict[str, Any], at: datetime) -> Call:
    call_id = told["call_id"]
    match told["event"]:
        case Kind.RING:
            return calls.ring(call_id, told.get("caller", ""), centre, told["rings"], at, by=actor)
        case Kind.ANSWER:
            return calls.answer(call_id, _agent(centre, told), at, told["rings"], by=actor)
        case Kind.TRANSFER:
            return calls.transfer(call_id, _agent(centre, told), at, by=actor)
        case Kind.HANG_UP:
            return calls.hang_up(call_id, at, centre, by=actor)
        case Kind.HOLD:
            return calls.hold(call_id, at, by=actor)
    return calls.resume(call_id, at, by=actor)


def _agent(centre: Unit, told: dict[str, Any]) -> Person:
    agent = agent_of_centre(centre, told.get("agent") or "")
    if agent is None:
        raise ValidationError({"agent": ["请填写本中心在职座席的工号"]})
    return agent
