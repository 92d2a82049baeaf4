"""What was typed is kept for its author alone, until it is submitted."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests import factories
from tests.browsing import HTMX, at_desk, posted, text_of
from tests.complaints import cases
from workorders.models import Draft
from workorders.registry import registry

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


def test_what_was_refused_is_the_draft_to_its_last_word(district):
    order = factories.lived_until(district, "dispatched")
    dispatcher, refuse = at_desk(district.dispatcher), f"/orders/{order.number}/refuse/"
    keep(district.dispatcher, order, "repair.refuse", text="地址")
    for headers in (HTMX, {}):
        answer = dispatcher.post(refuse, {"text": "地址不清，最后几秒写的"}, headers=headers)
        assert answer.status_code == 422 and "地址不清，最后几秒写的</textarea>" in text_of(answer)
    assert "地址不清，最后几秒写的</textarea>" in text_of(dispatcher.get(refuse))
    agent = at_desk(district.agent)
    assert agent.post(NEW, {"content": "写完就按了受理", "_then": "dispatch"}).status_code == 422
    assert "写完就按了受理" in text_of(agent.get(NEW))
    agent.post(NEW, {**posted(factories.report(district, premises="")), "_then": "dispatch"})  # refused where it goes
    assert "请尽快核实处理" in text_of(agent.get(NEW))


def test_what_was_refused_at_the_call_back_desk_is_there_again(district):
    order = factories.lived_until(district, "replied")
    order.callbacks.update(opens_at=timezone.now())
    agent = at_desk(district.agent)
    answer = agent.post(f"/callbacks/{order.number}/", {"outcome": "reached", "words": "最后几秒写的"})
    assert answer.status_code == 422
    assert "最后几秒写的" in text_of(agent.get(f"/callbacks/?order={order.number}"))
    agent.post(f"/callbacks/{order.number}/", factories.ANSWERS)
    assert not Draft.objects.exists()


def test_what_nobody_may_keep_is_not_kept_because_it_was_refused(district):
    order = cases.lived_until(district, "handling", secrecy="confidential", place="东江市营业厅")
    answer = at_desk(district.agent).post(f"/orders/{order.number}/note/", {"kind": "more", "text": "是张伟说的"})
    assert answer.status_code == 422 and "张伟" not in str(list(Draft.objects.values_list("data")))
    taken = cases.told(secrecy="anonymous", content="")
    assert at_desk(district.agent).post("/orders/new/complaint/", taken).status_code == 422
    kept = str(list(Draft.objects.values_list("data")))
    assert "anonymous" in kept and "张伟" not in kept and "1234" not in kept


def test_a_file_that_came_with_a_refused_form_is_named(district, order):
    agent = at_desk(district.agent)
    file = SimpleUploadedFile("现场照片.jpg", b"no picture")
    page = text_of(agent.post(f"/orders/{order.number}/attach/", {"kind": "nonsense", "file": file}))
    assert "请重新选择：<b>现场照片.jpg</b>" in page
    assert "请重新选择" not in text_of(agent.post(f"/orders/{order.number}/attach/", {"kind": "nonsense"}))
    page = text_of(agent.get(f"/orders/{order.number}/attach/"))
    assert "草稿里没有文件，附件请重新选择" in page


def test_how_long_a_draft_is_comes_before_what_it_says(district, monkeypatch):
    order = cases.lived_until(district, "handling", secrecy="confidential", place="东江市营业厅")
    read = []
    business = registry["complaint"]
    monkeypatch.setattr(business.by_name["note"].form, "withheld", lambda data: read.append(data) or frozenset())
    monkeypatch.setattr(business.accept.form, "withheld", lambda data: read.append(data) or frozenset())
    for at, form, name in ((order, "complaint.note", "text"), (None, "complaint.accept", "content")):
        answer = keep(district.agent, at, form, **{name: "长" * 200_001})
        assert answer.status_code == 422 and "内容太长，草稿没有保存" in answer.json()["error"]["message"]
    assert keep(district.agent, order, "complaint.note", text="长" * 3_000_000).status_code in (400, 413)
    assert not read and not Draft.objects.exists()
    assert keep(district.agent, order, "complaint.note", text="不长").status_code == 200 and read
