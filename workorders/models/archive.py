"""How many orders were archived when, where and of what type, kept by the database itself: what return rates divide by.

The same triggers write onto each return when and by whom its order was archived, so that what is divided (D3) is found
among the few returns and not among all orders.
"""

import pgtrigger
from django.db import models

from accounts.models import Unit
from workorders.models.orders import WorkOrder
from workorders.models.returns import Return

DAY = "({0}.archived_at AT TIME ZONE 'Asia/Shanghai')::date"
COUNTS = "({0}.archived_at IS NOT NULL AND {0}.counted)"
_PUT = f"INSERT INTO workorders_archived (span, day, unit_id, kind, n) VALUES ('fresh', {DAY}, {{0}}.unit_id, {{0}}.kind, {{1}});"  # noqa: S608  # the columns are ours
_COLUMNS = ("archived_at", "counted", "unit_id")

pgtrigger.register(
    pgtrigger.Trigger(
        name="archived_new",
        operation=pgtrigger.Insert,
        when=pgtrigger.After,
        condition=pgtrigger.Condition(COUNTS.format("NEW")),
        func=f"{_PUT.format('NEW', 1)} RETURN NULL;",
    ),
    pgtrigger.Trigger(
        name="archived_moved",
        operation=pgtrigger.Update,
        when=pgtrigger.After,
        condition=pgtrigger.Condition(
            f"ROW({', '.join(f'OLD.{name}' for name in _COLUMNS)}) IS DISTINCT FROM"
            f" ROW({', '.join(f'NEW.{name}' for name in _COLUMNS)})"
            " AND (OLD.archived_at IS NOT NULL OR NEW.archived_at IS NOT NULL)"
        ),
        func=f"""
            IF {COUNTS.format("OLD")} THEN {_PUT.format("OLD", -1)} END IF;
            IF {COUNTS.format("NEW")} THEN {_PUT.format("NEW", 1)} END IF;
            UPDATE workorders_return
               SET archived_on = CASE WHEN NEW.counted THEN {DAY.format("NEW")} END, held_by_id = NEW.unit_id
             WHERE order_id = NEW.id;
            RETURN NULL;
        """,  # noqa: S608
    ),
)(WorkOrder)

pgtrigger.register(
    pgtrigger.Trigger(
        name="return_begins",
        operation=pgtrigger.Insert,
        when=pgtrigger.Before,
        func=f"""
            SELECT w.kind, w.unit_id, CASE WHEN w.counted THEN {DAY.format("w")} END
              INTO NEW.kind, NEW.held_by_id, NEW.archived_on
              FROM workorders_workorder w WHERE w.id = NEW.order_id;
            RETURN NEW;
        """,  # noqa: S608
    )
)(Return)


class Archived(models.Model):
    """``n`` more (or fewer) orders that count, archived on ``day`` (in Shanghai) by ``unit``.

    An act only ever adds a row, ``FRESH``; a worker folds these into one row a day and one a month. What was archived
    in a period is the sum of its whole months, of the days before and after them, and of what is fresh in all of it.
    """

    class Span(models.TextChoices):
        FRESH = "fresh", "新归档"
        DAY = "day", "日"
        MONTH = "month", "月"

    span = models.CharField(max_length=5, choices=Span)
    day = models.DateField()  # of a month its first
    unit = models.ForeignKey(Unit, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    kind = models.CharField(max_length=12)
    n = models.IntegerField()

    class Meta:
        verbose_name = verbose_name_plural = "归档统计"
        constraints = [
            models.UniqueConstraint(
                fields=["span", "day", "unit", "kind"],
                condition=~models.Q(span="fresh"),
                include=["n"],
                name="archived_once_a_span",
            )
        ]
        indexes = [models.Index(fields=["day"], condition=models.Q(span="fresh"), name="archived_fresh")]
