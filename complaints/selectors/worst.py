"""Why a unit's replies come back most often: shown to it where it writes the next one (D5)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Count, F, Func, Q
from django.utils import timezone

from accounts.models import Unit
from complaints.replies.avoiding import AVOID
from complaints.replies.codes import LABELS
from workorders.models import Return
from workorders.registry import registry

LEVELS = (Return.Level.PROVINCE, Return.Level.NATIONAL)


@dataclass(frozen=True)
class Worst:
    """``times`` (次) a return gave this reason, for ``orders`` (件) different orders; ``avoid``: how not to get it again."""

    code: str
    label: str
    times: int
    orders: int
    avoid: str


def worst_reasons(unit: Unit, months: int = 6, limit: int = 3) -> list[Worst]:
    """The reasons for which replies of ``unit`` and what is below it came back most often in the last ``months``, whether
    archived since or not. One query.

    Types that ask for a clearance are left out, and granted appeals: whoever writes a reply reads this, cleared or not.
    """
    guarded = [business.code for business in registry if business.clearance]
    rows = (
        Return.objects.filter(
            ~Q(kind__in=guarded),
            unit__path__startswith=unit.path,
            level__in=LEVELS,
            at__gte=_months_ago(months),
            order__counted=True,
        )
        .annotate(code=Func(F("codes"), function="unnest", output_field=CharField(), set_returning=True))
        .values_list("code")
        .annotate(times=Count("pk"), orders=Count("order_id", distinct=True))
        .order_by("-times", "-orders", "code")[:limit]
    )
    return [Worst(code, LABELS.get(code, code), times, orders, AVOID.get(code, "")) for code, times, orders in rows]


def _months_ago(months: int) -> datetime:
    """The beginning of the same day so many months ago, or of that month's last."""
    now = timezone.localtime()
    whole = now.year * 12 + now.month - 1 - months
    year, month = whole // 12, whole % 12 + 1
    day = min(now.day, monthrange(year, month)[1])
    return now.replace(year=year, month=month, day=day, hour=0, minute=0, second=0, microsecond=0)
