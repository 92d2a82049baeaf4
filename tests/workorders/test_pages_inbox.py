"""My messages: mine alone, unread first, read with one click."""

from tests import factories
from tests.browsing import at_desk, text_of
from workorders.models import Delivery
from workorders.services import outbox


def test_unread_then_read(district, order):
    factories.act(district, order, "dispatch", "agent")
    outbox.expand()
    client = at_desk(district.dispatcher)
    page = text_of(client.get("/inbox/"))
    assert f"新报修 {order.number}" in page
    assert 'class="count num"' in page
    mine = Delivery.objects.get(person=district.dispatcher, channel="inbox")
    answer = client.post("/inbox/read/", {"id": mine.pk, "order": order.number})
    assert answer["Location"] == f"/orders/{order.number}/"
    page = text_of(client.get("/inbox/"))
    assert "未读" not in page.split("<main")[1]
    assert "已读" in page
    assert 'class="count num"' not in page


def test_all_at_once_and_only_mine(district, order):
    factories.act(district, order, "dispatch", "agent")
    outbox.expand()
    others = at_desk(district.other_dispatcher)
    assert "没有消息" in text_of(others.get("/inbox/"))
    mine = Delivery.objects.get(person=district.dispatcher, channel="inbox")
    others.post("/inbox/read/", {"id": mine.pk})
    others.post("/inbox/read/")
    mine.refresh_from_db()
    assert mine.read_at is None
    at_desk(district.dispatcher).post("/inbox/read/")
    mine.refresh_from_db()
    assert mine.read_at is not None
