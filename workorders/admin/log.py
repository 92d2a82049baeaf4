"""The step log and its seals, for the audit administrator, who reads what was done and not who called."""

from __future__ import annotations

from datetime import datetime

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.actor import actor_of
from accounts.administration import AuditAdmin
from workorders.models import Seal, Step
from workorders.registry import registry
from workorders.selectors.masking import step_data
from workorders.selectors.timeline import SYSTEM_STEPS, steps_known_to
from workorders.selectors.words import described

READ = ("number", "seq", "deed", "led_to", "who", "occurred", "recorded", "told", "digests")
FURTHEST = 10_000  # a page beyond it is found by searching, not by leafing


def to_the_second(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}"


class Leaves(Paginator):
    @cached_property
    def count(self) -> int:
        rows: QuerySet[Step] = self.object_list  # type: ignore[assignment]
        return rows.order_by()[:FURTHEST].count()


@admin.register(Step)
class StepAdmin(AuditAdmin):
    paginator = Leaves
    list_display = ["recorded", "number", "seq", "deed", "led_to", "who", "occurred"]
    list_display_links = ["seq"]
    list_select_related = ["order", "actor"]
    search_fields = ["order__number__exact", "actor__username__exact"]
    search_help_text = "工单编号（16 位）或工号"
    ordering = ["-pk"]
    fields = readonly_fields = READ

    def get_queryset(self, request: HttpRequest) -> QuerySet[Step]:
        """Of orders that ask for a clearance only to whoever holds it; ``verify_log`` proves all of them."""
        return steps_known_to(actor_of(request))

    @admin.display(description="工单编号")
    def number(self, step: Step) -> str:
        return step.order.number

    @admin.display(description="操作")
    def deed(self, step: Step) -> str:
        label, _ = SYSTEM_STEPS.get(step.verb, ("", ""))
        verb = registry[step.order.kind].by_name.get(step.verb)
        return label or (verb.label if verb else step.verb)

    @admin.display(description="之后的状态")
    def led_to(self, step: Step) -> str:
        return registry[step.order.kind].state_labels.get(step.to_state, step.to_state)

    @admin.display(description="操作人")
    def who(self, step: Step) -> str:
        return f"{step.actor.name}（{step.actor.username}）"

    @admin.display(description="发生时间")
    def occurred(self, step: Step) -> str:
        return to_the_second(step.occurred_at)

    @admin.display(description="录入时间")
    def recorded(self, step: Step) -> str:
        return to_the_second(step.recorded_at)

    @admin.display(description="内容（联系人等已隐去）")
    def told(self, step: Step) -> str:
        rows = described(step.order.kind, step.verb, step_data(step.data, False))
        return "；".join(f"{label}：{words}" for label, words in rows) or "—"

    @admin.display(description="前一步哈希 → 本步哈希")
    def digests(self, step: Step) -> str:
        return f"{bytes(step.previous).hex() or '—'} → {bytes(step.hash).hex()}"


@admin.register(Seal)
class SealAdmin(AuditAdmin):
    list_display = ["day", "digest", "sealed_at"]
    fields = ["day", "digest", "sealed_at"]
    readonly_fields = ["digest"]
    ordering = ["-day"]

    @admin.display(description="哈希")
    def digest(self, seal: Seal) -> str:
        """How much was sealed is not told: beside the log it would count the orders somebody is not cleared for."""
        return bytes(seal.hash).hex()
