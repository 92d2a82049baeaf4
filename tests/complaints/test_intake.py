"""受理 of a case: every field where it belongs, and of whoever wants to stay unknown nothing anywhere."""

from __future__ import annotations

import json

import pytest
from django.apps import apps
from django.core import serializers
from django.utils import timezone

from complaints.models import CaseDetail, Reporter
from complaints.services.secrecy import identity_of
from tests.complaints.cases import accepted, leaf, told
from workorders import errors
from workorders.models import Draft, Step, WorkOrder
from workorders.services import accept, drafts

SECRET = ("张伟", "13812345678", "138 1234 5678", "朝阳路18号")


@pytest.mark.clause("A3.3", "B4.4")
def test_what_happened_when_who_where_and_a_first_view(district):
    order = accepted(
        district,
        grade="important",
        happened="11月20日下午",
        concerned="抄表员老李",
        concerned_unit=district.county.pk,
        view="ours",
        premises=district.premises.pk,
    )
    case = order.case
    assert (case.happened, case.concerned, case.concerned_unit) == ("11月20日下午", "抄表员老李", district.county)
    assert (case.view, case.grade, case.secrecy, case.near) == ("ours", "important", "open", district.city)
    assert (order.address, order.phone, order.contact_name) == ("东江市朝阳路18号3单元502室", "13812345678", "张伟")
    assert order.title == case.category.label and case.category_path == case.category.path_label


def test_a_grave_grade_leads_the_title(district):
    assert accepted(district, grade="major").title.startswith("重大·")


@pytest.mark.parametrize("missing", ["category", "grade", "content", "contact_name", "contact_phones", "address"])
def test_what_a_complaint_must_have_is_asked_for(district, missing):
    with pytest.raises(errors.Invalid) as refused:
        accepted(district, **{missing: ""})
    assert missing in refused.value.fields
    assert not WorkOrder.objects.exists()


def test_a_relayed_case_brings_its_own_limit(district):
    due = timezone.now() + timezone.timedelta(days=2)
    order = accepted(district, channel="12345", source_no="DJ20261124001", relay_due_at=due.isoformat())
    assert order.deadlines.get(clock="answered_by").due_at == due
    with pytest.raises(errors.Invalid) as refused:
        accepted(district, relay_due_at=(timezone.now() - timezone.timedelta(hours=1)).isoformat())
    assert "转办时限" in refused.value.message


@pytest.mark.clause("A3.5", "C9")
def test_who_is_confidential_is_sealed_and_stands_nowhere_else(district):
    order = accepted(district, secrecy="confidential", place="东江市营业厅", premises=district.premises.pk)
    assert (order.contact_name, order.phone, order.address) == ("保密客户", "", "东江市营业厅")
    assert (order.premises, order.customer, order.call) == (None, None, None)
    assert order.case.near == district.city  # the city, never the address
    kept = identity_of(order)
    assert kept is not None and (kept["name"], kept["phones"]) == ("张伟", ["13812345678"])
    assert b"13812345678" not in bytes(Reporter.objects.get().sealed)
    assert written_about(order) == []


@pytest.mark.clause("A3.5", "C9")
def test_who_is_anonymous_stands_nowhere_at_all(district):
    order = accepted(district, secrecy="anonymous", contact_name="张伟", place="东江市营业厅")
    assert (order.contact_name, order.phone, order.address) == ("匿名客户", "", "东江市营业厅")
    assert not Reporter.objects.exists()
    assert written_about(order) == []


def test_who_is_anonymous_need_not_be_named(district):
    order = accepted(district, secrecy="anonymous", contact_name="", contact_phones="", address="")
    assert order.contact_name == "匿名客户"


def test_a_report_of_misconduct_is_never_open(district):
    for asked in ("open", "", "nonsense"):
        data = told("misconduct", secrecy=asked)
        try:
            order = accept("misconduct", district.agent, data).order
        except errors.Invalid as refused:
            assert "secrecy" in refused.fields
        else:
            assert (order.case.secrecy, order.phone) == ("confidential", "")


@pytest.mark.clause("A3.5")
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("content", "张伟反映电费多出一倍，要求核实。"),
        ("content", "客户留的手机尾号5678，要求核实电费。"),
        ("content", "138 1234 5678 的客户要求核实电费。"),
        ("concerned", "抄表员，认识张先生"),
        ("happened", "昨天在朝阳路18号3单元502室"),
        ("place", "东江市朝阳路18号3单元502室"),
    ],
)
@pytest.mark.parametrize("secrecy", ["confidential", "anonymous"])
def test_what_would_give_them_away_is_named_and_not_sent_on(district, secrecy, name, text):
    with pytest.raises(errors.Invalid) as refused:
        accepted(district, secrecy=secrecy, **{name: text})
    assert "会暴露来电人身份" in refused.value.fields[name][0]
    assert not WorkOrder.objects.exists() and not Reporter.objects.exists()


@pytest.mark.clause("A3.5", "C9")
def test_a_key_stands_for_the_same_whoever_called(district):
    """A digest of what was sent would let anybody try numbers until one fits."""
    said = told(secrecy="confidential", place="东江市营业厅")
    others = said | {"contact_name": "李娜", "contact_phones": "139 1234 5679", "address": "东江市青石巷7号"}
    first = accept("complaint", district.agent, said, key="one")
    second = accept("complaint", district.agent, others, key="two")
    assert first.step.digest == second.step.digest != ""
    assert accept("complaint", district.agent, others, key="one").replayed


@pytest.mark.clause("A3.5", "C9")
@pytest.mark.parametrize("secrecy", ["confidential", "anonymous"])
def test_no_draft_holds_who_called(district, secrecy):
    typed = {**told(), "secrecy": "open", "call": "c1", "premises": str(district.premises.pk)}
    drafts.keep(district.agent, "complaint.accept", typed)
    assert "13812345678" in json.dumps(Draft.objects.get().data).replace(" ", "")
    drafts.keep(district.agent, "complaint.accept", typed | {"secrecy": secrecy})
    kept = Draft.objects.get().data
    assert not {"contact_name", "contact_phones", "address", "premises", "call"} & kept.keys()
    assert kept["content"] == told()["content"]


@pytest.mark.clause("A3.5", "C9")
def test_no_draft_tells_on_which_call_it_was_begun(district):
    typed = {"content": "抄表员态度恶劣", "secrecy": "open"}
    drafts.keep(district.agent, "complaint.accept#42", typed)
    drafts.keep(district.agent, "complaint.accept#42", typed | {"secrecy": "anonymous"})
    draft = Draft.objects.get()
    assert draft.form.startswith("complaint.accept#") and not draft.form.endswith("#42")
    assert drafts.kept(district.agent, "complaint.accept#42") == draft  # the call's own form finds it all the same
    assert drafts.kept(district.agent, "complaint.accept#43") is None
    drafts.keep(district.agent, "complaint.accept#42", typed)
    assert Draft.objects.get().form == "complaint.accept#42"
    drafts.keep(district.agent, "complaint.accept#42", typed | {"secrecy": "confidential"})
    drafts.discard(district.agent, "complaint.accept#42")
    assert not Draft.objects.exists()


def test_a_draft_of_misconduct_is_secret_before_anything_was_chosen(district):
    drafts.keep(
        district.agent,
        "misconduct.accept",
        {"content": "收受红包", "contact_name": "张伟", "category": leaf("misconduct")},
    )
    assert "contact_name" not in Draft.objects.get().data


@pytest.mark.parametrize("kind", ["complaint", "misconduct", "opinion", "suggestion", "praise"])
def test_each_kind_may_be_taken(district, kind):
    order = accepted(district, kind)
    assert order.state == "accepted" and order.deadlines.filter(clock="dispatched_by").exists()


def test_a_case_says_nothing_of_itself_to_others(district):
    """The step that accepted it tells no more than the order does."""
    step = Step.objects.get(order=accepted(district, secrecy="confidential", place="东江市营业厅"))
    assert step.data["contact_name"] == "保密客户" and "contact_phones" not in step.data
    assert "premises" not in step.data and "call" not in step.data
    assert CaseDetail.objects.get().near is None


def written_about(order: WorkOrder) -> list[str]:
    """Where in the database something of the reporter's is written in the clear; the customers' own records aside."""
    found = []
    for model in apps.get_models():
        if model._meta.app_label in ("customers", "accounts") or model._meta.proxy or not model._meta.managed:
            continue
        for row in model._base_manager.all():
            text = serializers.serialize("json", [row], ensure_ascii=False)
            found += [f"{model._meta.label}: {each}" for each in SECRET if each in text]
    return found
