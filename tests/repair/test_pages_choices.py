"""What the forms on a page offer, so that nobody types what the system knows."""

from repair.models import DailyCheck
from tests import factories
from tests.browsing import at_desk, text_of


def opened(person, order, verb: str = "", **query) -> str:
    return text_of(at_desk(person).get(f"/orders/{order.number}/{f'{verb}/' if verb else ''}", query))


def test_a_merge_offers_the_open_orders_of_the_same_line(district):
    order = factories.lived_until(district, "dispatched")
    near = factories.lived_until(
        district, "dispatched", premises=district.neighbour.pk, contact_phones="13912345679", contact_name="李娜"
    )
    far = factories.lived_until(
        district, "dispatched", premises=district.far_premises.pk, contact_phones="13712345670", contact_name="王强"
    )
    page = opened(district.dispatcher, order, "merge")
    assert f"?master={near.number}" in page
    assert far.number not in page
    assert f'value="{near.number}"' in opened(district.dispatcher, order, "merge", master=near.number)


def test_crews_are_offered_with_what_keeps_them_from_being_sent(district):
    order = factories.lived_until(district, "received")
    DailyCheck.objects.filter(crew=district.second_crew_unit).delete()
    page = opened(district.dispatcher, order, "assign")
    assert "城东抢修一班（在岗 1 人，在办 0 张）" in page
    assert "城东抢修二班（不能派工：今天还没有做每日检查）" in page
    assert "请选择" in page


def test_without_an_address_no_unit_is_promised_by_it(district):
    page = opened(district.agent, factories.accepted(district, premises=""), "dispatch")
    assert "按地址自动确定" not in page
    assert "请选择" in page


def test_whoever_was_asked_for_support_is_asked_for_it_at_once(district):
    order = factories.lived_until(district, "on_site")
    factories.act(district, order, "support", "crew", units=[district.operations.pk], needed="需吊车立杆")
    page = opened(district.handler, order)
    assert 'id="panel-title">确认协同' in page


def test_a_supervisor_has_no_menu_to_open(district):
    page = opened(district.supervisor, factories.lived_until(district, "dispatched"))
    assert ">督办</a>" in page
    assert "更多</summary>" not in page


def test_an_accident_comes_first_in_the_title(district):
    assert factories.accepted(district, accident="person").title == "人身事故·低压故障·一户"


def test_why_it_was_explained_is_told_in_words(district):
    order = factories.accepted(district)
    factories.act(
        district, order, "explain", "agent", reason="customer", said="空气开关跳闸，指导客户自行合闸。", satisfaction=1
    )
    page = opened(district.agent, order)
    assert "<dd>客户内部产权，已电话指导</dd>" in page
