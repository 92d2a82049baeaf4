"""坐席工作台 for the five businesses: what is asked in which order, what is said, what is linked, what stays unknown."""

from __future__ import annotations

import html
import json
import re

import pytest
import time_machine
from django.utils import timezone

from customers.models import Call
from customers.services import calls
from customers.services.contacts import register_customer
from tests import factories
from tests.browsing import HTMX, at_desk, text_of
from tests.complaints.cases import accepted, act, leaf, lived_until, pdf, step, told
from workorders.models import Draft, Step, WorkOrder

FRIDAY = timezone.datetime(2026, 11, 20, 14, 0, tzinfo=timezone.get_fixed_timezone(480))
SUNDAY = timezone.datetime(2026, 11, 22, 10, 0, tzinfo=timezone.get_fixed_timezone(480))


def places(text: str, *words: str) -> list[int]:
    return [text.index(word) for word in words]


def test_a_complaint_is_asked_for_in_the_order_of_its_conversation(agent, on_line):
    shown = text_of(agent.get("/desk/?kind=complaint"))
    drawn = places(
        shown,
        "投诉分类<",
        "投诉等级<",
        "<legend>身份",
        "受理内容<",
        "发生时间（客户所述）<",
        "责任初判<",
        "客户地址<",
        "客户姓名<",
    )
    assert drawn == sorted(drawn)
    assert "开关是否跳闸" not in shown and "客户要求怎样处理" in shown


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("misconduct", "线索"),
        ("opinion", "改进"),
        ("suggestion", "建议改什么"),
        ("praise", "表扬谁"),
        ("repair", "开关"),
    ],
)
def test_each_business_asks_for_its_own(agent, on_line, kind, asked):
    for address in (f"/desk/?kind={kind}", f"/orders/new/{kind}/"):
        content = text_of(agent.get(address)).partition('name="content"')[2].partition("</textarea>")[0]
        assert asked in content


@pytest.mark.clause("A3.1", "A3.2", "C6")
def test_soothing_comes_first_and_what_is_never_said_is_shown(agent, on_line):
    shown = text_of(agent.get("/desk/?kind=complaint"))
    assert "非常抱歉给您带来不便" in shown.partition('id="say-opening"')[2].partition("</div>")[0]
    assert "服务禁语" in shown and "您爱投诉就投诉" in shown


@pytest.mark.clause("A4.2")
def test_whoever_suggests_something_is_thanked(agent, on_line):
    shown = text_of(agent.get("/desk/?kind=suggestion"))
    assert "非常感谢您对供电工作的关心和支持" in shown.partition('id="say-opening"')[2].partition("</div>")[0]


def test_each_grade_and_each_secrecy_says_what_it_means(agent, on_line):
    for address in ("/desk/?kind=complaint", "/orders/new/complaint/"):
        shown = text_of(agent.get(address))
        for words in ("人身伤害、媒体曝光", "单独加密，处理单位看不到", "不会保存姓名、电话、地址和来电关联"):
            assert words in shown


def test_the_agent_knows_who_will_see_a_report_of_misconduct(agent, on_line):
    for address in ("/desk/?kind=misconduct", "/orders/new/misconduct/"):
        assert "举报专责" in text_of(agent.get(address))
    assert "举报专责" not in text_of(agent.get("/desk/?kind=complaint"))


@pytest.mark.clause("A3.4", "E5")
@pytest.mark.parametrize(
    ("now", "said"),
    [(FRIDAY, "周五，11月27日"), (SUNDAY, "周五，11月27日")],  # 00:00 of Monday is the end of Friday's working day
)
def test_the_day_to_promise_is_read_out_from_the_calendar(district, now, said):
    with time_machine.travel(now, tick=False):
        shown = text_of(at_desk(district.agent).get("/desk/?kind=complaint")).partition('class="promises"')[2]
    assert f"{said}</b> 前答复您处理结果" in shown
    assert "5 个工作日" in shown


@pytest.mark.clause("A3.4")
def test_what_was_promised_is_the_orders_own_limit(district, ask, typed):
    due = timezone.localtime() + timezone.timedelta(days=1)
    answer = text_of(ask("complaint/take", **typed, relay_due_at=due.isoformat(), _then="dispatch"))
    assert f"{due:%H:%M}</b> 前答复您处理结果" in answer.partition("告诉客户")[2]
    assert "约定的时限" in answer


@pytest.mark.clause("A3.5")
def test_whom_nobody_can_answer_nothing_is_promised(ask, typed):
    help_ = text_of(ask("complaint/matter", **typed | {"secrecy": "anonymous"}))
    said = help_.partition('class="promises"')[2].partition("</section>")[0]
    assert "无法答复您结果" in said and "前与您联系" not in said
    help_ = text_of(ask("complaint/matter", **typed | {"secrecy": "confidential"}))
    assert "代处理单位与您联系" in help_


@pytest.mark.clause("A3.5")
@pytest.mark.parametrize("secrecy", ["confidential", "anonymous"])
def test_what_would_give_the_caller_away_is_shown_while_it_is_typed(ask, typed, secrecy):
    giving = typed | {"content": "客户张伟反映电费多，尾号5678，住18号3单元502室", "secrecy": secrecy}
    if secrecy == "anonymous":
        giving |= {"contact_name": "", "contact_phones": "", "address": ""}
    shown = text_of(ask("complaint/matter", **giving, _part="spots"))
    for words, what in (("张伟", "姓名"), ("5678", "手机尾号"), ("3单元502室", "住址")):
        assert f"<mark>{words}</mark>" in shown or words in shown
        assert what in shown
    assert "desk-help" not in shown  # the small answer alone
    assert "<mark>" not in text_of(ask("complaint/matter", **giving | {"secrecy": "open"}, _part="spots"))


@pytest.mark.clause("A3.5", "C9")
def test_taking_an_anonymous_complaint_leaves_nothing_of_the_call(district, ask, typed, on_line):
    for form in ("repair", "complaint"):  # begun as a fault, before the customer said it
        name = f"{form}.accept#{on_line.pk}"
        Draft.objects.create(person=district.agent, form=name, data={"contact_name": "张伟"}, updated_at=timezone.now())
    answer = text_of(
        ask("complaint/take", **typed | {"secrecy": "anonymous", "place": "东江市营业厅"}, _then="dispatch")
    )
    assert "已受理并派单" in answer and f'data-slot="{on_line.pk}"' in answer
    order = WorkOrder.objects.get()
    assert (order.call, order.phone, order.state) == (None, "", "dispatched")
    assert Call.objects.get().disposal == ""  # marked as an order at that instant it would say whose it was
    assert not Draft.objects.exists()


def test_what_was_typed_goes_on_in_another_business(district, ask, typed, on_line):
    name = f"repair.accept#{on_line.pk}"
    Draft.objects.create(person=district.agent, form=name, data={"content": "x"}, updated_at=timezone.now())
    shown = text_of(ask("complaint/sheet", **typed, _from="repair"))
    assert typed["content"] in shown and "没办完的" not in shown
    assert not Draft.objects.filter(form=name).exists()
    anonymous = {
        name: value for name, value in typed.items() if name not in ("contact_name", "contact_phones", "address")
    }
    shown = text_of(ask("repair/sheet", **anonymous, _from="complaint"))
    assert 'value="张伟"' in shown  # the line tells it again
    shown = text_of(ask("misconduct/sheet", **typed, _from="complaint"))
    assert 'value="confidential" checked' in shown  # an open report of misconduct there is not


def test_a_secret_draft_comes_back_with_what_the_line_tells(district, agent, on_line):
    data = {"content": "收受红包", "secrecy": "confidential"}
    Draft.objects.create(
        person=district.agent, form=f"misconduct.accept#{on_line.pk}", data=data, updated_at=timezone.now()
    )
    shown = text_of(agent.get("/desk/?kind=misconduct"))
    assert "收受红包" in shown and 'value="张伟"' in shown


@pytest.mark.clause("D17")
def test_who_called_often_is_told_with_how_it_ended(district, agent, on_line):
    lived_until(district, "archived", "opinion", premises=district.premises.pk)
    stated = lived_until(district, "handling", premises=district.premises.pk)
    act(district, stated, "submit_statement", "dispatcher", {"file": pdf()}, text="已多次解释，客户仍不接受")
    act(district, stated, "approve", "auditor")
    factories.accepted(district)
    shown = text_of(agent.get("/desk/?kind=complaint")).partition('class="again"')[2].partition("</section>")[0]
    for kind in ("意见", "投诉", "报修"):
        assert f'<b class="num">1</b> {kind}' in shown
    assert "情况说明已批准" in shown and "回访满意" in shown


@pytest.mark.clause("D17")
def test_earlier_orders_are_linked_in_one_click(district, ask, typed):
    person, matter = (
        factories.accepted(district),
        accepted(district, contact_phones="139 1234 5679", premises=district.neighbour.pk),
    )
    help_ = text_of(ask("complaint/matter", **typed))
    assert "附近 60 天内的同类问题" in help_
    for order in (person, matter):
        assert f'data-relate="{order.number}"' in help_
    answer = text_of(
        ask("complaint/take", **typed, _then="dispatch", _related=f"{person.number} {matter.number} nonsense")
    )
    assert "已关联" in answer
    order = WorkOrder.objects.latest("pk")
    assert set(order.related.all()) == {WorkOrder.objects.get(pk=person.pk), WorkOrder.objects.get(pk=matter.pk)}
    assert Step.objects.filter(order=order, verb="relate").count() == 2
    again = text_of(ask("complaint/take", **typed, _then="dispatch", _related=f"{person.number} {matter.number}"))
    assert "没有重复建单" in again and Step.objects.filter(order=order, verb="relate").count() == 2


@pytest.mark.clause("D17")
def test_earlier_orders_of_the_address_are_recognised_whoever_lives_there_now(district, agent):
    """Neither the name nor any number is the same: the house changed hands."""
    place = district.premises
    one, two = accepted(district, premises=place.pk), factories.accepted(district)
    place.customer = register_customer("赵敏", phones="13612340000")
    place.save()
    calls.ring("c2", "13612340000", district.centre, 1, timezone.now(), by=district.telephony)
    line = calls.answer("c2", district.agent, timezone.now(), rings=2, by=district.telephony)
    card = text_of(agent.get("/desk/?kind=complaint"))
    assert '已有 <b class="num">2</b> 张工单' in card.partition('class="again"')[2].partition("</section>")[0]
    moved_in = told(premises=place.pk, contact_name="赵敏", contact_phones="136 1234 0000")
    known = text_of(agent.post("/orders/new/complaint/", {**moved_in, "_choose": place.pk}, headers=HTMX))
    for order in (one, two):
        assert f'data-relate="{order.number}"' in card and f"/orders/{order.number}/" in known
    asked = {**moved_in, "_key": "k1", "_slot": str(line.pk), "call": "c2", "secrecy": "open", "_then": "dispatch"}
    agent.post("/desk/complaint/take/", asked, headers=HTMX)
    order = WorkOrder.objects.latest("pk")
    assert (order.phone, order.customer, order.earlier_calls) == ("13612340000", place.customer, 2)
    shown = text_of(agent.get(f"/orders/{order.number}/"))
    assert "60 天内第 3 次" in shown
    linked = shown.partition('id="earlier-title"')[2].partition("</section>")[0]
    assert all(f"/orders/{each.number}/" in linked for each in (one, two))


@pytest.mark.clause("D17", "A3.5")
def test_nothing_is_linked_with_a_secret_order(district, ask, typed):
    earlier = factories.accepted(district)
    secret = typed | {"secrecy": "confidential", "place": "东江市营业厅"}
    shown = text_of(ask("complaint/matter", **secret))
    assert "data-relate" not in shown and "看到关联就知道是谁" in shown
    ask("complaint/take", **secret, _then="dispatch", _related=earlier.number)
    assert not WorkOrder.objects.get(kind="complaint").related.exists()


@pytest.mark.clause("D17")
def test_the_order_page_shows_what_is_linked_and_links_the_rest(district, agent):
    order, other, third = accepted(district), accepted(district, "opinion"), factories.accepted(district)
    act(district, order, "relate", "agent", number=other.number)
    shown = text_of(agent.get(f"/orders/{order.number}/"))
    linked = shown.partition('id="related-title"')[2].partition("</section>")[0]
    rest = shown.partition('id="earlier-title"')[2].partition("</section>")[0]
    assert other.number[-6:] in linked and third.number[-6:] not in linked
    assert third.number[-6:] in rest and other.number[-6:] not in rest
    answer = agent.post(f"/orders/{order.number}/relate/", {"number": third.number})
    assert answer.status_code == 302 and third.pk in order.related.values_list("pk", flat=True)
    crew = at_desk(district.handler)  # who does not see the fault is not told of it
    step(district, order, "dispatch", "agent")
    for verb, post in (("forward", "auditor"), ("receive", "dispatcher")):
        step(district, order, verb, post)
    assert (
        third.number[-6:]
        not in text_of(crew.get(f"/orders/{order.number}/")).partition('id="order-parts"')[2].partition("</div>")[0]
    )


@pytest.mark.clause("A4.3")
def test_an_opinion_is_explained_at_once(district, ask, typed):
    said = {"explain-said": "按政策解释", "explain-satisfaction": "2", "explain-accepted": "on"}
    mine = {**typed, "category": leaf("opinion"), **said}
    mine.pop("grade")
    assert "已受理并解释办结" in text_of(ask("opinion/take", **mine, _then="explain"))
    assert WorkOrder.objects.get().state == "archived"


@pytest.mark.parametrize("kind", ["complaint", "misconduct", "opinion", "suggestion", "praise"])
def test_the_plain_page_takes_each_kind_without_a_script(district, agent, kind):
    answer = agent.post(f"/orders/new/{kind}/", {**told(kind), "_do": "accept"})
    assert answer.status_code == 302 and WorkOrder.objects.get().kind == kind
    wrong = text_of(agent.post(f"/orders/new/{kind}/", {**told(kind, content=""), "_do": "accept"}))
    assert "请填写" in wrong


def test_budgets(district, agent, on_line, django_assert_max_num_queries):
    for _ in range(3):
        accepted(district, premises=district.premises.pk)
    agent.get("/desk/?kind=complaint")
    with django_assert_max_num_queries(40):
        agent.get("/desk/?kind=complaint")
    typed = {**told(premises=district.premises.pk), "_slot": str(on_line.pk), "call": "c1", "secrecy": "confidential"}
    with django_assert_max_num_queries(16):
        agent.post("/desk/complaint/matter/", {**typed, "_part": "spots"}, headers=HTMX)


def turned(agent, kind: str, **said: str) -> str:
    """The form for ``kind``, after ``said`` in the one before it."""
    return text_of(agent.post(f"/desk/{kind}/sheet/", {"_slot": "", **said}, **HTMX))


def checked(shown: str, name: str) -> str:
    """Which of the answers to ``name`` stands in the form."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="(\w+)"[^>]*checked', shown)
    return found[1] if found else ""


@pytest.mark.clause("A3.5")
def test_who_may_know_them_is_as_the_business_begins_until_somebody_says_otherwise(agent, on_line):
    said = {"_from": "misconduct", "secrecy": "confidential", "content": "说过的话"}
    shown = turned(agent, "complaint", **said)
    assert checked(shown, "secrecy") == "open" and "说过的话" in shown
    shown = turned(agent, "complaint", **said, _chosen="grade secrecy")
    assert checked(shown, "secrecy") == "confidential" and 'name="_chosen" value="grade secrecy"' in shown


def test_who_comes_back_to_a_business_finds_its_category(agent, on_line):
    attitude = str(leaf("complaint"))
    shown = turned(agent, "misconduct", _from="complaint", category=attitude, content="说过的话")
    leads = html.unescape(re.search(r'name="_leads" value="([^"]*)"', shown)[1])
    assert json.loads(leads) == {"complaint": attitude}
    shown = turned(agent, "complaint", _from="misconduct", category="", content="说过的话", _leads=leads)
    assert f'<option value="{attitude}" selected' in shown
    for broken in ("[1]", "{", '{"complaint": 3}', "[" * 900):
        assert "说过的话" in turned(agent, "complaint", _from="misconduct", content="说过的话", _leads=broken)


def test_where_it_goes_is_not_carried_into_another_business(agent, on_line, district):
    said = {"_from": "complaint", "dispatch-unit": str(district.centre.pk), "content": "说过的话"}
    selected = f'<option value="{district.centre.pk}" selected'
    assert selected not in turned(agent, "praise", **said)
    with_place = {**said, "premises": str(district.premises.pk)}
    usual = turned(agent, "praise", **with_place)
    assert f'<option value="{district.station.pk}" selected' in usual
    chosen = turned(
        agent, "praise", **{**with_place, "dispatch-unit": str(district.operations.pk)}, _chosen="dispatch-unit"
    )
    assert f'<option value="{district.operations.pk}" selected' in chosen
