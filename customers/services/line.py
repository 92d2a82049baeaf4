"""What an agent does with the line: 应答, 保持, 取回, 转接, 挂断. The telephone system does it and tells of it."""

from __future__ import annotations

from collections.abc import Callable

from accounts.models import Person, Role
from customers.models import Call
from customers.selectors import agent_of_centre, call_by_id
from customers.selectors.desk import talking, waiting_calls
from customers.services.calls import CallError
from customers.telephone import Telephone, telephone

__all__ = ["answer", "hang_up", "hold", "resume", "transfer"]


def answer(agent: Person, call_id: str = "") -> Call:
    """Take a waiting call; the one that waits longest when none is named. Raises ``CallError``, ``TelephoneError``."""
    system = _system(agent)
    if talking(agent) is not None:
        raise CallError("on_the_line", "您还在通话中，请先挂断或转接，再应答下一通")
    waiting = waiting_calls(agent)
    call = next((each for each in waiting if call_id in ("", each.call_id)), None)
    if call is None:
        raise CallError("not_ringing", "这通电话已经不在振铃：别的座席接起了，或者客户已挂断")
    system.answer(call, agent)
    return call


def hold(agent: Person, call_id: str) -> None:
    """The customer waits."""
    _mine(agent, call_id, lambda system, call: system.hold(call))


def resume(agent: Person, call_id: str) -> None:
    _mine(agent, call_id, lambda system, call: system.resume(call))


def hang_up(agent: Person, call_id: str) -> None:
    _mine(agent, call_id, lambda system, call: system.hang_up(call))


def transfer(agent: Person, call_id: str, username: str) -> Person:
    """Hand the call to the agent or lead of the same centre with this 工号; returns who it is."""
    to: list[Person] = []

    def go(system: Telephone, call: Call) -> None:
        found = agent_of_centre(call.centre, username)
        if found is None or found.pk == agent.pk:
            raise CallError("no_such_agent", "请选择本中心的另一位座席")
        if talking(found) is not None:
            raise CallError("busy", f"{found.name}正在通话，请换一位空闲的座席")
        to.append(found)
        system.transfer(call, found)

    _mine(agent, call_id, go)
    return to[0]


def _mine(agent: Person, call_id: str, do: Callable[[Telephone, Call], None]) -> None:
    system = _system(agent)
    try:
        call = call_by_id(agent, call_id)
    except Call.DoesNotExist:
        raise CallError("unknown_call", "没有这通电话，请刷新本页") from None
    if call.agent_id != agent.pk:
        raise CallError("not_your_call", "这通电话已经不在您的话机上")
    if call.ended_at is not None:
        raise CallError("after_hang_up", "客户已挂断，这通电话只能处置了")
    do(system, call)


def _system(agent: Person) -> Telephone:
    if not agent.access.has(Role.AGENT, Role.LEAD):
        raise CallError("no_agent", "只有座席和值班长可以操作来电")
    system = telephone()
    if system is None:
        raise CallError("no_telephone", "没有接通话务平台，请在话机上操作，本页会跟着更新")
    return system
