"""What was typed is kept for its author alone, until it is submitted."""

from tests import factories
from tests.browsing import at_desk, posted, text_of
from workorders.models import Draft

NEW = "/orders/new/repair/"


def keep(person, order=None, form="repair.accept", **fields):
    body = {"_form": form, "_order": order.number if order else "", **fields}
    return at_desk(person).post("/drafts/", body)


def test_kept_and_given_back(district):
    answer = keep(district.agent, content="写到一半电话断了", contact_name="张伟")
    assert answer.json()["kept_at"]
    page = text_of(at_desk(district.agent).get(NEW))
    assert "写到一半电话断了" in page
    assert "已恢复" in page
    assert "放弃草稿" in page


def test_for_nobody_else(district, order):
    keep(district.agent, order, "repair.urge", content="只有我看得到")
    keep(district.agent, content="只有我看得到")
    assert "只有我看得到" not in text_of(at_desk(district.lead).get(f"/orders/{order.number}/urge/"))
    assert "只有我看得到" not in text_of(at_desk(district.second_agent).get(NEW))
    assert "只有我看得到" in text_of(at_desk(district.agent).get(f"/orders/{order.number}/urge/"))


def test_gone_once_submitted(district, order):
    keep(district.agent, order, "repair.urge", content="客户催办")
    at_desk(district.agent).post(f"/orders/{order.number}/urge/", {"content": "客户催办"})
    keep(district.agent, content="一户无电")
    at_desk(district.agent).post(NEW, posted(factories.report(district)))
    assert not Draft.objects.exists()


def test_discarded(district, order):
    keep(district.agent, order, "repair.urge", content="不要了")
    body = {"_form": "repair.urge", "_order": order.number, "_discard": "1"}
    answer = at_desk(district.agent).post("/drafts/", body, follow=True)
    assert answer.redirect_chain[-1][0] == f"/orders/{order.number}/urge/"
    assert "不要了" not in text_of(answer)
    assert not Draft.objects.exists()


def test_several_choices_come_back(district):
    order = factories.lived_until(district, "dispatched")
    at_desk(district.dispatcher).post(
        "/drafts/", {"_form": "repair.refuse", "_order": order.number, "codes": ["duplicate", "not_power"]}
    )
    page = text_of(at_desk(district.dispatcher).get(f"/orders/{order.number}/refuse/"))
    for code in ("duplicate", "not_power"):
        assert f'value="{code}" checked' in page


def test_not_for_what_one_cannot_see(district, order):
    assert keep(district.other_dispatcher, order, "repair.receive", text="x").status_code == 404
    assert keep(district.agent, None, "nonsense.accept", text="x").status_code == 404
    assert keep(district.agent, order, "repair.nonsense", text="x").status_code == 404
    assert keep(district.agent, None, content="长" * 200_001).status_code == 422
    assert not Draft.objects.exists()


def test_nothing_typed_keeps_nothing(district):
    assert keep(district.agent, content="").json() == {"kept_at": ""}
    assert not Draft.objects.exists()


def test_what_the_database_cannot_hold_is_left_out(district, order):
    assert keep(district.agent, content="一户\0无电", **{"con\0tact_name": "张伟"}).json()["kept_at"]
    assert Draft.objects.get().data == {"content": "一户无电", "contact_name": "张伟"}
    answer = at_desk(district.agent).post("/drafts/", {"_form": "repair.urge", "_order": "1\0", "content": "x"})
    assert answer.status_code == 404
