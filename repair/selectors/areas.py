"""Which desk an address belongs to, which department is near, and how a line is doing."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from accounts.models import RoleAt, Unit
from accounts.models.people import Role
from workorders.models import WorkOrder

# Asked with every report that comes in, hence ready-made.
ON_FEEDER = """
    SELECT count(*) FROM (
        SELECT 1 FROM workorders_workorder
         WHERE feeder_id = %s AND accepted_at >= %s AND kind = 'repair' LIMIT %s) found
"""
ASKED_BY = 3  # so many reports from the threshold on ask; then it is known (those at the same moment tell it once)
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
    """Fault reports on the order's line accepted since then, counted up to a little past the threshold."""
    with connection.cursor() as cursor:
        cursor.execute(ON_FEEDER, [order.feeder_id, since, AREA_THRESHOLD + ASKED_BY])
        return int(cursor.fetchone()[0])
