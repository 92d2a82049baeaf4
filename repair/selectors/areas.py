"""Which desk an address belongs to, which department is near, and how a line is doing."""

from __future__ import annotations

from datetime import datetime

from accounts.models import RoleAt, Unit
from accounts.models.people import Role
from workorders.models import WorkOrder

AREA_THRESHOLD = 10  # reports from one line within half an hour that look like a large-area outage


def station_desk(unit: Unit) -> Unit | None:
    """The county or city above ``unit`` that has a dispatcher, the nearest first; else its city."""
    desks = Unit.objects.filter(pk__in=unit.ancestor_ids, kind__in=[Unit.Kind.COUNTY, Unit.Kind.CITY], active=True)
    above = sorted(desks, key=lambda desk: -len(desk.path))
    manned = set(
        RoleAt.objects.filter(unit__in=above, role=Role.DISPATCHER, person__is_active=True).values_list(
            "unit_id", flat=True
        )
    )
    return next((desk for desk in above if desk.pk in manned), above[-1] if above else None)


def nearest_department(unit: Unit, function: str) -> Unit | None:
    """The department with ``function`` under the nearest unit above ``unit`` that has one."""
    found = list(
        Unit.objects.filter(kind=Unit.Kind.DEPARTMENT, function=function, parent_id__in=unit.ancestor_ids, active=True)
    )
    return max(found, key=lambda department: len(department.path), default=None)


def reports_on_feeder(order: WorkOrder, since: datetime) -> int:
    """Fault reports on the order's line accepted since then, counted up to the threshold."""
    assert order.premises is not None
    found = WorkOrder.objects.filter(
        kind="repair",
        accepted_at__gte=since,
        premises__transformer__feeder=order.premises.transformer.feeder_id,
    )
    return len(found.order_by().values_list("pk", flat=True)[:AREA_THRESHOLD])
