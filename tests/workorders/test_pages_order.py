"""The order page: what it shows, to whom."""

from datetime import timedelta

import pytest
from django.utils import timezone

from repair.models import RepairDetail
from tests import factories
from tests.browsing import at_desk, text_of
from workorders.services import sweep


def page(person, order) -> str:
    answer = at_desk(person).get(f"/orders/{order.number}/")
    assert answer.status_code == 200
    return text_of(answer)


def test_everything_of_an_order(district):
    order = factories.lived_until(district, "replied")
    shown = page(district.agent, order)
    for part in (
        f"<b>{order.number[-6:]}</b>",
        "已回单",
        "张伟",
        "13812345678",
        "朝阳路1号台区",
        "更换熔断器，已恢复供电。",
        "客户签字",
        "熔断器烧损",
        "城东抢修一班",
        "第 1 轮",
        "第 1 轮",
        "还没有附件",
    ):
        assert part in shown, part
    assert shown.count("stop-done") == 7
    assert 'aria-current="step"' in shown


def test_the_next_thing_is_open_and_the_others_are_offered(district):
    order = factories.lived_until(district, "received")
    shown = page(district.dispatcher, order)
    assert f'action="/orders/{order.number}/assign/"' in shown
    assert f'href="/orders/{order.number}/merge/"' in shown
    watching = page(district.supervisor, order)
    assert "/assign/" not in watching
    assert f'href="/orders/{order.number}/supervise/"' in watching


def test_after_the_survey_the_next_thing_is_restoration(district):
    order = factories.lived_until(district, "on_site")
    assert f'action="/orders/{order.number}/survey/"' in page(district.crew, order)
    _, _, survey = next(step for step in factories.LIFE if step[0] == "survey")
    factories.act(district, order, "survey", "crew", **survey)
    assert f'action="/orders/{order.number}/restore/"' in page(district.crew, order)


def test_a_supervisor_sees_masks_until_they_look(district):
    order = factories.lived_until(district, "dispatched")
    client = at_desk(district.supervisor)
    RepairDetail.objects.update(consent="张伟")
    masked = text_of(client.get(f"/orders/{order.number}/"))
    for secret in ("张伟", "13812345678", "502室"):
        assert secret not in masked, secret
    opened = client.post(f"/orders/{order.number}/reveal/", {"reason": "客户投诉，需联系核实"})
    assert opened.status_code == 200
    for secret in ("张伟", "13812345678", "502室"):
        assert secret in text_of(opened), secret
    assert order.steps.filter(verb="reveal", actor__username="supervisor").count() == 1
    assert "13812345678" not in text_of(client.get(f"/orders/{order.number}/"))


def test_out_of_scope_is_not_found(district):
    order = factories.lived_until(district, "dispatched")
    for post in ("other_dispatcher", "crew", "system_admin"):
        answer = at_desk(getattr(district, post)).get(f"/orders/{order.number}/")
        assert answer.status_code == 404
        assert "没有找到这张工单" in text_of(answer)
    assert at_desk(district.agent).get("/orders/2020010100000000/").status_code == 404


def test_the_timeline_tells_late_entries_and_clocks(district, order):
    earlier = timezone.now()
    factories.act(district, order, "dispatch", "agent")
    factories.act(district, order, "receive", "dispatcher")
    while sweep.sweep(earlier + timedelta(hours=2)):
        pass
    shown = page(district.agent, order)
    assert "「到达现场」超时" in shown
    assert "「到达现场」即将到期" in shown
    assert "step-late" in shown
    assert "「到达现场」超时后仍未完成" in shown
    assert "上级单位主管" in shown


def test_a_chip_explains_its_due_time(district, order):
    shown = page(district.agent, order)
    assert "派单：" in shown
    assert "3 分钟" in shown


def test_a_pause_is_in_the_explanation(district):
    order = factories.lived_until(district, "dispatched")
    factories.act(district, order, "pause", "lead", reason="客户要求改日处理")
    shown = page(district.lead, order)
    assert "已暂停" in shown
    assert "客户要求改日处理（某值班长）" in shown


def test_returned_orders_begin_their_track_again(district):
    order = factories.lived_until(district, "dispatched")
    factories.act(district, order, "refuse", "dispatcher", codes=["not_our_area"], text="属西湖公司")
    shown = page(district.agent, order)
    assert "不属本单位供电区域" in shown
    assert "单位退单" in shown
    assert "stop-done" not in shown


def test_other_orders_of_the_same_customer(district, order):
    again = factories.accepted(district)
    assert order.number in page(district.agent, again)


def test_queries_stay_few(district, django_assert_max_num_queries):
    order = factories.lived_until(district, "replied")
    client = at_desk(district.agent)
    client.get(f"/orders/{order.number}/")
    with django_assert_max_num_queries(25):
        client.get(f"/orders/{order.number}/")


@pytest.mark.parametrize("post", ["agent", "lead", "dispatcher", "crew", "supervisor"])
@pytest.mark.parametrize("state", ["dispatched", "received", "assigned", "on_site", "restored", "replied"])
def test_an_order_page_asks_at_most_twenty_five_times(district, state, post, django_assert_max_num_queries):
    order = factories.lived_until(district, state)
    client = at_desk(getattr(district, post))
    shown = client.get(f"/orders/{order.number}/").status_code
    with django_assert_max_num_queries(25):
        assert client.get(f"/orders/{order.number}/").status_code == shown
