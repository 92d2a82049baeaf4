"""合并 and 拆分: a child follows its master and keeps its own call-back. Used by the types' verbs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from workorders import errors
from workorders.acts import Act
from workorders.forms import VerbForm
from workorders.models import WorkOrder
from workorders.selectors.orders import visible_to
from workorders.services import clocks


class MergeForm(VerbForm):
    master = forms.CharField(label="主单编号", max_length=16, help_text="故障点相同、仍在处理的工单")
    reason = forms.CharField(label="合并依据", max_length=200, required=False)

    def clean_master(self) -> WorkOrder:
        number = self.cleaned_data["master"].strip()
        found = visible_to(self.actor).filter(number=number).select_related("premises").first()
        if found is None:
            raise forms.ValidationError("没有找到这张主单，或者它不在您的管辖范围内")
        return found


def master_ids(data: Mapping[str, Any]) -> list[int]:
    """The master named in a merge's raw data, to be locked before its child."""
    number = str(data.get("master", "")).strip()
    if not (number.isascii() and number.isdigit() and len(number) == 16):
        return []  # the form says what is wrong with it
    return list(WorkOrder.objects.filter(number=number).values_list("pk", flat=True))


def merge(act: Act, mergeable: frozenset[str]) -> None:
    """Hang the act's order under its master. Raises ``Invalid`` where that makes no sense, saying why."""
    order, master = act.order, act.data["master"]

    def refuse(why: str) -> None:
        raise errors.Invalid(why, fields={"master": [why]})

    if master.pk == order.pk:
        refuse("主单不能是这张工单自己")
    if master.kind != order.kind:
        refuse("主单的业务类型不同，不能合并")
    if master.master_id is not None:
        refuse(f"{master.number} 自己是子单，请填写它的主单")
    if master.state not in mergeable:
        refuse("主单已经送电或办结，不能再合并")
    if order.children.exists():
        refuse("这张工单自己是主单，请先拆分它的子单")
    mine, theirs = order.feeder_id, master.feeder_id
    apart = mine and theirs and mine != theirs
    if (apart or not mine or not theirs) and not act.data["reason"]:
        why = "两张工单不在同一条线路上" if apart else "两张工单没有都落到台区"
        raise errors.Invalid(f"{why}，请填写合并依据", fields={"reason": [f"{why}，请说明如何确认同一故障"]})
    order.state_before_merge = order.state
    order.master = master
    clocks.pause(act.deadlines, act.at, f"并入 {master.number}", act.actor)


def unmerge(act: Act) -> str:
    """Let the order go its own way again; returns the state it had before."""
    order = act.order
    state = order.state_before_merge
    act.note["master"] = order.master.number if order.master else ""
    order.master, order.state_before_merge = None, ""
    clocks.resume(act.deadlines, act.at)
    return state
