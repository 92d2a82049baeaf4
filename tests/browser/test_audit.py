"""A sitting at the audit desk: twenty replies, and the hand never leaves the keyboard."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from accounts.models import Person, Role, RoleAt
from complaints.replies.avoiding import AVOID
from complaints.selectors import audit
from screens.access import grave
from tests.browser.conftest import MORNING
from tests.complaints.cases import a_reply, act, lived_until
from workorders.models import Return, WorkOrder
from workorders.services import perform

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def nobody_auditing():
    cache.clear()


def replied(town, morning, minutes: int, kind: str = "complaint", **changes) -> WorkOrder:
    """A case answered so many minutes ago."""
    morning.move_to(MORNING - timedelta(minutes=minutes))
    order = lived_until(town, "replied", kind, **changes)
    morning.move_to(MORNING)
    return order


def go(page: Page) -> None:
    page.keyboard.press("g")
    page.keyboard.press("a")
    page.wait_for_url("**/audit/")


def keys(page: Page, *pressed: str) -> None:
    for key in pressed:
        page.keyboard.press(key)


def at(page: Page, order: WorkOrder) -> None:
    expect(page.locator(f'#audit[data-ready][data-number="{order.number}"]')).to_be_visible()


@pytest.mark.clause("D2", "D5")
def test_twenty_in_a_sitting_without_the_mouse(seat, town, morning):
    kinds = ("complaint", "opinion", "suggestion")
    orders = [replied(town, morning, 200 - 5 * n, kinds[n % 3]) for n in range(20)]
    auditor = seat("auditor")
    go(auditor)
    for n, order in enumerate(orders):
        at(auditor, order)
        if n == 1:  # counted down at once, not with the next look
            expect(auditor.locator(".audit-piles [aria-current] .num")).to_have_text("19", timeout=3_000)
            expect(auditor.locator('.audit-kinds [data-kind="complaint"] .num')).to_have_text("6", timeout=3_000)
        if n % 5 == 2:
            keys(auditor, "r", "8", "a", "Enter")
            told = "；".join(AVOID[code].rstrip("。") for code in ("no_result", "truth_contradicts"))
            expect(auditor.get_by_label("请怎样修改")).to_have_value(f"{told}。")
            auditor.keyboard.type("请补充退补依据 1 份，jrts")  # in the text a digit is a digit, and j a letter
            keys(auditor, "Control+Enter")
        else:
            keys(auditor, "t" if n % 2 else "Enter")
    expect(auditor.locator(".call-none")).to_contain_text("待审核的都办完了")
    expect(auditor.locator("#audit-today")).to_have_text("今天已审 20 张 · 退回 4")
    expect(auditor.locator("#audit-spoken")).to_contain_text(orders[-1].number)

    states = [WorkOrder.objects.get(pk=order.pk).state for order in orders]
    assert states == ["handling" if n % 5 == 2 else "audited" for n in range(20)]
    assert {tuple(back.codes) for back in Return.objects.all()} == {("no_result", "truth_contradicts")}
    assert all(back.text.endswith("请补充退补依据 1 份，jrts") for back in Return.objects.all())


def test_no_is_thought_better_of_and_a_key_held_down_passes_one(seat, town, morning):
    first, second, third = (replied(town, morning, minutes) for minutes in (90, 60, 30))
    auditor = seat("auditor")
    go(auditor)
    at(auditor, first)
    keys(auditor, "r", "1")
    expect(auditor.locator("details[data-no]")).to_have_attribute("open", "")
    keys(auditor, "t", "j", "1", "Escape")  # while reasons are chosen nothing passes and nothing walks
    expect(auditor.locator("details[data-no]")).not_to_have_attribute("open", "")
    expect(auditor.locator("#audit-title")).to_be_focused()
    keys(auditor, "t", "t", "t", "Enter")
    at(auditor, second)
    keys(auditor, "s")
    at(auditor, third)
    keys(auditor, "k")
    at(auditor, second)
    keys(auditor, "j")
    at(auditor, third)
    assert [WorkOrder.objects.get(pk=each.pk).state for each in (first, second, third)] == ["audited", *["replied"] * 2]


def test_that_the_reasons_opened_is_told_late_and_takes_nobody_out_of_the_text(seat, town, morning):
    order = replied(town, morning, 60)
    auditor = seat("auditor")
    go(auditor)
    at(auditor, order)
    keys(auditor, "r", "8", "Enter")
    text = auditor.get_by_label("请怎样修改")
    expect(text).to_be_focused()
    auditor.locator("details[data-no]").dispatch_event("toggle")
    expect(text).to_be_focused()
    auditor.keyboard.press("Escape")
    auditor.keyboard.press("Escape")
    auditor.locator("details[data-no] > summary").click()  # with the mouse one begins at the first of them
    expect(auditor.locator("[data-key='8']")).to_be_focused()


def test_what_was_begun_is_open_again_and_one_walks_past_it(seat, town, morning):
    first, second = replied(town, morning, 60), replied(town, morning, 30)
    auditor = seat("auditor")
    go(auditor)
    at(auditor, first)
    keys(auditor, "r", "8", "Enter")
    auditor.keyboard.type("写到一半")
    expect(auditor.locator("[data-draft-state]")).to_contain_text("草稿已保存")
    keys(auditor, "Escape", "Escape", "j")
    at(auditor, second)
    for come in (lambda: keys(auditor, "k"), lambda: auditor.goto(f"/audit/?order={first.number}")):
        come()
        at(auditor, first)
        expect(auditor.get_by_label("请怎样修改")).to_be_visible()
        expect(auditor.locator("#audit-title")).to_be_focused()
        # Nothing passes while it stands there, and nothing of it is sent or ticked by who only comes past.
        keys(auditor, "t", "a", "Control+Enter")
        expect(auditor.locator("[data-key=a]")).not_to_be_checked()
        keys(auditor, "j")
        at(auditor, second)
    keys(auditor, "k")
    at(auditor, first)
    keys(auditor, "r")
    expect(auditor.locator("[data-key='8']")).to_be_focused()
    keys(auditor, "j", "Enter")
    auditor.keyboard.type("，写完")
    expect(auditor.get_by_label("请怎样修改")).to_have_value(re.compile("写到一半，写完$"))
    keys(auditor, "Control+Enter")
    at(auditor, second)
    assert [WorkOrder.objects.get(pk=each.pk).state for each in (first, second)] == ["handling", "replied"]


def test_other_alone_sends_nothing_back_until_it_says_what(seat, town, morning):
    order = replied(town, morning, 60)
    auditor = seat("auditor")
    go(auditor)
    at(auditor, order)
    keys(auditor, "r", "f")
    expect(auditor.get_by_label("请怎样修改")).to_have_value("")  # its name is no advice
    keys(auditor, "Control+Enter")
    text = auditor.get_by_label("请怎样修改")
    expect(text).to_be_focused()  # refused, and here is what is missing
    expect(auditor.locator("#no_text_error")).to_contain_text("选了“其他”，请写明具体是什么问题")
    expect(auditor.get_by_role("checkbox", name="其他")).to_be_checked()
    auditor.keyboard.type("附件打不开")
    keys(auditor, "Control+Enter")
    expect(auditor.locator(".call-none")).to_be_visible()
    back = Return.objects.get()
    assert (back.codes, back.text) == (["other"], "附件打不开")


def test_a_notice_leaves_the_columns_where_they_are(seat, town, morning):
    first, second = replied(town, morning, 60), replied(town, morning, 30)
    auditor = seat("auditor", viewport={"width": 1440, "height": 900})
    go(auditor)

    def columns() -> list[tuple[float, float]]:
        boxes = [auditor.locator(part).bounding_box() for part in ("#audit-list", "#audit-case", "#audit-decision")]
        return [(box["x"], box["width"]) for box in boxes if box]

    at(auditor, first)
    before = columns()
    assert len(before) == 3
    keys(auditor, "t")
    at(auditor, second)
    expect(auditor.locator("#audit .call-said")).to_be_visible()
    assert columns() == before


def test_the_reason_for_being_late_is_asked_where_one_is(seat, town, morning):
    order = replied(town, morning, 60)
    morning.move_to(MORNING + timedelta(days=2))
    auditor = seat("auditor")
    go(auditor)
    at(auditor, order)
    keys(auditor, "t")
    expect(auditor.get_by_role("radio", name="客户原因")).to_be_focused()
    keys(auditor, "ArrowDown", "Tab")
    auditor.keyboard.type("周末积压")
    keys(auditor, "Control+Enter")
    expect(auditor.locator(".call-none")).to_be_visible()
    late = order.deadlines.get(clock="audited_by")
    assert (late.late_cause, late.late_text) == ("utility", "周末积压")


def test_a_new_reply_appears_and_one_that_somebody_else_decided_goes(stream, seat, town, morning):
    first, second = replied(town, morning, 60), replied(town, morning, 30)
    auditor = seat("auditor")
    go(auditor)
    at(auditor, first)
    act(town, second, "send_back", "auditor", codes=["no_result"], text="请写明结果")
    expect(auditor.locator(f"#row-{second.number}")).to_have_count(0)
    perform(second.pk, "reply", town.handler, a_reply())
    expect(auditor.locator(f"#row-{second.number}")).to_contain_text("第 2 次送审")
    act(town, first, "approve", "auditor")
    expect(auditor.locator("#audit-case")).to_contain_text("没有要在这里办的")
    keys(auditor, "j")
    at(auditor, second)


def test_a_case_that_is_not_on_the_shown_page_is_decided_without_a_stir(seat, town, morning, monkeypatch):
    monkeypatch.setattr(audit, "PAGE", 1)
    first, second, third = (replied(town, morning, minutes) for minutes in (90, 60, 30))
    auditor = seat("auditor", f"/audit/?order={third.number}")
    at(auditor, third)
    auditor.evaluate(
        "addEventListener('htmx:oobErrorNoTarget', (event) => (window.astray ||= []).push(event.detail.content.outerHTML))"
    )
    expect(auditor.locator(f"#row-{third.number}")).to_have_count(0)
    keys(auditor, "t")
    at(auditor, first)
    expect(auditor.locator("#audit-today")).to_have_text("今天已审 1 张")
    keys(auditor, "t")  # and one that is
    at(auditor, second)
    expect(auditor.locator(f"#row-{first.number}")).to_have_count(0)
    assert auditor.evaluate("window.astray || []") == []
    assert [WorkOrder.objects.get(pk=each.pk).state for each in (first, second, third)] == [
        "audited",
        "replied",
        "audited",
    ]


def test_two_auditors_see_each_other(seat, town, morning):
    first, second = replied(town, morning, 60), replied(town, morning, 30)
    other = Person.objects.create_user("second_auditor", None, name="另一审核")
    RoleAt.objects.create(person=other, role=Role.AUDITOR, unit=town.centre)
    town.people["second_auditor"] = other
    one = seat("auditor")
    go(one)
    at(one, first)
    two = seat("second_auditor")
    go(two)
    at(two, second)
    expect(two.locator(f"#row-{first.number}")).to_contain_text("某省审核 正在看")


def test_for_everybody_on_any_screen(seat, town, morning):
    order = replied(town, morning, 60)
    phone = {"width": 390, "height": 844}
    auditor = seat("auditor", f"/audit/?order={order.number}", viewport=phone, reduced_motion="reduce")
    at(auditor, order)
    assert auditor.evaluate("scrollY") == 0  # it opens at its head
    assert auditor.evaluate("document.documentElement.scrollWidth") <= 390
    assert grave(auditor) == []
    auditor.set_viewport_size({"width": 1440, "height": 900})
    keys(auditor, "r", "2")
    assert grave(auditor) == []
