"""回访台 for the five businesses: what is asked, what the customer is told, who is called though nobody may know them."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from tests.browsing import HTMX, text_of
from tests.complaints.cases import ANSWERS, lived_until, secret_and_audited, step
from workorders import errors
from workorders.models import Attempt, CallBack, Step, WorkOrder


@pytest.mark.clause("A4.3", "A4.4")
def test_whether_a_suggestion_was_adopted_is_asked_and_shown(district, agent):
    order = lived_until(district, "audited", "suggestion")
    order.callbacks.update(opens_at=timezone.now())
    shown = text_of(agent.get(f"/callbacks/?order={order.number}"))
    assert "采纳情况是否告知" in shown and "您的建议是否采纳" in shown
    answer = shown.partition("怎么处理的")[2].partition("</dl>")[0]
    assert "现场核实" in answer.partition("</dd>")[0]
    assert answer.partition("采纳情况")[2].partition("</dd>")[0].endswith("采纳")  # what the customer is told
    order = step(district, order, "call_back", "agent", adopted="no")
    assert "没有说明" in text_of(agent.get(f"/orders/{order.number}/"))


@pytest.mark.clause("A3.6", "A4.4")
@pytest.mark.parametrize(
    ("kind", "questions"),
    [
        ("complaint", {"result": "处理结果", "workmanship": "工作质量", "attitude": "服务态度", "timing": "答复时间"}),
        ("suggestion", {"adopted": "采纳情况", "result": "处理结果", "attitude": "服务态度", "timing": "答复时间"}),
    ],
)
def test_each_question_of_a_call_back_is_asked_and_has_its_answer(district, agent, kind, questions):
    order = lived_until(district, "audited", kind)
    order.callbacks.update(opens_at=timezone.now())
    page = text_of(agent.get(f"/callbacks/?order={order.number}"))
    wrong = agent.post(f"/callbacks/{order.number}/", {**ANSWERS, **dict.fromkeys(questions, "")})
    assert wrong.status_code == 422 and "有 4 处要改" in text_of(wrong)
    for code, label in questions.items():
        for shown in (page, text_of(wrong)):
            asked = shown.partition(f'data-ask="{code}"')[2].partition("</fieldset>")[0]
            assert re.search(rf"<legend>{label}", asked) and asked.count('type="radio"') >= 2
            assert re.search(r'data-say="[^"]{5,}"', asked.partition(">")[0])  # there are words to ask it in
            assert ("请记录客户的回答" in asked) == (shown != page)
        with pytest.raises(errors.Invalid) as refused:
            step(district, order, "call_back", "agent", **{code: ""})
        assert refused.value.fields == {code: ["请记录客户的回答"]}
    order.refresh_from_db()
    assert order.state == "audited" and not Attempt.objects.exists()
    step(district, order, "call_back", "agent")
    assert set(Attempt.objects.get().answers) == set(questions)


@pytest.mark.clause("A3.6", "C9")
def test_the_confidential_are_called_back_by_a_look_on_record(district, agent):
    order = secret_and_audited(district)
    page = text_of(agent.get(f"/callbacks/?order={order.number}"))
    assert "保密客户" in page and "查看来电人身份" in page and "13812345678" not in page.replace(" ", "")
    looked = text_of(agent.post(f"/callbacks/{order.number}/look/", headers=HTMX | {"HX-Target": "callee"}))
    assert "138 1234 5678" in looked and "张伟" in looked
    recorded = Step.objects.get(order=order, verb="look")
    assert (recorded.data["reason"], recorded.actor) == ("回访", district.agent)
    version = WorkOrder.objects.get(pk=order.pk).version
    assert f'value="{version}" id="seen-version"' in looked  # what is filled in beside it may still be sent
    assert "13812345678" not in text_of(agent.get(f"/callbacks/?order={order.number}")).replace(" ", "")
    plain = text_of(agent.post(f"/callbacks/{order.number}/look/"))
    assert "138 1234 5678" in plain and "第 1 次回访" in plain


def test_whose_identity_is_not_kept_apart_is_not_looked_up(district, agent):
    order = lived_until(district, "audited")
    order.callbacks.update(opens_at=timezone.now())
    assert "查看来电人身份" not in text_of(agent.get(f"/callbacks/?order={order.number}"))
    assert agent.post(f"/callbacks/{order.number}/look/").status_code == 404
    assert not Step.objects.filter(verb="look").exists()


@pytest.mark.clause("A2.4")
def test_the_reasons_of_a_return_come_in_groups(district, agent):
    order = lived_until(district, "audited")
    CallBack.objects.update(opens_at=timezone.now())
    shown = text_of(agent.get(f"/callbacks/?order={order.number}")).partition('data-ask="return_codes"')[2]
    first, _, rest = shown.partition("写得怎样")
    assert "处理得怎样" in first and "未答复客户诉求" in first.partition("没有具体处理结果")[0]
    assert "有错别字或标点错误" in rest
