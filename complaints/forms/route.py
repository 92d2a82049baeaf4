"""The way down: to the auditing desk, to a city, to the unit and person that handle it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms

from accounts.models import Person, Role, RoleAt, Unit
from complaints.selectors.units import audit_desks, barred_from, cities_below, handlers_within, handling_units
from workorders.forms import PersonChoice, ReasonsForm, VerbForm
from workorders.models import Return
from workorders.registry import BusinessType, registry

REFUSALS = (
    ("not_our_area", "不属本单位供电区域"),
    ("wrong_kind", "业务类型或分类错误"),
    ("unclear", "诉求不清，无法处理"),
    ("duplicate", "重复派单"),
    ("other", "其他"),
)


class UnitForm(VerbForm):
    """A unit out of those the order may go to; where there is only one, nobody chooses."""

    unit = forms.ModelChoiceField(label="单位", queryset=Unit.objects.none(), empty_label="请选择")

    def units(self) -> Any:
        raise NotImplementedError  # each way has its own

    def usual(self) -> Unit | None:
        """Where it most likely goes."""
        return None

    def prepare(self) -> None:
        field: Any = self.fields["unit"]
        field.queryset = self.units()
        usual = self.usual()
        if usual is not None:
            field.initial, field.required = usual.pk, False

    def clean_unit(self) -> Unit:
        chosen: Unit | None = self.cleaned_data["unit"] or self.usual()
        if chosen is None:
            raise forms.ValidationError("请选择单位")
        return chosen


class DispatchForm(UnitForm):
    unit = forms.ModelChoiceField(label="派往（审核单位）", queryset=Unit.objects.none(), empty_label="按地址自动确定")

    def units(self) -> Any:
        """Not the company a case must not go to: where there is no other, the centre audits itself."""
        assert self.order is not None
        desks, barred = audit_desks(self.order.centre), barred_from(self.order, self.detail)
        others = desks.exclude(path__startswith=barred.path) if barred else desks
        return others if others.exists() else Unit.objects.filter(pk=self.order.centre_id)

    def usual(self) -> Unit | None:
        desks = list(self.units()[:2])
        if len(desks) == 1:
            return desks[0]
        near = getattr(self.detail, "near", None) or (
            self.order.premises.unit if self.order and self.order.premises else None
        )
        return next((desk for desk in self.units() if near is not None and desk.contains(near)), None)


class ForwardForm(UnitForm):
    unit = forms.ModelChoiceField(label="转派地市", queryset=Unit.objects.none(), empty_label="请选择")

    def units(self) -> Any:
        assert self.order is not None
        return cities_below(self.order.unit)

    def usual(self) -> Unit | None:
        """Where it happened. Not while that city's refusal is the latest word on where the case belongs: nobody has it now
        (a refusal empties ``forwarded_to``), and who refused last was that city. Sent there all the same, received
        anywhere, or refused by another city since, it goes where it usually goes."""
        near: Unit | None = getattr(self.detail, "near", None)
        if near is None or self.order is None or not self.units().filter(pk=near.pk).exists():
            return None
        if self.detail.forwarded_to_id is not None:
            return near
        last = self.order.returns.filter(level=Return.Level.UNIT).select_related("unit").order_by("-pk").first()
        return near if last is None or not near.contains(last.unit) else None


class RefuseForm(ReasonsForm):
    codes = forms.MultipleChoiceField(label="退单原因", choices=REFUSALS)
    text = forms.CharField(label="说明", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class Placed(forms.Select):
    """A list whose rows say where they belong, by the paths of units: people are then shown with their own unit only."""

    def __init__(self, where: Callable[[Any], Sequence[str]], **kwargs: Any) -> None:
        self.where = where
        super().__init__(**kwargs)

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if value:
            option["attrs"]["data-at"] = " ".join(self.where(value.instance))
        return option


class HandForm(VerbForm):
    """Unit and handler. Naming the person is enough where they handle cases at one unit only."""

    unit = forms.ModelChoiceField(
        label="处理单位",
        queryset=Unit.objects.none(),
        required=False,
        empty_label="请选择",
        help_text="只选处理人员也可以，单位随人",
        widget=Placed(lambda unit: [unit.path]),
    )
    handler = PersonChoice(
        label="处理人员",
        queryset=Person.objects.none(),
        required=False,
        empty_label="该单位处理人均可",
        widget=Placed(
            lambda person: person.handles_at, attrs={"data-within": "unit", "data-nobody": "该单位没有处理人"}
        ),
    )

    def prepare(self) -> None:
        assert self.order is not None
        within = getattr(self.detail, "forwarded_to", None) or self.order.unit
        unit, handler = self.fields["unit"], self.fields["handler"]
        unit.queryset = handling_units(within)  # type: ignore[attr-defined]
        handler.queryset = handlers_within(within, self.order.kind)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        handler = data.get("handler")
        if "unit" in data and data["unit"] is None:
            data["unit"] = self.own_unit(handler)
        unit = data.get("unit")
        if unit is not None and handler is not None and not handler.access.reaches(unit.path, {"handler"}):
            self.add_error("handler", f"{handler}不是{unit}的处理人，请重新选择")
        elif unit is not None and handler is None and "handler" in data and not self.anybody_at(unit):
            self.add_error("unit", f"{unit}没有可以办理{self.business.label}的人，交过去没有人办，请选择别的单位")
        return data

    def own_unit(self, handler: Any) -> Unit | None:
        """Where ``handler`` handles cases; an error at the field where that is nowhere or in several places."""
        units = self.fields["unit"].queryset.filter(path__in=handler.handles_at if handler else [])  # type: ignore[attr-defined]
        if len(units) != 1:
            several = "在几个单位办理，" if units else ""
            self.add_error("unit", f"{handler or ''}{several}请选择处理单位")
            return None
        unit: Unit = units[0]
        return unit

    def anybody_at(self, unit: Unit) -> bool:
        """Whether somebody handles cases of this type at ``unit``, or above it."""
        held = RoleAt.objects.filter(unit__in=unit.ancestor_ids, person__is_active=True)
        handlers = held.filter(role=Role.HANDLER)
        clearance = self.business.clearance
        if clearance:
            handlers = handlers.filter(person__in=held.filter(role__in=clearance).values("person"))
        return handlers.exists()

    @property
    def business(self) -> BusinessType:
        assert self.order is not None
        return registry[self.order.kind]


class PraiseUnitForm(UnitForm):
    unit = forms.ModelChoiceField(label="派往单位", queryset=Unit.objects.none(), empty_label="请选择")

    def units(self) -> Any:
        assert self.order is not None
        return handling_units(self.order.centre)

    def usual(self) -> Unit | None:
        """Whose customer praises."""
        place = self.order.premises if self.order else None
        return self.units().filter(pk=place.unit_id).first() if place else None


class AcknowledgeForm(VerbForm):
    passed_on = forms.CharField(label="转达情况", max_length=200)
