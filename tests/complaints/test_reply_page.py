"""The handler's screen without a browser's scripts: what stands beside the reply, what is refused and kept, what is told."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from complaints.models import CaseDetail
from tests.browsing import HTMX, at_desk, text_of
from tests.complaints.cases import a_reply, act, clear, lived_until, pdf, relayed, step
from workorders import errors
from workorders.models import Step
from workorders.services import perform

CHECK_QUERIES = 7  # of them 2 for the session and 2 for the rights; however long the text


@pytest.fixture
def order(district):
    return lived_until(district, "handling", happened="10月底", concerned="抄表员王某")


@pytest.fixture
def handler(district) -> Client:
    return at_desk(district.handler)


def checked(client: Client, number: str, body: object, **headers: str):
    sent = body if isinstance(body, bytes) else json.dumps(body)
    return client.post(f"/complaints/replies/{number}/check/", sent, content_type="application/json", headers=headers)


def posted(client: Client, number: str, **changes):
    now = f"{timezone.localtime():%Y-%m-%dT%H:%M}"
    return client.post(f"/orders/{number}/reply/", {**a_reply(handled_at=now), "occurred_at": "", **changes})


def test_on_a_confidential_order_it_is_the_centre_that_calls(district, handler):
    """What the unit is told to do it can do: it has no number."""
    told = {}
    for secrecy in ("open", "confidential"):
        number = lived_until(district, "handling", secrecy=secrecy, place="朝阳路一带").number
        body = {"text": "已更换电表，客户表示满意。", "opinion": "客户满意"}
        found = {each["rule"]: each for each in checked(handler, number, body).json()["findings"]}
        told[secrecy] = found["agreed_unreached"]["advice"]
    assert "先联系客户" in told["open"] and "先请座席中转联系客户" in told["confidential"]


@pytest.mark.clause("E5")
def test_what_the_customer_said_stands_beside_the_editor(district, order, handler):
    perform(order.pk, "contact", district.handler, {"outcome": "no_answer"})
    act(district, order, "attach", "handler", files={"file": pdf("检定报告.pdf")}, kind="document")
    page = text_of(handler.get(f"/orders/{order.number}/reply/"))
    beside = page[page.index('class="beside"') : page.index("</aside>")]
    for words in (order.content, "10月底", "抄表员王某", "无人接听", "已联系 1 次，0 次接通"):
        assert words in beside
    assert f'href="/orders/{order.number}/contact/"' in beside and "登记联系" in beside
    assert "检定报告.pdf" in page and "reply-editor.js" in page and "marked-text.js" in page and "reply.css" in page


def test_why_it_came_back_stands_on_top(district, order, handler):
    step(district, order, "reply", "handler")
    act(district, order, "send_back", "auditor", codes=["demand_not_answered"], text="写明核实电表的结果")
    page = text_of(handler.get(f"/orders/{order.number}/reply/"))
    assert "上次被退" in page and "未答复客户诉求" in page and "请修改：写明核实电表的结果" in page
    assert "退补电费86元" in page  # what was sent is where the handler goes on from


@pytest.mark.clause("D8", "D9")
def test_a_refused_reply_keeps_everything_and_shows_the_places_without_any_script(order, handler):
    answer = posted(handler, order.number, text="客户无理取闹，客户已撤诉。", opinion="<b>满意</b>", ours="no")
    page = text_of(answer)
    assert answer.status_code == 422 and "回复校验没有通过" in page
    assert "客户无理取闹，客户已撤诉。</textarea>" in page and "&lt;b&gt;满意&lt;/b&gt;</textarea>" in page
    assert re.search(r'value="no"[^>]*checked', page) and 'value="李强"' in page
    assert re.search(r'<mark class="mark-block"[^>]*>无理取闹</mark>', page)
    assert "处阻断" in page and "贬损" in page and "换成中性说法" in page
    assert CaseDetail.objects.get(order=order).text == "" and not Step.objects.filter(verb="reply").exists()


def test_a_refused_reply_is_the_draft_and_its_file_is_named(order, handler):
    answer = posted(handler, order.number, text="客户已撤诉。最后几秒写的。", file=pdf("检定报告.pdf"))
    assert answer.status_code == 422 and "请重新选择：<b>检定报告.pdf</b>" in text_of(answer)
    again = text_of(handler.get(f"/orders/{order.number}/reply/"))
    assert "最后几秒写的。</textarea>" in again and "草稿里没有文件" in again


def test_the_same_for_htmx_in_place(order, handler):
    now = f"{timezone.localtime():%Y-%m-%dT%H:%M}"
    sent = a_reply(handled_at=now, text="客户已撤诉。")
    answer = handler.post(f"/orders/{order.number}/reply/", sent, headers=HTMX)
    page = text_of(answer)
    assert answer.status_code == 422 and page.lstrip().startswith('<section class="card panel panel-wide"')
    assert "客户已撤诉。</textarea>" in page and 'data-severity="block"' in page


def test_ten_thousand_characters_are_judged_live_and_kept_when_refused(order, handler):
    text = "到现场核实电表，客户无理取闹。" * 667
    answer = checked(handler, order.number, {"text": text})
    found = answer.json()["findings"]
    assert answer.status_code == 200 and answer.json()["length"] == len(text) > 10_000
    assert all(text[each["start"] : each["end"]] == "无理取闹" for each in found if each["rule"] == "derogatory")
    refused = posted(handler, order.number, text=text)
    assert refused.status_code == 422 and text in text_of(refused) and "请把全文放进附件" in text_of(refused)


def test_line_breaks_count_once_and_shift_no_mark(order, handler):
    text = "到现场核实。\r\n客户无理取闹。\r\n\r\n已向客户解释。"
    page = text_of(posted(handler, order.number, text=text))
    assert ">无理取闹</mark>" in page


def test_in_another_state_the_page_says_so(district, order, handler):
    step(district, order, "reply", "handler")
    for answer in (handler.get(f"/orders/{order.number}/reply/"), posted(handler, order.number)):
        assert answer.status_code == 409 and "已回复" in text_of(answer)


def test_half_characters_and_sizes_without_end_are_no_fault_of_ours(order, handler):
    assert checked(handler, order.number, {"text": "\ud800已处理\ud83d"}).status_code == 200
    assert checked(handler, order.number, {"text": "好", "file_name": "a.pdf", "file_size": 10**400}).status_code == 200
    refused = checked(handler, order.number, {"text": "a\0b"})
    assert refused.status_code == 400 and "不能保存的字符" in refused.json()["error"]["message"]


def test_what_is_typed_is_judged_as_far_as_it_goes(order, handler):
    half = {"text": "客户已撤诉。", "handled_at": "2026-11-2", "true": "perhaps", "file_size": "many", "odd": {"a": 1}}
    answer = checked(handler, order.number, half)
    assert answer.status_code == 200 and answer.json()["blocked"] is True
    with_file = {"text": "已更换电能表，具体情况详见附件。", "file_name": "照片.jpg", "file_size": 20_000}
    assert "attachment_missing" not in {
        each["rule"] for each in checked(handler, order.number, with_file).json()["findings"]
    }


def test_what_is_too_long_or_no_json_is_refused_in_words(order, handler):
    for body, status in (({"text": "一" * 20_001}, 413), (b"x" * 300_000, 413), (b"[", 400), (b"[]", 400)):
        answer = checked(handler, order.number, body)
        assert answer.status_code == status and answer.json()["error"]["message"]


def test_who_may_have_it_judged(district, order):
    for post, status in (
        ("handler", 200),
        ("dispatcher", 200),
        ("auditor", 200),
        ("agent", 403),
        ("other_dispatcher", 404),
    ):
        assert checked(at_desk(getattr(district, post)), order.number, {"text": "好"}).status_code == status, post
    assert checked(Client(), order.number, {"text": "好"}).status_code == 401
    clear(district, "auditor", "dispatcher", "handler")
    secret = lived_until(district, "handling", "misconduct")
    assert checked(at_desk(district.handler), secret.number, {"text": "好"}).status_code == 200
    assert checked(at_desk(district.supervisor), secret.number, {"text": "好"}).status_code == 404


def test_a_check_costs_few_queries(district, order, handler, django_assert_max_num_queries):
    for _ in range(4):
        perform(order.pk, "contact", district.handler, {"outcome": "no_answer"})
    checked(handler, order.number, {"text": "好"})
    with django_assert_max_num_queries(CHECK_QUERIES):
        assert checked(handler, order.number, {"text": "到现场核实电表。" * 500}).status_code == 200


@pytest.mark.clause("A3.5")
def test_a_confidential_customer_is_reached_through_the_centre_and_stays_unknown(district):
    order = lived_until(district, "handling", secrecy="confidential", place="朝阳路一带")
    handler, agent = at_desk(district.handler), at_desk(district.agent)
    page = text_of(handler.get(f"/orders/{order.number}/"))
    assert f"/orders/{order.number}/ask_relay/" in page and f"/orders/{order.number}/contact/" not in page
    perform(order.pk, "ask_relay", district.handler, {"question": "方便几时到现场？"})
    waiting = text_of(handler.get(f"/orders/{order.number}/"))
    assert "等待中心联系" in waiting and "查看身份" not in waiting and "请您中转" not in waiting
    assert 'data-waits="relay"' in waiting and "已请中心中转联系客户，等待答复" in waiting
    asked = text_of(agent.get(f"/orders/{order.number}/"))
    assert 'data-waits="relay"' in asked and "方便几时到现场？" in asked and "张伟" not in asked
    assert '<input type="hidden" name="reason" value="中转联系">' in asked
    looked = text_of(agent.post(f"/orders/{order.number}/look/", {"reason": "中转联系"}))
    assert "张伟" in looked and "13812345678" in looked and 'id="panel-title">答复中转' in looked
    seen = Step.objects.get(order=order, verb="look")
    assert (seen.actor, seen.data["reason"]) == (district.agent, "中转联系")
    perform(order.pk, "relay", district.agent, {"outcome": "reached", "answer": "周三下午在家"})
    for client in (handler, at_desk(district.auditor), at_desk(district.supervisor)):
        for where in ("", "reply/", "print/"):
            answer = client.get(f"/orders/{order.number}/{where}")
            assert "13812345678" not in text_of(answer) and "张伟" not in text_of(answer)
    told = text_of(handler.get(f"/orders/{order.number}/"))
    assert "周三下午在家" in told and "已接通（经中心中转）" in told and "已联系 1 次，1 次接通" in told


def test_the_contact_form_shows_the_tries_and_takes_one_that_failed(district, order, handler):
    assert "还没有联系过" in text_of(handler.get(f"/orders/{order.number}/contact/"))
    handler.post(f"/orders/{order.number}/contact/", {"outcome": "no_answer"})
    again = text_of(handler.get(f"/orders/{order.number}/contact/"))
    assert "已联系 1 次，0 次接通" in again and 'href="tel:13812345678"' in again


def test_no_extension_is_offered_where_no_clock_runs(district, order):
    late = max(each.due_at for each in order.deadlines.filter(state="running")) + timedelta(minutes=1)
    with time_machine.travel(late, tick=False):
        handler = at_desk(district.handler)
        assert f"/orders/{order.number}/extend/" not in text_of(handler.get(f"/orders/{order.number}/"))
        asked = handler.get(f"/orders/{order.number}/extend/")
        assert asked.status_code == 409 and "没有还在计时的回复时限，不能再申请延期" in text_of(asked)


def test_an_extension_says_until_when_it_holds_now_and_asks_the_auditor(district, order, handler):
    due = timezone.localtime(max(each.due_at for each in order.deadlines.filter(state="running")))
    page = text_of(handler.get(f"/orders/{order.number}/extend/"))
    assert f"「答复客户」现在到 {due:%Y-%m-%d %H:%M}" in page and f'min="{due:%Y-%m-%dT%H:%M}"' in page
    until = (due + timedelta(days=3)).isoformat()
    act(district, order, "extend", "handler", {"file": pdf("证明.pdf")}, until=until, reason="等检定结果")
    for post in ("handler", "dispatcher", "supervisor"):  # at the top, before anything else may be done
        waits = text_of(at_desk(getattr(district, post)).get(f"/orders/{order.number}/"))
        head, _, below = waits.partition('id="order-verbs"')[2].partition('aria-label="可以做的操作"')
        assert 'data-waits="decide_extension"' in head and "已申请延期，等待省审核审批。审批以前不能再申请延期" in head
        assert f"{district.handler.name}（运检部）" in head and "等检定结果" in head and "请审批" not in waits
        assert f"/orders/{order.number}/extend/" not in below
    again = handler.get(f"/orders/{order.number}/extend/")
    assert again.status_code == 409
    assert "已经申请过延期，还在等待审批，审批以前不能再申请延期" in text_of(again) and 'name="until"' not in text_of(
        again
    )
    panel = handler.get(f"/orders/{order.number}/extend/", headers={**HTMX, "HX-Target": "panel"})
    assert panel.status_code == 409 and "还在等待审批" in text_of(panel) and "<form" not in text_of(panel)
    with pytest.raises(errors.WrongState, match="还在等待审批"):
        act(district, order, "extend", "handler", {"file": pdf("又一份.pdf")}, until=until, reason="还要更久")
    auditor = at_desk(district.auditor)
    asked = text_of(auditor.get(f"/orders/{order.number}/"))
    assert 'data-waits="decide_extension"' in asked and 'id="panel-title">审批延期' in asked and "证明.pdf" in asked
    act(district, order, "decide_extension", "auditor", granted="no", opinion="先给阶段性答复")
    told = text_of(handler.get(f"/orders/{order.number}/"))
    assert "不同意" in told and "先给阶段性答复" in told and "data-waits" not in told
    assert f"/orders/{order.number}/extend/" in told


@pytest.mark.clause("A3.5")
def test_the_parts_are_told_to_programs_as_on_the_page(district, order):
    from accounts.services.sessions import issue_token

    perform(order.pk, "contact", district.handler, {"outcome": "reached", "said": "已说明核实情况"})
    secret = lived_until(district, "handling", secrecy="confidential", place="朝阳路一带")
    relayed(district, secret)
    headers = {"Authorization": f"Token {issue_token(district.handler)[1]}"}
    open_ = Client().get(f"/api/v1/orders/{order.number}/", headers=headers).json()["parts"]
    assert [each["code"] for each in open_] == ["contacts"] and open_[0]["summary"] == "已联系 1 次，1 次接通"
    assert open_[0]["entries"][0]["data"] == {"outcome": "reached", "said": "已说明核实情况", "relayed": False}
    answer = Client().get(f"/api/v1/orders/{secret.number}/", headers=headers)
    assert [each["code"] for each in answer.json()["parts"]] == ["contacts", "relays"]
    assert "13812345678" not in text_of(answer) and "张伟" not in text_of(answer)


def test_a_no_is_told_and_people_are_named(district, order, handler):
    perform(order.pk, "contact", district.handler, {"outcome": "reached", "said": "已说明"})
    CaseDetail.objects.filter(order=order).update(true=False, ours=False, replied_by=district.handler)
    page = text_of(handler.get(f"/orders/{order.number}/"))
    for label, value in (("是否属实", "否"), ("电力公司责任", "否"), ("回复人", "某处理人（运检部）")):
        assert re.search(rf"<dt>{label}</dt><dd>{value}</dd>", page), label
    assert "分类节点" not in page and "<dt>情况说明</dt>" not in page and "<dt>申诉成立</dt>" not in page


def test_what_the_gate_reminded_of_stays_in_the_log(district, order, handler):
    perform(order.pk, "contact", district.handler, {"outcome": "reached", "said": "已说明核实情况"})
    answer = posted(handler, order.number, text="已为客户退还电费86元，已向客户解释。")
    assert answer.status_code == 302
    assert Step.objects.get(order=order, verb="reply").data["reminded"]
    assert "校验提醒" in text_of(handler.get(f"/orders/{order.number}/"))


def test_no_one_asks_the_gate_without_end(order, handler, monkeypatch):
    monkeypatch.setattr("complaints.views.replies.A_MINUTE", 3)
    with time_machine.travel(timezone.now(), tick=False):
        answers = [checked(handler, order.number, {"text": "已更换电表。"}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert "一分钟后再试" in answers[-1].json()["error"]["message"]
