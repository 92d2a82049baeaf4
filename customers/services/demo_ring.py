"""A caller for the demo: rings in a centre as the telephone system would tell it. Never in production."""

from __future__ import annotations

import uuid
from random import SystemRandom

from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from accounts.models import Person, Role
from accounts.selectors import holders
from customers.models import Call, Phone
from customers.selectors import centre_of
from customers.services import calls
from customers.services.calls import CallError

KNOWN, UNKNOWN, REPEAT = "known", "unknown", "repeat"
CALLERS = ((KNOWN, "老客户"), (UNKNOWN, "陌生号码"), (REPEAT, "再次来电的客户"))
_random = SystemRandom()


def may_ring() -> bool:
    """Only where calls are our own: with another telephone system, or in production, nothing is made up."""
    return not settings.PRODUCTION and settings.TELEPHONE == settings.LOCAL_TELEPHONE


def ring(agent: Person, who: str) -> Call:
    """Let ``who`` (one of ``CALLERS``) ring in the agent's centre. Raises ``CallError``."""
    centre = centre_of(agent)
    if not may_ring() or centre is None:
        raise CallError("no_demo", "演示来电只在演示环境、对客服中心的座席和值班长开放")
    if who == UNKNOWN:
        number = f"1990000{_random.randrange(10_000):04d}"
    else:
        number = (_caller_before(centre.pk) if who == REPEAT else "") or _some_number()
    platform = holders(centre.path, [Role.TELEPHONY], up=False).order_by("pk").first()
    return calls.ring(f"demo-{uuid.uuid4().hex[:12]}", number, centre, 1, timezone.now(), by=platform)


def _caller_before(centre_id: int) -> str:
    before = Call.objects.filter(centre=centre_id, customer__isnull=False, ended_at__isnull=False)
    return before.order_by("-rang_at").values_list("caller", flat=True).first() or ""


def _some_number() -> str:
    """A number whose customer lives at one place alone, so that the card is sure where nobody else has the number."""
    numbers = Phone.objects.annotate(places=Count("customer__premises")).filter(places=1, number__startswith="1")
    count = numbers.count()
    if not count:
        raise CallError("nobody", "还没有客户资料，不能模拟来电")
    return numbers.order_by("pk").values_list("number", flat=True)[_random.randrange(count)]
