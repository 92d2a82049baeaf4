"""The one table of orders. A business type is a proxy of it with a detail table beside it."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django_fsm import FSMField, FSMFieldDescriptor

from accounts.models import Unit
from customers.models import Call, Customer, Feeder, Premises
from customers.models.customers import AreaClass
from workorders.models.protection import for_life, never_truncated
from workorders.models.rules import RuleProfile


class Phase(models.TextChoices):
    """All that the core knows of a type's states."""

    OPEN = "open", "办理中"
    WAITING = "waiting", "待回访"
    DONE = "done", "已办结"
    VOID = "void", "已作废"


class Channel(models.TextChoices):
    PHONE = "phone", "电话"
    WEB = "web", "网站"
    WECHAT = "wechat", "微信"
    APP = "app", "APP"
    HALL = "hall", "营业厅"
    C12345 = "12345", "12345"
    C12398 = "12398", "12398"
    FIELD = "field", "现场"


class Urgency(models.TextChoices):
    ORDINARY = "ordinary", "一般"
    URGENT = "urgent", "紧急"


class LateCause(models.TextChoices):
    CUSTOMER = "customer", "客户原因"
    UTILITY = "utility", "供电企业原因"
    OTHER = "other", "其他"


# 国网 16 digits: the day of acceptance and eight that never repeat within it (they wrap after 100 million). Now and then
# one is left out: a missing number must not say that there is an order one may not see.
NUMBER = pgtrigger.Trigger(
    name="number",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    condition=pgtrigger.Condition("NEW.number = ''"),
    func="""
        WHILE random() < 0.3 LOOP
            PERFORM nextval('workorders_number');
        END LOOP;
        NEW.number := to_char(NEW.accepted_at AT TIME ZONE 'Asia/Shanghai', 'YYYYMMDD')
            || lpad((nextval('workorders_number') % 100000000)::text, 8, '0');
        RETURN NEW;
    """,
)


class StateDescriptor(FSMFieldDescriptor):
    """Nobody assigns a state; only reading the row again may."""

    def __set__(self, instance: Any, value: Any) -> None:
        if instance.__dict__.get("_refreshing"):
            instance.__dict__[self.field.name] = self.field.to_python(value)
        else:
            super().__set__(instance, value)


class StateField(FSMField):
    descriptor_class = StateDescriptor

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django_fsm.FSMField", args, kwargs


class WorkOrder(models.Model):
    """A matter somebody called about, of whatever type. Written by the gate alone.

    ``unit`` is whoever holds it now: the centre, then the unit it was dispatched to, then the crew.
    Scope follows it by path prefix.
    """

    number = models.CharField("工单编号", max_length=16, db_default="")  # given by the trigger below
    kind = models.CharField("业务类型", max_length=12)
    state = StateField("状态", max_length=16, protected=True)
    phase = models.CharField("阶段", max_length=8, choices=Phase, default=Phase.OPEN)
    version = models.PositiveIntegerField(default=1)

    channel = models.CharField("来源", max_length=8, choices=Channel, default=Channel.PHONE)
    source_no = models.CharField("来源编号", max_length=40, blank=True)
    urgency = models.CharField("紧急程度", max_length=8, choices=Urgency, default=Urgency.ORDINARY)
    area_class = models.CharField("地区", max_length=6, choices=AreaClass, default=AreaClass.URBAN)
    title = models.CharField("标题", max_length=80)
    content = models.TextField("受理内容")

    centre = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name="受理中心", db_index=False
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="orders", verbose_name="当前单位", db_index=False
    )
    first_agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="首问座席", db_index=False
    )
    profile = models.ForeignKey(
        RuleProfile, on_delete=models.PROTECT, related_name="+", verbose_name="规则方案", db_index=False
    )
    call = models.ForeignKey(
        Call, on_delete=models.PROTECT, null=True, related_name="orders", verbose_name="通话", db_index=False
    )
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, null=True, related_name="orders", verbose_name="客户", db_index=False
    )
    premises = models.ForeignKey(
        Premises, on_delete=models.PROTECT, null=True, related_name="orders", verbose_name="用电地址", db_index=False
    )
    # The line the place hung on when the order came in: in a storm every call asks how many came from its own.
    feeder = models.ForeignKey(
        Feeder, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="线路", db_index=False
    )
    contact_name = models.CharField("联系人", max_length=40)
    phone = models.CharField("联系电话", max_length=20)
    other_phones = ArrayField(models.CharField(max_length=20), default=list, verbose_name="其他电话")
    address = models.CharField("地址", max_length=200)

    accepted_at = models.DateTimeField("受理时间")
    archived_at = models.DateTimeField("归档时间", null=True)
    next_due = models.DateTimeField("最近时限", null=True)
    breached = models.BooleanField("曾超时", default=False)
    master = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="children", verbose_name="主单"
    )
    state_before_merge = models.CharField(max_length=16, blank=True)
    urges = models.PositiveSmallIntegerField("催办次数", default=0)
    earlier_calls = models.PositiveSmallIntegerField("此前来电", default=0)
    related = models.ManyToManyField("self", symmetrical=True, verbose_name="关联工单")
    counted = models.BooleanField("计入统计", default=True, db_default=True)  # not after a granted appeal

    class Meta:
        verbose_name = verbose_name_plural = "工单"
        # Every index is paid for with each order; what a composite below already answers has none of its own.
        constraints = [models.UniqueConstraint(fields=["number"], name="order_number_once")]
        indexes = [
            models.Index(
                fields=["unit", "state", "next_due", "id"],
                condition=models.Q(phase__in=["open", "waiting"]),
                name="queue_of_unit",
            ),
            models.Index(
                fields=["next_due", "id"], condition=models.Q(phase__in=["open", "waiting"]), name="queue_of_all"
            ),
            models.Index(
                fields=["kind", "state", "next_due", "id"],
                condition=models.Q(phase__in=["open", "waiting"]),
                name="queue_by_state",
            ),
            models.Index(fields=["first_agent", "phase", "-id"], name="orders_of_agent"),
            models.Index(fields=["unit", "-accepted_at", "-id"], name="orders_of_unit"),
            models.Index(fields=["premises", "-accepted_at"], name="orders_at_premises"),
            models.Index(fields=["feeder", "-accepted_at"], name="orders_on_line"),
            models.Index(fields=["customer", "-accepted_at"], name="orders_of_customer"),
            models.Index(fields=["phone", "-accepted_at"], name="orders_of_phone"),
            models.Index(fields=["-accepted_at", "-id"], name="orders_by_time"),
            # Also what was in hand at some instant: archived after it, accepted before it. Counted without the orders.
            models.Index(
                fields=["archived_at", "accepted_at"],
                include=["unit", "kind"],
                condition=models.Q(archived_at__isnull=False),
                name="orders_archived",
            ),
            models.Index(
                fields=["next_due", "id"],
                condition=models.Q(phase="done", next_due__isnull=False),
                name="owed_though_done",
            ),
            # What is looked for among all that ever was; no order is in these on its way in, but the urgent.
            models.Index(fields=["-accepted_at", "-id"], condition=models.Q(breached=True), name="breached_by_time"),
            models.Index(fields=["-accepted_at", "-id"], condition=models.Q(urgency="urgent"), name="urgent_by_time"),
            models.Index(fields=["-accepted_at", "-id"], condition=models.Q(phase="done"), name="done_by_time"),
            models.Index(fields=["-accepted_at", "-id"], condition=models.Q(phase="void"), name="void_by_time"),
        ]
        triggers = [
            NUMBER,
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            never_truncated("no_truncate"),
            for_life("order", "OLD.breached AND NOT NEW.breached"),
            pgtrigger.Protect(
                name="identity",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "NEW.number <> OLD.number OR NEW.kind <> OLD.kind OR NEW.accepted_at <> OLD.accepted_at"
                    " OR NEW.first_agent_id <> OLD.first_agent_id OR NEW.content <> OLD.content"
                    " OR NEW.contact_name <> OLD.contact_name OR NEW.phone <> OLD.phone OR NEW.address <> OLD.address"
                    " OR NEW.other_phones <> OLD.other_phones OR NEW.centre_id <> OLD.centre_id"
                    " OR ROW(NEW.call_id, NEW.customer_id, NEW.premises_id)"
                    " IS DISTINCT FROM ROW(OLD.call_id, OLD.customer_id, OLD.premises_id)"
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        self.__dict__["_refreshing"] = True
        try:
            super().refresh_from_db(*args, **kwargs)
        finally:
            del self.__dict__["_refreshing"]
