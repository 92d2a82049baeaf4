"""省审核台: what waits and for whom, the answer beside the words, and what is decided, one case after the other."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache

from accounts.models import Person, Role, RoleAt
from complaints.replies.reply import Field, Finding, Severity
from complaints.selectors import audit
from complaints.selectors.audit import PILES, counts, waiting
from complaints.selectors.audit_case import pieces
from tests.browsing import HTMX, at_desk, text_of
from tests.complaints.auditing import PART, decide, page_of, panel_of
from tests.complaints.cases import a_reply, accepted, act, clear, lived_until, pdf, step
from workorders.models import Draft
from workorders.services import perform

MORNING = datetime(2026, 11, 24, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Tuesday
BACK = {"codes": ["no_result", "wording"], "text": "请写明退补的金额和依据。"}
REPLIES = PILES["replies"]


@pytest.fixture(autouse=True)
def nobody_auditing():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def morning():
    with time_machine.travel(MORNING, tick=True) as traveller:
        yield traveller


@pytest.fixture
def replied(district, morning):
    return replied_before(district, morning, 60)


def replied_before(district, morning, minutes, kind="complaint", **changes):
    """A case answered so many minutes ago."""
    morning.move_to(MORNING - timedelta(minutes=minutes))
    order = lived_until(district, "replied", kind, **changes)
    morning.move_to(MORNING)
    return order


def second_auditor(district) -> Person:
    person = Person.objects.create_user("second_auditor", None, name="另一审核")
    RoleAt.objects.create(person=person, role=Role.AUDITOR, unit=district.centre)
    return Person.objects.get(pk=person.pk)


# ---- what waits


def test_the_reply_stands_beside_what_the_customer_said(district, replied):
    page = page_of(at_desk(district.auditor))
    assert f'data-number="{replied.number}"' in page
    assert "要求核实电表并答复原因" in page
    assert "电表接线松动导致计量异常" in page
    assert "客户表示满意，认可退补金额。" in page
    assert "/128 字" in page
    assert "已说明核实情况" in page  # the contact log
    assert '待审核</span><b class="num">1</b>' in page


def test_only_an_auditor_has_this_desk(district, replied):
    for post in ("agent", "dispatcher", "handler", "supervisor", "lead"):
        assert at_desk(district.people[post]).get("/audit/").status_code == 403
    assert "g a" in page_of(at_desk(district.auditor))
    assert at_desk(district.auditor).get("/")["Location"] == "/audit/"


def test_the_first_to_fall_due_comes_first_page_by_page(district, morning, replied, monkeypatch):
    later = replied_before(district, morning, 20, "opinion")
    monkeypatch.setattr(audit, "PAGE", 1)
    first = waiting(district.auditor, REPLIES)
    second = waiting(district.auditor, REPLIES, after=first.after)
    assert [each.pk for each in first.orders + second.orders] == [replied.pk, later.pk]
    assert first.after and not second.after
    assert [each.pk for each in waiting(district.auditor, REPLIES, "opinion").orders] == [later.pk]


def test_an_auditor_of_one_city_has_nothing_of_another(district, replied):
    other = Person.objects.create_user("west", None, name="西湖审核")
    RoleAt.objects.create(person=other, role=Role.AUDITOR, unit=district.other_city)
    other = Person.objects.get(pk=other.pk)
    assert waiting(other, REPLIES).orders == []
    assert counts(other, REPLIES).piles["replies"] == 0
    assert replied.number not in page_of(at_desk(other))
    answer = at_desk(other).post(f"/audit/{replied.number}/", {"_verb": "approve", "_pile": "replies"}, headers=PART)
    assert answer.status_code == 404


def test_nobody_audits_what_they_wrote(district):
    order = lived_until(district, "handling")
    writer = district.handler
    RoleAt.objects.create(person=writer, role=Role.AUDITOR, unit=district.centre)
    perform(order.pk, "contact", district.handler, {"outcome": "reached", "said": "已说明"})
    perform(order.pk, "reply", district.handler, a_reply())
    assert waiting(district.handler, REPLIES).orders == []
    assert counts(district.handler, REPLIES).piles["replies"] == 0
    assert "须由别人审核" in page_of(at_desk(writer), order)
    assert [each.pk for each in waiting(district.auditor, REPLIES).orders] == [order.pk]


@pytest.mark.clause("A3.5")
def test_misconduct_is_neither_shown_nor_counted_without_the_clearance(district):
    clear(district, "dispatcher", "handler")
    cleared = second_auditor(district)
    RoleAt.objects.create(person=cleared, role=Role.INTEGRITY, unit=district.centre)
    order = step(district, accepted(district, "misconduct"), "dispatch", "agent")
    cleared = Person.objects.get(pk=cleared.pk)
    perform(order.pk, "forward", cleared, {"unit": district.city.pk})
    for verb, post in (("receive", "dispatcher"), ("reply", "handler")):
        order = step(district, order, verb, post)
    without = at_desk(district.auditor)
    assert counts(district.auditor, REPLIES).piles["replies"] == 0
    assert "举报" not in page_of(without) and order.number not in page_of(without)
    assert "没有找到要审核的工单" in page_of(without, order)
    seen = Person.objects.get(pk=cleared.pk)
    assert counts(seen, REPLIES).kinds["misconduct"] == 1
    assert f'data-number="{order.number}"' in page_of(at_desk(seen))


@pytest.mark.clause("A3.5")
def test_the_page_knows_no_identity(district):
    order = lived_until(district, "replied", secrecy="confidential")
    page = page_of(at_desk(district.auditor), order)
    assert f'data-number="{order.number}"' in page and "保密" in page
    assert "客户知道了" in page  # what came through the relay
    for known in ("张伟", "13812345678", "138 1234 5678", "502室"):
        assert known not in page


# ---- decisions


@pytest.mark.clause("D2")
def test_passed_it_goes_to_the_call_back_and_the_next_opens_in_the_same_answer(district, morning, replied):
    later = replied_before(district, morning, 20)
    answer = decide(at_desk(district.auditor), replied, "approve")
    replied.refresh_from_db()
    assert (answer.status_code, replied.state) == (200, "audited")
    assert answer["HX-Push-Url"] == f"/audit/?order={later.number}"
    page = text_of(answer)
    assert f"{replied.number} 已通过。下面是下一张" in page
    assert f'data-number="{later.number}"' in page
    assert '今天已审 <b class="num">1</b> 张' in page and "退回" in page


@pytest.mark.clause("D2", "D5")
def test_sent_back_with_several_codes_and_what_to_mend(district, replied):
    answer = decide(at_desk(district.auditor), replied, "send_back", **BACK)
    replied.refresh_from_db()
    back = replied.returns.get()
    assert (answer.status_code, replied.state) == (200, "handling")
    assert (back.level, back.codes, back.text) == ("province", BACK["codes"], BACK["text"])
    assert '· 退回 <b class="num">1</b>' in text_of(answer)


@pytest.mark.clause("D5")
def test_the_second_time_says_so_with_what_was_asked_and_what_was_written_before(district, replied):
    act(district, replied, "send_back", "auditor", **BACK)
    perform(
        replied.pk,
        "reply",
        district.handler,
        a_reply(text="11月24日到现场核实，更换电能表，退补电费86元，依据《供电营业规则》，已向客户解释。"),
    )
    page = page_of(at_desk(district.auditor), replied)
    assert page.count("第 2 次送审") == 2  # list and case
    assert "请写明退补的金额和依据。" in page and "没有具体处理结果、用词不当" in page
    assert "退回前写的" in page and "电表接线松动" in page


@pytest.mark.clause("D13")
def test_a_statement_passed_is_archived_without_a_call_back(district):
    order = lived_until(district, "handling")
    act(
        district,
        order,
        "submit_statement",
        "dispatcher",
        files={"file": pdf("说明.pdf")},
        text="客户多次提出不合理诉求。",
    )
    client = at_desk(district.auditor)
    page = page_of(client, order)
    assert "通过后取消回访，直接归档" in page and "说明.pdf" in page
    assert "取消回访" in text_of(decide(client, order, "approve"))
    order.refresh_from_db()
    assert order.state == "archived"


def test_sending_back_without_a_reason_keeps_what_was_written(district, replied):
    answer = decide(at_desk(district.auditor), replied, "send_back", text="金额不对")
    page = text_of(answer)
    assert answer.status_code == 422
    assert "退回原因" in page and "金额不对</textarea>" in page
    assert "data-no open" in page
    replied.refresh_from_db()
    assert replied.state == "replied"


@pytest.mark.clause("B4.5")
def test_an_audit_that_is_late_asks_for_the_reason_in_place(district, morning, replied):
    morning.move_to(MORNING + timedelta(days=3))
    client = at_desk(district.auditor)
    assert "「省审核」已超时，须写明原因" in page_of(client, replied)
    refused = decide(client, replied, "approve")
    assert refused.status_code == 422 and "请填写超时原因" in text_of(refused)
    assert decide(client, replied, "approve", late_cause="utility", late_text="周末积压").status_code == 200
    assert replied.deadlines.get(clock="audited_by").late_text == "周末积压"


def test_somebody_was_faster_and_the_next_comes_with_what_was_typed(district, morning, replied):
    later = replied_before(district, morning, 20)
    client = at_desk(second_auditor(district))
    seen = panel_of(client, replied)
    act(district, replied, "approve", "auditor")
    data = {**seen, "_verb": "send_back", "_pile": "replies", **BACK}
    answer = client.post(f"/audit/{replied.number}/", data, headers=PART)
    page = text_of(answer)
    assert answer.status_code == 409
    assert "没有登记" in page and "某省审核「审核通过」" in page and BACK["text"] in page
    assert f'data-number="{later.number}"' in page
    assert not replied.returns.exists()
    part = client.get(f"/audit/?order={replied.number}", headers={**HTMX, "HX-Target": "audit-case"})
    assert "没有要在这里办的" in text_of(part)


def test_what_happened_meanwhile_is_told_and_may_be_passed_over(district, replied):
    client = at_desk(district.auditor)
    seen = panel_of(client, replied)
    act(district, replied, "urge", "agent", content="客户又来电催问")
    part = client.get(
        f"/audit/?order={replied.number}&seen={seen['_version']}", headers={**HTMX, "HX-Target": "audit-case"}
    )
    assert "刚刚「催办」" in text_of(part)
    data = {**seen, "_verb": "send_back", "_pile": "replies", **BACK}
    answer = client.post(f"/audit/{replied.number}/", data, headers=PART)
    page = text_of(answer)
    assert answer.status_code == 409 and "催办" in page and BACK["text"] in page
    again = dict(data, _version=page.split('name="_version" value="')[1].split('"')[0])
    assert client.post(f"/audit/{replied.number}/", again, headers=PART).status_code == 200


def test_a_double_click_decides_once(district, replied):
    client = at_desk(district.auditor)
    data = {**panel_of(client, replied), "_verb": "send_back", "_pile": "replies", **BACK}
    for _ in range(2):
        answer = client.post(f"/audit/{replied.number}/", data, headers=PART)
    assert "已经登记过，没有重复登记" in text_of(answer)
    assert replied.returns.count() == 1


def test_two_auditors_get_different_cases_and_see_each_other(district, morning, replied):
    later = replied_before(district, morning, 20)
    one, two = at_desk(district.auditor), at_desk(second_auditor(district))
    assert f'data-number="{replied.number}"' in page_of(one)
    assert f'data-number="{later.number}"' in page_of(two)
    assert "某省审核 正在看" in page_of(two, replied)
    assert one.post(f"/audit/{replied.number}/hold/", {"leave": "1"}).status_code == 204
    assert "正在看" not in page_of(two, replied)


def test_what_is_put_aside_comes_when_nothing_else_is_left(district, morning, replied):
    later = replied_before(district, morning, 20)
    client = at_desk(district.auditor)
    answer = client.post(f"/audit/{replied.number}/", {"_skip": "1", "_pile": "replies"}, headers=PART)
    assert f'data-number="{later.number}"' in text_of(answer)
    assert f'data-number="{later.number}"' in page_of(client)
    assert f'data-number="{replied.number}"' in text_of(decide(client, later, "approve"))


def test_half_a_return_waits_and_may_be_dropped(district, replied):
    client = at_desk(district.auditor)
    client.post("/drafts/", {"_form": "complaint.send_back", "_order": replied.number, "text": "说到一半"})
    assert "说到一半" in page_of(client, replied)
    client.post(f"/audit/{replied.number}/", {"_discard": "1", "_verb": "send_back", "_pile": "replies"})
    assert "说到一半" not in page_of(client, replied)
    assert not Draft.objects.exists()


def test_a_refused_no_is_the_draft_and_a_refused_yes_is_none(district, replied):
    client = at_desk(district.auditor)
    assert decide(client, replied, "send_back", text="最后几秒写的").status_code == 422
    assert "最后几秒写的" in page_of(client, replied)
    assert decide(client, replied, "approve", remark="长" * 201).status_code == 422
    assert [draft.form for draft in Draft.objects.all()] == ["complaint.send_back"]
    decide(client, replied, "send_back", **BACK)
    assert not Draft.objects.exists()


def test_without_a_script_it_is_an_ordinary_form(district, replied):
    client = at_desk(district.auditor)
    answer = decide(client, replied, "approve", headers={})
    assert answer.status_code == 302
    assert "已通过" in text_of(client.get(answer["Location"]))


# ---- the gate's findings


def test_findings_are_marked_where_they_lie():
    def finding(start, end):
        return Finding("colloquial", "D8", Severity.REMIND, Field.TEXT, "口头语", "改写", start, end)

    found = [(1, finding(2, 4)), (2, finding(3, 5)), (3, finding(0, 0)), (4, finding(6, 8))]
    cut, placed = pieces("已把空开弄好了。", found)
    assert [(piece.text, piece.mark) for piece in cut] == [("已把", 0), ("空开", 1), ("弄好", 0), ("了。", 4)]
    assert placed == {1, 4}


def test_a_reminder_left_standing_is_shown_and_written_into_the_reason(district):
    order = lived_until(district, "handling")
    perform(order.pk, "contact", district.handler, {"outcome": "reached", "said": "已说明"})
    text = (
        "11月24日到现场核实，该户令克烧坏导致计量异常，已更换熔断器，依据《供电营业规则》退补电费86元，已向客户解释。"
    )
    perform(order.pk, "reply", district.handler, a_reply(text=text))
    page = page_of(at_desk(district.auditor), order)
    assert "<mark" in page and "是口头语" in page
    assert "校验 1 处" in page and 'data-advice="“' in page


# ---- budget


def test_the_page_asks_the_database_so_much_and_no_more(district, morning, replied, django_assert_max_num_queries):
    client = at_desk(district.auditor)
    page_of(client, replied)
    with django_assert_max_num_queries(30):
        page_of(client, replied)
    for minutes in (50, 40, 30):
        replied_before(district, morning, minutes)
    with django_assert_max_num_queries(30):  # however many wait
        page_of(client, replied)
