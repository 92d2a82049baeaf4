"""A verb's input is one form: the page renders it, the API feeds it, the OpenAPI operation is derived from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import Model, QuerySet

from accounts.models import Person
from customers.models import Call, Premises
from customers.models.customers import AreaClass
from customers.phones import normalise
from customers.policies import recent_calls_of
from customers.selectors import premises_for_report
from workorders.asking import Spot
from workorders.models import Channel, LateCause, Urgency, WorkOrder

if TYPE_CHECKING:
    from workorders.acts import Act
    from workorders.registry import BusinessType

MAX_TEXT = 4000  # characters of any free text
# What is wrong and what to do, where Django's own words say neither.
PLAINLY = {
    "max_length": "最多 %(limit_value)d 个字，现在有 %(show_value)d 个，请缩短",
    "min_value": "不能小于 %(limit_value)s",
    "max_value": "不能大于 %(limit_value)s",
    "null_characters_not_allowed": "含有看不见的空字符，请删掉后再提交",
}


class LocalDateTime(forms.DateTimeField):
    """An instant as browsers (datetime-local) and programs (ISO 8601 with offset) write it."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": "60"}, format="%Y-%m-%dT%H:%M")
    YEARS = range(2000, 2200)  # beyond them a row may be written that cannot be read again

    def to_python(self, value: Any) -> datetime | None:
        try:
            at = super().to_python(value)
        except OverflowError:
            raise forms.ValidationError("时间超出范围") from None
        if at is not None and at.year not in self.YEARS:
            raise forms.ValidationError("时间超出范围")
        return at


class Phones(forms.CharField):
    """One or more numbers as people write them; cleaned to a list of normalised ones, the first the main one."""

    def clean(self, value: Any) -> Any:
        text = super().clean("、".join(value) if isinstance(value, list) else value)
        numbers = normalise(text) if text else []
        if text and not numbers:
            raise forms.ValidationError("没有认出电话号码：请填写 11 位手机号，或区号加固定电话")
        return numbers


class KeyField(forms.Field):
    """One entry of a list that goes on growing: chosen on the page; a program names it by its id or its code, both found
    at ``listed_at``. The subclass says what it is cleaned to."""

    def __init__(self, *, max_length: int, listed_at: str, **kwargs: Any) -> None:
        self.max_length, self.listed_at = max_length, listed_at  # characters of a code
        super().__init__(**kwargs)


class PersonChoice(forms.ModelChoiceField):
    """People, each with where they work."""

    def label_from_instance(self, person: Person) -> str:
        return person.placed


class VerbForm(forms.Form):
    """What every verb may bring: when it happened, and why a clock it ends was missed."""

    occurred_at = LocalDateTime(label="发生时间", required=False, help_text="不填即为现在")
    late_cause = forms.ChoiceField(label="超时类型", required=False, choices=[("", "—"), *LateCause.choices])
    late_text = forms.CharField(label="超时原因", required=False, max_length=200)

    COMMON = ("occurred_at", "late_cause", "late_text")

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *args: Any,
        order: WorkOrder | None,
        actor: Person,
        detail: Any = None,
        **kwargs: Any,
    ) -> None:
        self.order, self.actor, self.detail = order, actor, detail
        super().__init__(data, *args, **kwargs)
        self.prepare()
        for field in self.fields.values():
            if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                chosen = isinstance(field, forms.ChoiceField | forms.ModelChoiceField | KeyField)
                field.error_messages["required"] = "请选择" if chosen else "请填写"
            field.error_messages = {**PLAINLY, **field.error_messages}

    def prepare(self) -> None:
        """Narrow choices and set initial values for this order and this person."""

    @classmethod
    def withheld(cls, data: Mapping[str, Any]) -> frozenset[str]:
        """Names in ``data`` that nothing but the form itself may keep: no draft, no digest of what was sent."""
        return frozenset()

    @classmethod
    def fields_for(cls, business: BusinessType) -> dict[str, forms.Field]:
        """The fields as orders of ``business`` have them, without an order: for the API and its document."""
        return dict(cls.base_fields)

    @property
    def own_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in self.COMMON]


class Nothing(VerbForm):
    """A verb that asks for nothing."""


OTHER = "other"  # 其他: in any list of reasons the code that says nothing by itself


def unexplained(reasons: Any, codes: Sequence[str], text: str) -> bool:
    """Whether 其他 is among ``codes`` and ``text`` says no more than the names of the codes chosen, out of the field
    ``reasons``."""
    for code, label in reasons.choices:
        text = text.replace(str(label), "") if code in codes else text
    return OTHER in codes and not any(character.isalnum() for character in text)


class ReasonsForm(VerbForm):
    """Why something goes back: ``codes``, and in ``text`` what they leave open."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if unexplained(self.fields["codes"], data.get("codes", ()), str(self["text"].data or "")):
            self.errors.pop("text", None)  # it says more than 请填写
            self.add_error("text", "选了“其他”，请写明具体是什么问题")
        return data


def recorded(data: Mapping[str, Any]) -> dict[str, Any]:
    """``data`` (a form's cleaned data) as JSON for the step log; what was left empty is left out."""

    def plain(value: Any) -> Any:
        if isinstance(value, Person):
            return {"id": value.pk, "name": value.name, "posts": value.posts}
        if isinstance(value, Model):
            return {"id": value.pk, "name": str(value)}
        if isinstance(value, QuerySet | list | tuple | set):
            return [plain(part) for part in value]
        if isinstance(value, datetime | date):
            return value.isoformat()
        if isinstance(value, Decimal):
            return str(value)
        return value

    return {
        name: plain(value) for name, value in data.items() if value not in (None, "", [], ()) and value is not False
    }


def told_content(ask_for: str = "") -> forms.CharField:
    """受理内容. ``ask_for``: what to ask the customer for, shown while nothing has been written."""
    attrs = {"rows": 4, **({"placeholder": ask_for} if ask_for else {})}
    return forms.CharField(label="受理内容", max_length=MAX_TEXT, widget=forms.Textarea(attrs=attrs))


class AcceptForm(VerbForm):
    """What the hotline asks for whatever the matter (B2, B4.2): who, where, how to reach them, what happened.

    A page draws its ``PARTS`` from the top down, and of the type's own questions the ``FIRST`` ones in the part of that
    name, those of ``WHERE`` beside the place, those of ``SOURCE`` with where the report came from."""

    PARTS: ClassVar[tuple[str, ...]] = ("where", "content", "musts", "who", "rest")
    FIRST: ClassVar[tuple[str, ...]] = ()
    WHERE: ClassVar[tuple[str, ...]] = ()
    SOURCE: ClassVar[tuple[str, ...]] = ("channel", "source_no")

    call = forms.CharField(label="话务编号", max_length=64, required=False, widget=forms.HiddenInput)
    channel = forms.ChoiceField(label="来源", choices=Channel.choices, initial=Channel.PHONE, required=False)
    source_no = forms.CharField(label="来源编号", max_length=40, required=False, help_text="12345、12398 转办件的编号")
    premises = forms.IntegerField(label="用电地址", required=False, widget=forms.HiddenInput)
    contact_name = forms.CharField(label="联系人", max_length=40)
    contact_phones = Phones(label="联系电话", max_length=120, help_text="多个号码用、隔开")
    address = forms.CharField(label="地址", max_length=200, help_text="街道、小区、门牌")
    area_class = forms.ChoiceField(label="地区", choices=[("", "按地址"), *AreaClass.choices], required=False)
    urgency = forms.ChoiceField(label="紧急程度", choices=Urgency.choices, initial=Urgency.ORDINARY, required=False)
    content = told_content()

    @classmethod
    def manner(cls, data: Mapping[str, Any]) -> str:
        """How the customer of ``data`` wants to be dealt with, where that changes what may be said to them; else empty."""
        return ""

    @classmethod
    def spots(cls, actor: Person, data: Mapping[str, Any], call: Call | None) -> list[Spot]:
        """Where ``data``, not judged yet, says more than may be sent on."""
        return []

    def clean_call(self) -> Call | None:
        """The agent's own call, on the line or just hung up; another's is not told from one that does not exist."""
        call_id = self.cleaned_data["call"]
        if not call_id:
            return None
        call = recent_calls_of(self.actor).filter(call_id=call_id).first()
        if call is None:
            raise forms.ValidationError("这通电话不在您的话机上，请刷新来电后再提交")
        return call

    def clean_content(self) -> str:
        text: str = self.cleaned_data["content"]
        if not any(character.isalnum() for character in text):
            raise forms.ValidationError("请填写受理内容")
        return text

    def clean_premises(self) -> Premises | None:
        pk = self.cleaned_data["premises"]
        if pk is None:
            return None
        try:
            return premises_for_report(self.actor, pk)
        except Premises.DoesNotExist:
            raise forms.ValidationError("没有找到这个用电地址，请重新查询客户") from None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        premises: Premises | None = data.get("premises")
        data["channel"] = data.get("channel") or Channel.PHONE
        data["urgency"] = data.get("urgency") or Urgency.ORDINARY
        data["area_class"] = data.get("area_class") or (premises.area_class if premises else AreaClass.URBAN)
        return data

    def describe(self, order: WorkOrder, detail: Any) -> None:
        """Put the type's own part of the form onto the (unsaved) order and its detail."""

    def begin(self, act: Act) -> None:
        """Start the clocks whose end the form brings along."""
