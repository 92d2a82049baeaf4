"""What the agent enters: the matter, how grave, who is concerned, and whether anybody may know who called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from accounts.models import Person
from complaints.forms.category_field import CategoryField
from complaints.forms.giving_away import known_of, read_for, spot
from complaints.forms.meanings import ALWAYS_SECRET, GRADES, IDENTITY, SECRECY
from complaints.forms.unit_field import ACCEPTING, UnitField
from complaints.giveaways import in_words
from complaints.models import CaseDetail, Category, Grade, PraiseDetail, Secrecy
from complaints.selectors.units import city_of
from complaints.services.intake import Withheld
from customers.models import Call, Premises
from customers.phones import normalise
from customers.selectors import premises_by_id
from workorders.acts import Act
from workorders.asking import ExplainedChoice, Spot
from workorders.forms import MAX_TEXT, AcceptForm, LocalDateTime, VerbForm, told_content
from workorders.models import Attempt, WorkOrder

APART = frozenset(IDENTITY)
STANDS_FOR = {Secrecy.CONFIDENTIAL: "保密客户", Secrecy.ANONYMOUS: "匿名客户"}


class AcceptCaseForm(AcceptForm):
    """A3.3, B4.4: what happened, when, who; a first view of whose fault it is. A3.5: who called is taken out here, before
    anything is written, when the customer wants it so."""

    DEFAULT = Secrecy.OPEN
    PARTS = ("first", "content", "musts", "rest", "where", "who")
    FIRST = ("grade", "secrecy")
    WHERE = ("place",)
    SOURCE = (*AcceptForm.SOURCE, "relay_due_at")

    contact_name = forms.CharField(label="客户姓名", max_length=40)
    secrecy = ExplainedChoice(label="身份", choices=Secrecy.choices, required=False, meanings=SECRECY)
    happened = forms.CharField(label="发生时间（客户所述）", max_length=60, required=False)
    concerned = forms.CharField(label="涉及人员", max_length=100, required=False)
    concerned_unit = UnitField(label="涉及单位")
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
        return frozenset() if cls.secrecy_of(data) == Secrecy.OPEN else APART

    @classmethod
    def manner(cls, data: Mapping[str, Any]) -> str:
        return cls.secrecy_of(data)

    @classmethod
    def spots(cls, actor: Person, data: Mapping[str, Any], call: Call | None) -> list[Spot]:
        if cls.secrecy_of(data) == Secrecy.OPEN:
            return []
        name, address = (str(data.get(each) or "").strip() for each in ("contact_name", "address"))
        phones = normalise(str(data.get("contact_phones") or ""))
        known = known_of(name, phones, address, _premises(actor, str(data.get("premises") or "")), call)
        labels = {name: str(field.label) for name, field in cls.base_fields.items()}
        return [spot(labels[name], text, each) for name, text, found in read_for(data, known) for each in found]

    def prepare(self) -> None:
        secrecy: Any = self.fields["secrecy"]
        secrecy.initial = self.DEFAULT
        if str(self.initial.get("secrecy", "")) not in dict(secrecy.choices):
            self.initial.pop("secrecy", None)  # as another business had it
        concerned: Any = self.fields["concerned_unit"]
        concerned.within(self.actor.access.paths(*ACCEPTING))
        asked = self.secrecy_of(self.data) if self.is_bound else ""
        for name in {"": (), Secrecy.CONFIDENTIAL: ("address",), Secrecy.ANONYMOUS: APART}.get(asked, ()):
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
        known = known_of(identity["name"], identity["phones"], identity["address"], data.get("premises"), call)
        for name, text, found in read_for(data, known):
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
        if not act.detail.anonymous:  # or there is nobody to answer
            act.start("answered_by", due=self.cleaned_data["relay_due_at"])


class AcceptComplaintForm(AcceptCaseForm):
    category = CategoryField(kind=Category.Kind.COMPLAINT, label="投诉分类")
    grade = ExplainedChoice(label="投诉等级", choices=Grade.choices, initial=Grade.ORDINARY, meanings=GRADES)
    content = told_content("什么事、经过怎样、造成什么影响，客户要求怎样处理")


class AcceptMisconductForm(AcceptCaseForm):
    """Who reports is kept apart, whatever they say; they may stay unknown altogether."""

    DEFAULT = Secrecy.CONFIDENTIAL

    category = CategoryField(kind=Category.Kind.MISCONDUCT, label="举报分类")
    secrecy = ExplainedChoice(
        label="身份",
        choices=[choice for choice in Secrecy.choices if choice[0] != Secrecy.OPEN],
        required=False,
        meanings=ALWAYS_SECRET,
    )
    content = told_content("什么人、什么事、在哪里，有什么线索或材料")


class AcceptOpinionForm(AcceptCaseForm):
    category = CategoryField(kind=Category.Kind.OPINION, label="意见分类")
    content = told_content("对什么有意见、在哪里、什么时候，客户希望怎样改进")


class AcceptSuggestionForm(AcceptCaseForm):
    category = CategoryField(kind=Category.Kind.SUGGESTION, label="建议分类")
    content = told_content("建议改什么、怎样改、有什么好处")


class AcceptPraiseForm(AcceptForm):
    PARTS = ("content", "rest", "musts", "who", "where")

    contact_name = forms.CharField(label="客户姓名", max_length=40)
    category = CategoryField(kind=Category.Kind.PRAISE, label="表扬分类")
    praised = forms.CharField(label="被表扬人员", max_length=100, required=False)
    content = told_content("表扬谁、什么时候、做了什么")

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


def _premises(actor: Person, asked: str) -> Premises | None:
    try:
        return premises_by_id(actor, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    except Premises.DoesNotExist:
        return None


def _now() -> Any:
    from django.utils import timezone

    return timezone.now()
