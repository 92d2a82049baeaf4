"""How many orders are in hand, kept by the database itself: what tabs and overviews show without counting orders."""

import pgtrigger
from django.db import models

from workorders.models.orders import WorkOrder

LIVE = "('open', 'waiting')"
CELL = "unit_id, centre_id, kind, state, urgent, breached"
_VALUES = "({0}.unit_id, {0}.centre_id, {0}.kind, {0}.state, {0}.urgency = 'urgent', {0}.breached, {1})"
_PUT = f"INSERT INTO workorders_tally ({CELL}, n) VALUES "  # noqa: S608  # the columns are ours
_COLUMNS = ("unit_id", "centre_id", "state", "phase", "urgency", "breached")

pgtrigger.register(
    pgtrigger.Trigger(
        name="tally_new",
        operation=pgtrigger.Insert,
        when=pgtrigger.After,
        condition=pgtrigger.Condition(f"NEW.phase IN {LIVE}"),
        func=f"{_PUT} {_VALUES.format('NEW', 1)}; RETURN NULL;",
    ),
    pgtrigger.Trigger(
        name="tally_moved",
        operation=pgtrigger.Update,
        when=pgtrigger.After,
        condition=pgtrigger.Condition(
            f"ROW({', '.join(f'OLD.{name}' for name in _COLUMNS)}) IS DISTINCT FROM"
            f" ROW({', '.join(f'NEW.{name}' for name in _COLUMNS)})"
        ),
        func=f"""
            IF OLD.phase IN {LIVE} THEN {_PUT} {_VALUES.format("OLD", -1)}; END IF;
            IF NEW.phase IN {LIVE} THEN {_PUT} {_VALUES.format("NEW", 1)}; END IF;
            RETURN NULL;
        """,
    ),
)(WorkOrder)


class Tally(models.Model):
    """``n`` more (or fewer) orders in hand in this cell; the sum over a cell's rows is how many there are.

    Rows are only ever added, so no two acts wait for one another; a worker folds a cell's rows into one now and then.
    """

    unit_id = models.BigIntegerField()
    centre_id = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=16)
    urgent = models.BooleanField()
    breached = models.BooleanField()
    n = models.IntegerField()

    class Meta:
        verbose_name = verbose_name_plural = "在办统计"
