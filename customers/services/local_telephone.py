"""A telephone system for demo and tests: what is asked happens at once, and is told as the platform would tell it."""

from __future__ import annotations

from django.utils import timezone

from accounts.models import Person, Role
from accounts.selectors import holders
from customers.models import Call
from customers.selectors.desk import rings_by
from customers.services import calls


class LocalTelephone:
    """Tells events as the account of the centre's telephone system, or as the system itself where there is none."""

    def answer(self, call: Call, agent: Person) -> None:
        now = timezone.now()
        calls.answer(call.call_id, agent, now, rings=rings_by(call, now), by=_platform(call))

    def hold(self, call: Call) -> None:
        calls.hold(call.call_id, timezone.now(), by=_platform(call))

    def resume(self, call: Call) -> None:
        calls.resume(call.call_id, timezone.now(), by=_platform(call))

    def transfer(self, call: Call, agent: Person) -> None:
        calls.transfer(call.call_id, agent, timezone.now(), by=_platform(call))

    def hang_up(self, call: Call) -> None:
        calls.hang_up(call.call_id, timezone.now(), by=_platform(call))


def _platform(call: Call) -> Person | None:
    return holders(call.centre.path, [Role.TELEPHONY], up=False).order_by("pk").first()
