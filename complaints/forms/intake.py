"""What the agent enters: the matter, how grave, who is concerned, and whether anybody may know who called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from accounts.models import Unit
from accounts.selectors import units_within
from complaints.forms.category_field import CategoryField
from complaints.giveaways import giveaways, in_words
from complaints.models import CaseDetail, Grade, PraiseDetail, Secrecy
from complaints.selectors.units import city_of
from complaints.services.intake import Withheld
from workorders.acts import Act
from workorders.forms import MAX_TEXT, AcceptForm, LocalDateTime, VerbForm
from workorders.models import Attempt, WorkOrder

IDENTITY = frozenset({"contact_name", "contact_phones", "address", "premises", "call"})
STANDS_FOR = {Secrecy.CONFIDENTIAL: "保密客户", Secrecy.ANONYMOUS: "匿名客户"}
READ = ("content", "place", "concerned", "happened")  # what is sent on, and must not tell who called


class AcceptCaseForm(AcceptForm):
    """A3.3, B4.4: what happened, when, who; a first view of whose fault it is. A3.5: who called is taken out here, before
    anything is written, when the customer wants it so."""

    DEFAULT = Secrecy.OPEN

    contact_name = forms.CharField(label="客户姓名", max_length=40)
    secrecy = forms.ChoiceField(
        label="身份",
        choices=Secrecy.choices,
        required=False,
        help_text="保密：处理单位看不到来电人；匿名：不留身份，也不回访",
    )
    happened = forms.CharField(label="发生时间（客户所述）", max_length=60, required=False)
    concerned = forms.CharField(label="涉及人员", max_length=100, required=False)
    concerned_unit = forms.ModelChoiceField(
        label="涉及单位", queryset=Unit.objects.none(), required=False, empty_label="未指明"
    )
    view = forms.ChoiceField(
        label="责任初判", choices=CaseDetail.View.choices, initial=CaseDetail.View.UNCLEAR, required=False
    )
    place = forms.CharField(
        label="事发地点", max_length=200, required=False, help_text="保密、匿名时填：处理单位能看到，不要写客户住址"
    )
    relay_due_at = LocalDateTime(label="转办时限", required=False, help_text="12345、12398 转办件自带的办结时限")

    @classmethod
    def secrecy_of(cls, data: Mapping[str, Any]) -> str:
        asked = data.get("secrecy") or cls.DEFAULT
        return asked if asked in Secrecy.values else Secrecy.CONFIDENTIAL  # what is not understood is not told on

    @classmethod
    def withheld(cls, data: Mapping[str, Any]) -> frozenset[str]:
        return frozenset() if cls.secrecy_of(data) == Secrecy.OPEN else IDENTITY

    def prepare(self) -> None:
        self.fields["secrecy"].initial = self.DEFAULT
        units: Any = self.fields["concerned_unit"]
        kinds = (Unit.Kind.PROVINCE, Unit.Kind.CITY, Unit.Kind.COUNTY, Unit.Kind.DEPARTMENT)
        centres = self.actor.access.paths(*{"agent", "lead"})
        units.queryset = units_within(centres).filter(kind__in=kinds, active=True).order_by("path")
        asked = self.secrecy_of(self.data) if self.is_bound else ""
        for name in {"": (), Secrecy.CONFIDENTIAL: ("address",), Secrecy.ANONYMOUS: IDENTITY}.get(asked, ()):
            self.fields[name].required = False

    def clean_relay_due_at(self) -> Any:
        due = self.cleaned_data["relay_due_at"]
        if due is not None and due <= (self.cleaned_data.get("occurred_at") or _now()):
            raise forms.ValidationError("转办时限应晚于受理时间")
        return due

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data["secrecy"] = self.secrecy_of(data)
        data["view"] = data.get("view") or CaseDetail.View.UNCLEAR
        premises = data.get("premises")
        self.near = city_of(premises.unit) if premises else None
        self.apart: Withheld | None = None
        if data["secrecy"] != Secrecy.OPEN:
            self._take_out(data)
        return data

    def _take_out(self, data: dict[str, Any]) -> None:
        premises, call = data.get("premises"), data.get("call")
        identity = {
            "name": data.get("contact_name") or "",
            "phones": data.get("contact_phones") or [],
            "address": data.get("address") or "",
            "account": premises.account_no if premises else "",
            "premises": premises.pk if premises else None,
            "call": call.call_id if call else "",
        }
        self._read_for(data, identity, call)
        kept = identity if data["secrecy"] == Secrecy.CONFIDENTIAL else None
        self.apart = Withheld(kept, call)
        stands_for = STANDS_FOR[Secrecy(data["secrecy"])]
        data |= {"contact_name": stands_for, "contact_phones": [], "address": data.get("place") or ""}
        data |= {"premises": None, "call": None}

    def _read_for(self, data: dict[str, Any], identity: dict[str, Any], call: Any) -> None:
        """The agent is shown what would give the caller away, whatever they typed or the line told."""
        numbers = [*identity["phones"], *([call.caller] if call and call.caller else [])]
        known = identity | {"phones": numbers}
        for name in READ:
            text = data.get(name) or ""
            found = giveaways(text, known)
            if found:
                self.add_error(name, in_words(text, found))

    def describe(self, order: WorkOrder, detail: CaseDetail) -> None:
        data = self.cleaned_data
        detail.category = data["category"]
        detail.category_path = data["category"].path_label
        detail.secrecy = data["secrecy"]
        detail.grade = data.get("grade") or ""
        for name in ("happened", "concerned", "concerned_unit", "view", "relay_due_at"):
            setattr(detail, name, data[name])
        detail.near = self.near
        detail.withheld = self.apart  # type: ignore[attr-defined]  # for ``services.intake.accepted``, which has the order
        grave = [Grade(detail.grade).label] if detail.grade in (Grade.SPECIAL, Grade.MAJOR) else []
        order.title = "·".join([*grave, data["category"].label])

    def begin(self, act: Act) -> None:
        act.start("answered_by", due=self.cleaned_data["relay_due_at"])


class AcceptComplaintForm(AcceptCaseForm):
    category = CategoryField(kind="complaint", label="投诉分类")
    grade = forms.ChoiceField(label="投诉等级", choices=Grade.choices, initial=Grade.ORDINARY)


class AcceptMisconductForm(AcceptCaseForm):
    """Who reports is kept apart, whatever they say; they may stay unknown altogether."""

    DEFAULT = Secrecy.CONFIDENTIAL

    category = CategoryField(kind="misconduct", label="举报分类")
    secrecy = forms.ChoiceField(
        label="身份",
        choices=[choice for choice in Secrecy.choices if choice[0] != Secrecy.OPEN],
        required=False,
        help_text="举报一律保密；匿名：不留身份，也不回访",
    )


class AcceptOpinionForm(AcceptCaseForm):
    category = CategoryField(kind="opinion", label="意见分类")


class AcceptSuggestionForm(AcceptCaseForm):
    category = CategoryField(kind="suggestion", label="建议分类")


class AcceptPraiseForm(AcceptForm):
    contact_name = forms.CharField(label="客户姓名", max_length=40)
    category = CategoryField(kind="praise", label="表扬分类")
    praised = forms.CharField(label="被表扬人员", max_length=100, required=False)

    def describe(self, order: WorkOrder, detail: PraiseDetail) -> None:
        data = self.cleaned_data
        detail.category, detail.category_path = data["category"], data["category"].path_label
        detail.praised = data["praised"]
        order.title = f"{data['category'].label}·{detail.praised}" if detail.praised else data["category"].label


class ExplainForm(VerbForm):
    """A4.3: what the customer was told, and accepted."""

    said = forms.CharField(label="答复内容", max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 3}))
    satisfaction = forms.TypedChoiceField(
        label="满意度", choices=Attempt.Satisfaction.choices, coerce=int, empty_value=None
    )
    accepted = forms.BooleanField(label="客户接受解释，不再要求反映", error_messages={"required": "客户不接受时请派单"})


def _now() -> Any:
    from django.utils import timezone

    return timezone.now()
