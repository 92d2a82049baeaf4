"""Units that are part of an order without holding it: departments asked for support, safety told of an accident."""

import pgtrigger
from django.conf import settings
from django.db import models

from accounts.models import Unit
from workorders.models.orders import WorkOrder
from workorders.models.protection import kept

pgtrigger.register(
    pgtrigger.Trigger(
        name="involved_follow",
        operation=pgtrigger.Update,
        when=pgtrigger.After,
        condition=pgtrigger.Condition("ROW(OLD.unit_id, OLD.phase) IS DISTINCT FROM ROW(NEW.unit_id, NEW.phase)"),
        func="""
            UPDATE workorders_involved SET held_by = NEW.unit_id, live = NEW.phase IN ('open', 'waiting')
             WHERE order_id = NEW.id;
            RETURN NULL;
        """,
    )
)(WorkOrder)

BEGIN = pgtrigger.Trigger(
    name="begins",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    func="""
        SELECT w.unit_id, w.phase IN ('open', 'waiting') INTO NEW.held_by, NEW.live
          FROM workorders_workorder w WHERE w.id = NEW.order_id;
        RETURN NEW;
    """,
)


class Involved(models.Model):
    """``unit`` may see ``order``, because of ``why``.

    ``held_by`` and ``live``: who holds the order, and whether it is in hand; kept by the triggers, so that a list need
    not look at every order a department ever took part in to find the few that are held elsewhere.
    """

    class Why(models.TextChoices):
        SUPPORT = "support", "协同"
        SAFETY = "safety", "安全事故"
        PAPERWORK = "paperwork", "用电手续"

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="involved")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=10, choices=Why)
    live = models.BooleanField(db_default=True)
    held_by = models.BigIntegerField(db_default=0)

    class Meta:
        verbose_name = verbose_name_plural = "参与单位"
        constraints = [models.UniqueConstraint(fields=["order", "unit", "why"], name="involved_once")]
        indexes = [
            models.Index(fields=["unit", "held_by", "order"], condition=models.Q(live=True), name="involved_in_hand"),
            models.Index(fields=["unit", "held_by", "order"], name="involved_ever"),
        ]
        triggers = [BEGIN]


class SupportTask(models.Model):
    """B3, B5.3: what a department was asked to do on an order, and its confirmation."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="support_tasks")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="support_tasks", verbose_name="协同部门")
    needed = models.CharField("需要", max_length=300)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    done = models.CharField("完成情况", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "协同任务"
        triggers = kept("support_task")
