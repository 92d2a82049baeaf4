"""省审核台: what is decided there besides replies. Where a case goes, more time, what did not happen."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from accounts.models import Role, RoleAt
from complaints.models import CaseDetail
from complaints.selectors.audit import PILES, counts, waiting
from tests.browsing import HTMX, at_desk, text_of
from tests.complaints.auditing import decide, page_of
from tests.complaints.cases import act, lived_until, pdf
from workorders import errors
from workorders.registry import registry
from workorders.services import perform
from workorders.templatetags.pages import moment

MORNING = datetime(2026, 11, 24, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Tuesday


@pytest.fixture(autouse=True)
def nobody_auditing():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def morning():
    with time_machine.travel(MORNING, tick=True):
        yield


def test_what_came_from_the_centre_is_forwarded_to_the_city_it_lies_in(district):
    order = lived_until(district, "dispatched")
    CaseDetail.objects.filter(pk=order.pk).update(near=district.city)
    client = at_desk(district.auditor)
    page = page_of(client, pile="forwarding")
    assert f'data-number="{order.number}"' in page
    assert f'<option value="{district.city.pk}" selected>' in page
    assert "已转派" in text_of(decide(client, order, "forward", "forwarding", unit=district.city.pk))
    order.refresh_from_db()
    assert (order.state, order.unit) == ("forwarded", district.city)


@pytest.mark.clause("A3.5")
def test_where_a_secret_case_happened_is_told_to_who_forwards_it(district):
    secret = {"secrecy": "confidential", "place": "东江市第二营业厅"}
    order = lived_until(district, "dispatched", **secret)
    shown = page_of(at_desk(district.auditor), order, pile="forwarding")
    assert "<dt>事发地点</dt><dd>东江市第二营业厅</dd>" in shown
    for identity in ("张伟", "13812345678", "138 1234 5678", "朝阳路"):
        assert identity not in shown
    open_ = lived_until(district, "dispatched")
    assert "事发地点" not in page_of(at_desk(district.auditor), open_, pile="forwarding")


def test_an_extension_is_granted_or_refused_with_why(district):
    order = lived_until(district, "handling")
    until = (timezone.now() + timedelta(days=20)).isoformat()
    asked = {"until": until, "reason": "等待第三方检定"}
    act(district, order, "extend", "handler", files={"file": pdf()}, **asked)
    client = at_desk(district.auditor)
    page = page_of(client, pile="extensions")
    assert "等待第三方检定" in page and 'data-number="' in page
    refused = decide(client, order, "decide_extension", "extensions", granted="no")
    assert refused.status_code == 422 and "不同意时请写明理由" in text_of(refused)
    assert decide(client, order, "decide_extension", "extensions", granted="yes").status_code == 200
    assert order.extensions.get().granted is True
    assert counts(district.auditor, PILES["extensions"]).piles["extensions"] == 0


@pytest.mark.parametrize("kind", ["complaint", "opinion"])
def test_what_granting_makes_of_the_clocks_is_shown_before(district, kind):
    order = lived_until(district, "handling", kind=kind)
    until = timezone.now() + timedelta(days=20)
    act(district, order, "extend", "handler", files={"file": pdf()}, until=until.isoformat(), reason="等待第三方检定")
    shown = page_of(at_desk(district.auditor), pile="extensions")
    again = at_desk(district.auditor).get(
        "/audit/", {"pile": "extensions", "order": order.number, "seen": 1}, headers={**HTMX, "HX-Target": "audit-case"}
    )
    assert "刚刚" in text_of(again) and "同意后" in text_of(again)  # the case alone, changed since it was opened
    before = {each.pk: each.due_at for each in order.deadlines.all()}
    act(district, order, "decide_extension", "auditor", granted="yes")
    moves = [(before[each.pk], each) for each in order.deadlines.all() if each.due_at != before[each.pk]]
    labels = registry[kind].clock_labels
    assert {each.clock for _, each in moves} == {"replied_by", "answered_by"}
    for due, each in moves:
        assert f"「{labels[each.clock]}」由 {moment(due)} 延至 <b>{moment(each.due_at)}</b>" in shown


def test_a_year_mistyped_is_refused_and_said(district):
    order = lived_until(district, "handling")
    until = (timezone.now() + timedelta(days=400)).isoformat()
    with pytest.raises(errors.Invalid) as refused:
        act(district, order, "extend", "handler", files={"file": pdf()}, until=until, reason="等待第三方检定")
    assert refused.value.fields == {"until": ["延期日期不能晚于一年以后，请核对年份"]}
    assert not order.extensions.exists()


def test_an_extension_whose_time_is_over_moves_no_clock_and_says_so(district):
    with time_machine.travel(timezone.now() - timedelta(days=60)):
        order = lived_until(district, "handling")
        until = (timezone.now() + timedelta(days=80)).isoformat()
        act(district, order, "extend", "handler", files={"file": pdf()}, until=until, reason="等待第三方检定")
    assert "回复时限已到，同意后时限不变。" in page_of(at_desk(district.auditor), order, pile="extensions")


def test_what_is_asked_for_is_counted_by_type(district):
    for kind in ("complaint", "complaint", "opinion"):
        order = lived_until(district, "handling", kind)
        until = (timezone.now() + timedelta(days=20)).isoformat()
        act(district, order, "extend", "handler", files={"file": pdf()}, until=until, reason="等待第三方检定")
    counted = counts(district.auditor, PILES["extensions"])
    assert counted.piles["extensions"] == 3 == counts(district.auditor, PILES["replies"]).piles["extensions"]
    assert (counted.kinds["complaint"], counted.kinds["opinion"], counted.kinds["suggestion"]) == (2, 1, 0)
    assert '<span class="num">2</span>' in page_of(at_desk(district.auditor), pile="extensions", kind="complaint")


def test_an_appeal_of_an_archived_case_is_decided_here(district):
    order = lived_until(district, "archived")
    asked = {"purpose": "认定不属实", "basis": "现场照片", "appellant": "李强"}
    act(district, order, "appeal", "dispatcher", files={"file": pdf()}, **asked)
    client = at_desk(district.auditor)
    page = page_of(client, pile="appeals")
    assert "认定不属实" in page and "电表接线松动" in page
    answer = decide(client, order, "decide_appeal", "appeals", granted="no", opinion="照片不能证明")
    assert "申诉不成立" in text_of(answer)
    assert order.appeals.get().granted is False


def test_who_asked_does_not_decide(district):
    order = lived_until(district, "handling")
    RoleAt.objects.create(person=district.handler, role=Role.AUDITOR, unit=district.centre)
    until = (timezone.now() + timedelta(days=20)).isoformat()
    act(district, order, "extend", "handler", files={"file": pdf()}, until=until, reason="等待检定")
    assert waiting(district.handler, PILES["extensions"]).orders == []
    assert "申请是您自己提的" in page_of(at_desk(district.handler), order, pile="extensions")
    with pytest.raises(errors.NotAllowed, match="须由别人审批"):
        perform(order.pk, "decide_extension", district.handler, {"granted": "yes"})
