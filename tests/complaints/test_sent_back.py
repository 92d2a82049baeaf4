"""What came back is shown to who must mend it, and a unit reads why its replies come back most often."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from complaints.models import CaseDetail
from complaints.replies.avoiding import AVOID
from complaints.replies.codes import LABELS
from complaints.selectors.worst import worst_reasons
from tests import factories
from tests.browsing import at_desk, text_of
from tests.complaints import cases
from tests.workorders.returning import an_order, change, sent_back
from workorders import errors
from workorders.services import perform

pytestmark = pytest.mark.clause("D5")
BACK = {"satisfaction": "4", "dissatisfied": ["result"], "solved": "no", "fault": "utility", "result": "bad"}


def page(district, order, post="handler"):
    return text_of(at_desk(getattr(district, post)).get(f"/orders/{order.number}/"))


@pytest.mark.clause("D2")
def test_the_handler_reads_how_often_it_came_back_from_where_and_what_to_mend(district):
    order = cases.lived_until(district, "replied")
    assert "次退回" not in page(district, order)
    order = cases.act(district, order, "send_back", "auditor", codes=["wrong_time"], text="请核对到场时间").order
    said = page(district, order)
    assert "第 1 次退回 · 省退市" in said and "处理时间填写错误" in said and "请修改：<b>请核对到场时间</b>" in said
    order = cases.step(district, order, "reply", "handler")
    assert "次退回 ·" not in page(district, order)  # it is answered; the list below keeps it
    assert "第 1 次 · 省退市" in page(district, order)
    order = cases.step(district, order, "approve", "auditor")
    again = {**BACK, "return_codes": ["demand_not_answered"], "words": "没有人给我看过校验结果"}
    order = cases.step(district, order, "call_back", "agent", **again)
    said = page(district, order)
    assert "第 2 次退回 · 国退" in said and "未答复客户诉求" in said and "客户说：<b>没有人给我看过校验结果</b>" in said


def test_what_came_back_is_not_sent_in_once_more_as_it_was(district):
    order = cases.lived_until(district, "replied")
    order = cases.act(district, order, "send_back", "auditor", codes=["evidence_missing"], text="请补校验报告").order
    kept = CaseDetail.objects.get(order=order)
    flags = {name: "yes" if getattr(kept, name) else "no" for name in ("true", "ours")}
    names = ("text", "opinion", "handled_by", "handled_at")
    same = {name: getattr(kept, name) for name in names} | flags
    # A form knows no seconds.
    spaced = {**same, "text": kept.text[:3] + "\u200b \n" + kept.text[3:]}
    of_a_form = {**same, "handled_at": f"{timezone.localtime(kept.handled_at):%Y-%m-%dT%H:%M}"}
    for again in (same, of_a_form, spaced):
        with pytest.raises(errors.Invalid) as refused:
            cases.act(district, order, "reply", "handler", **again)
        assert "一字未改" in str(refused.value.fields)
    changed = {**same, "text": kept.text + "校验报告已交客户。"}
    assert cases.act(district, order, "reply", "handler", **changed).order.state == "replied"


def test_a_file_that_was_asked_for_is_change_enough(district):
    order = cases.lived_until(district, "replied")
    order = cases.act(district, order, "send_back", "auditor", codes=["evidence_missing"], text="请补校验报告").order
    kept = CaseDetail.objects.get(order=order)
    flags = {name: "yes" if getattr(kept, name) else "no" for name in ("true", "ours")}
    same = {name: getattr(kept, name) for name in ("text", "opinion", "handled_by", "handled_at")} | flags
    data = {**same, "handled_at": kept.handled_at.isoformat()}
    outcome = perform(order.pk, "reply", district.handler, data, files=MultiValueDict({"file": [cases.pdf()]}))
    assert outcome.order.state == "replied"


def test_a_file_attached_by_itself_is_change_enough(district):
    order = cases.lived_until(district, "replied")
    order = cases.act(district, order, "send_back", "auditor", codes=["evidence_missing"], text="请补校验报告").order
    kept = CaseDetail.objects.get(order=order)
    flags = {name: "yes" if getattr(kept, name) else "no" for name in ("true", "ours")}
    same = {name: getattr(kept, name) for name in ("text", "opinion", "handled_by", "handled_at")} | flags
    cases.act(district, order, "attach", "handler", files={"file": cases.pdf()}, kind="document")
    assert cases.act(district, order, "reply", "handler", **same).order.state == "replied"


def test_a_refusal_asks_for_another_unit_until_it_is_sent_there(district):
    order = cases.lived_until(district, "forwarded")
    refused = {"codes": ["not_our_area"], "text": "户号属西湖"}
    order = cases.act(district, order, "refuse", "dispatcher", **refused).order
    said = page(district, order, "auditor")
    assert "<strong>单位退单</strong>" in said and "不属本单位供电区域" in said and "说明：<b>户号属西湖</b>" in said
    order = cases.step(district, order, "forward", "auditor")
    assert "<strong>单位退单</strong>" not in page(district, order, "auditor")
    for verb, post in (("receive", "dispatcher"), ("reply", "handler")):
        order = cases.step(district, order, verb, post)
    order = cases.act(district, order, "send_back", "auditor", codes=["wrong_time"], text="请核对到场时间").order
    said = page(district, order)
    assert "第 1 次退回 · 省退市" in said and "<b>第 1 次 · 省退市</b>" in said and "<b>单位退单</b>" in said


def test_a_repair_that_came_back_stays_marked_until_it_is_answered(district):
    order = factories.lived_until(district, "replied")
    order.callbacks.update(opens_at=timezone.now())
    unsolved = {"satisfaction": "5", "dissatisfied": ["unrepaired"], "solved": "no", "fault": "utility"}
    answers = {**factories.ANSWERS, **unsolved, "return_codes": ["not_restored"]}
    order = factories.act(district, order, "call_back", "agent", **answers).order
    assert "第 1 次退回 · 回访退回" in page(district, order, "dispatcher")
    order = factories.act(district, order, "assign", "dispatcher", crew="crew_unit").order
    assert "第 1 次退回 · 回访退回" in page(district, order, "dispatcher")


def test_every_reason_has_its_advice():
    assert AVOID.keys() == LABELS.keys()
    assert all(line.endswith("。") and len(line) <= 60 for line in AVOID.values())


def give(district, code, times=1, unit=None, kind="complaint", **more):
    order = an_order(district, kind, unit or district.operations)
    for _ in range(times):
        sent_back(order, more.pop("level", "province"), [code], district, more.get("when", timezone.now()))
    return order


def test_a_unit_reads_its_most_frequent_reasons(district, django_assert_num_queries):
    give(district, "no_result", times=2)
    give(district, "no_result")
    give(district, "wrong_time", times=2)
    give(district, "evidence_missing", level="national")
    give(district, "too_long")
    with django_assert_num_queries(1):
        found = worst_reasons(district.operations)
    assert [(each.code, each.times, each.orders) for each in found] == [
        ("no_result", 3, 2),
        ("wrong_time", 2, 1),
        ("evidence_missing", 1, 1),
    ]
    shown = render_to_string("complaints/_worst.html", {"worst": found})
    assert "本单位近半年最常被退的原因" in shown and "没有具体处理结果" in shown and AVOID["no_result"] in shown
    assert "没有被退过的回复" in render_to_string("complaints/_worst.html", {"worst": []})


@pytest.mark.clause("A3.5")
def test_what_is_older_from_elsewhere_not_of_a_reply_or_not_for_all_eyes_is_left_out(district):
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        give(district, "no_result", when=now - timedelta(days=190))
        give(district, "wrong_time", unit=district.other_city)
        give(district, "not_our_area", level="unit")
        give(district, "too_long", kind="misconduct")
        change(give(district, "swapped"), counted=False)
        give(district, "wording", when=now - timedelta(days=150))
        assert [each.code for each in worst_reasons(district.operations)] == ["wording"]
        assert [each.code for each in worst_reasons(district.city)] == ["wording"]
        assert {each.code for each in worst_reasons(district.operations, months=12)} == {"no_result", "wording"}
        assert len(worst_reasons(district.centre, limit=1)) == 1


def test_what_came_back_most_often_stands_beside_the_next_reply(district):
    now = cases.lived_until(district, "handling")
    handler = at_desk(district.handler)
    assert "最常被退的原因" not in text_of(handler.get(f"/orders/{now.number}/reply/"))
    for codes in (["evidence_missing"], ["no_result", "evidence_missing"]):
        order = cases.lived_until(district, "replied")
        order = cases.act(district, order, "send_back", "auditor", codes=codes, text="请补充").order
        for verb, post in (("reply", "handler"), ("approve", "auditor"), ("call_back", "agent")):
            order = cases.step(district, order, verb, post)
        assert order.state == "archived"
    page = text_of(handler.get(f"/orders/{now.number}/reply/"))
    beside = page[page.index('class="beside"') : page.index("</aside>")]
    worst = beside.partition("本单位近半年最常被退的原因")[2].partition("</section>")[0]
    reasons = re.findall(r'<li><b>(.*?)</b> <span class="soft num">(\d+) 次</span>', worst)
    assert reasons == [(LABELS["evidence_missing"], "2"), (LABELS["no_result"], "1")]
    assert all(AVOID[code] in worst for code in ("evidence_missing", "no_result"))
    assert "上次被退" not in beside  # this one has not come back


@pytest.mark.parametrize("text", ["", "其他", "其他。", "没有具体处理结果；其他。", "——"])
def test_the_province_says_what_other_means(district, text):
    order = cases.lived_until(district, "replied")
    data = {"codes": ["no_result", "other"], "text": text}
    with pytest.raises(errors.Invalid) as refused:
        cases.act(district, order, "send_back", "auditor", **data)
    assert refused.value.fields == {"text": ["选了“其他”，请写明具体是什么问题"]}
    desk = at_desk(district.auditor)
    for address, more in (
        (f"/audit/{order.number}/", {"_verb": "send_back"}),
        (f"/orders/{order.number}/send_back/", {}),
    ):
        answer = desk.post(address, data | more)
        assert answer.status_code == 422 and "请写明具体是什么问题" in text_of(answer)
        assert text in text_of(answer) and text_of(answer).count("checked") >= 2  # nothing chosen or typed is lost
    order = cases.act(district, order, "send_back", "auditor", **data | {"text": "其他：附件打不开"}).order
    assert order.state == "handling"


@pytest.mark.parametrize("words", ["", "其他"])
def test_the_centre_says_what_other_means(district, words):
    order = cases.lived_until(district, "audited")
    again = {**BACK, "return_codes": ["other"], "words": words}
    with pytest.raises(errors.Invalid) as refused:
        cases.step(district, order, "call_back", "agent", **again)
    assert refused.value.fields == {"words": ["退回原因选了“其他”，请写明客户说的是什么问题"]}
    answer = at_desk(district.agent).post(f"/callbacks/{order.number}/", {**cases.ANSWERS, **again})
    assert answer.status_code == 422 and "请写明客户说的是什么问题" in text_of(answer)
    assert cases.step(district, order, "call_back", "agent", **again | {"words": "电表还在倒转"}).state == "handling"


def test_a_unit_says_what_other_means(district):
    order = cases.lived_until(district, "forwarded")
    with pytest.raises(errors.Invalid) as refused:
        cases.act(district, order, "refuse", "dispatcher", codes=["other"], text="其他")
    assert "text" in refused.value.fields
