"""A complaint at a real keyboard, from the ring to the dispatch; and whoever wants to stay unknown, at the page itself."""

from __future__ import annotations

import json

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from complaints.models import Reporter
from screens.access import grave
from tests import factories
from tests.browser.desk_hands import Hands, answered, note, rings
from tests.complaints.cases import accepted, lived_until, secret_and_audited
from workorders.models import Draft, Step, WorkOrder

pytestmark = pytest.mark.browser
DESK = {"viewport": {"width": 1440, "height": 900}}
WORDS = "抄表员上门催费时态度恶劣，要求道歉并说明情况。"
IDENTITY = ("contact_name", "contact_phones", "address")


@pytest.fixture
def agent(seat, town) -> Page:
    rings(town)
    return seat("agent", "/desk/", **DESK)


def to_complaint(page: Page, digit: str = "2") -> None:
    answered(page)
    page.keyboard.press("F3")
    page.keyboard.press(digit)
    expect(page.locator("#sheet")).to_have_attribute("data-kind", "misconduct" if digit == "3" else "complaint")
    expect(page.locator("#id_category")).to_be_focused()


@pytest.mark.parametrize("label", ["举报", "意见", "建议", "表扬"])
def test_one_press_of_the_mouse_opens_a_business(agent, label):
    """Nothing moves under the pointer between down and up."""
    tab = agent.locator(".kinds .kind", has_text=label)
    before = tab.bounding_box()
    agent.mouse.move(before["x"] + before["width"] / 2, before["y"] + before["height"] / 2)
    agent.mouse.down()
    assert tab.bounding_box() == before
    agent.mouse.up()
    expect(agent.locator(".kinds .kind-now")).to_contain_text(label)


def category(page: Page, letters: str = "ccryfwtd") -> None:
    page.keyboard.type(letters)
    page.keyboard.press("Enter")
    expect(page.locator("#id_content")).to_be_focused()


@pytest.mark.clause("A3.3", "B2")
def test_a_known_callers_complaint_takes_ten_keys_and_no_mouse(agent, town):
    hands = Hands(agent)
    hands.press("F2")
    expect(agent.locator("#id_category")).to_be_focused()
    hands.press("F3", "2")
    expect(agent.locator("#sheet")).to_have_attribute("data-kind", "complaint")
    expect(agent.locator("#id_category")).to_be_focused()
    hands.press("c", "c", "r", "y", "Enter")
    expect(agent.locator("#id_content")).to_be_focused()
    hands.say(WORDS)
    hands.press("Control+Enter")
    expect(agent.locator(".done-word")).to_have_text("已受理并派单")
    note(complaint_keys=hands.keys, complaint_clicks=hands.clicks)
    assert (hands.keys, hands.clicks) <= (10, 0)
    order = WorkOrder.objects.get()
    assert (order.kind, order.state, order.phone, order.content) == ("complaint", "dispatched", "13812345678", WORDS)
    assert (order.case.grade, order.case.secrecy, order.premises) == ("ordinary", "open", town.premises)


@pytest.mark.clause("A3.5")
def test_anonymous_empties_and_shuts_what_is_not_asked_and_a_wrong_press_takes_nothing(agent):
    to_complaint(agent)
    place = agent.locator("#id_place")
    expect(place).to_be_hidden()
    agent.locator("#id_secrecy_0").focus()
    agent.keyboard.press("ArrowRight")
    agent.keyboard.press("ArrowRight")
    expect(agent.locator(".means")).to_contain_text(["", "不会保存姓名、电话、地址和来电关联"])
    for name in IDENTITY:
        expect(agent.locator(f"#id_{name}")).to_be_disabled()
        expect(agent.locator(f"#id_{name}")).to_have_value("")
    expect(place).to_be_visible()
    expect(agent.locator(".promises")).to_contain_text("无法答复您结果")
    agent.keyboard.press("ArrowLeft")
    expect(agent.locator("#id_contact_name")).to_have_value("张伟")
    expect(agent.locator(".promises")).to_contain_text("代处理单位与您联系")


@pytest.mark.clause("A3.5", "C9")
@pytest.mark.parametrize("secrecy", ["confidential", "anonymous"])
def test_no_draft_and_no_copy_in_the_browser_holds_who_called(agent, secrecy):
    to_complaint(agent)
    category(agent)
    with agent.expect_response("**/drafts/"):
        agent.keyboard.type(WORDS)
    assert Draft.objects.get().data["contact_name"] == "张伟"
    with agent.expect_response("**/drafts/") as sent:  # at once, not when somebody types again
        agent.locator(f"#id_secrecy_{1 if secrecy == 'confidential' else 2}").check()
    assert "13812345678" not in (sent.value.request.post_data or "")
    kept = Draft.objects.get().data
    assert kept["content"] == WORDS and not set(IDENTITY) & kept.keys()
    agent.route("**/drafts/", lambda route: route.abort())
    agent.locator("#id_content").press("End")
    agent.keyboard.type("再补充一句")
    expect(agent.locator("[data-draft-state]")).to_contain_text("草稿没有保存上")
    held = json.loads(agent.evaluate("sessionStorage.getItem('desk:unsaved')"))
    assert not {"张伟", "13812345678"} & {value for _, value in held["fields"]}
    everything = agent.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")
    assert "张伟" not in everything and "13812345678" not in everything


@pytest.mark.clause("A3.5")
def test_what_gives_the_caller_away_is_shown_while_typing_and_gone_when_mended(agent):
    to_complaint(agent, "3")
    expect(agent.locator(".seen-by")).to_contain_text("举报专责")
    category(agent, "ydms")
    agent.keyboard.press("Control+Enter")
    expect(agent.locator("#id_content_error")).to_have_text("请填写")
    agent.locator("#id_content").press("End")
    agent.keyboard.type("客户")
    expect(agent.locator("#id_content_error")).to_have_count(0)  # it was only missing
    expect(agent.locator("#id_content.is-invalid")).to_have_count(0)
    agent.keyboard.type("张伟反映，尾号5678")
    spots = agent.locator("#spots")
    expect(spots.locator("mark")).to_have_text(["张伟", "5678"])
    agent.keyboard.press("Control+Enter")
    expect(agent.locator("#id_content_error")).to_contain_text("会暴露来电人身份")
    agent.locator("#id_content").fill("客户反映收费员收受红包。")
    agent.locator("#id_content").press("End")
    agent.keyboard.type("请核查")
    expect(spots.locator("mark")).to_have_count(0)
    agent.keyboard.press("Control+Enter")
    expect(agent.locator(".done-word")).to_have_text("已受理并派单")
    order = WorkOrder.objects.get()
    assert (order.phone, order.call, order.contact_name) == ("", None, "保密客户")
    assert Reporter.objects.filter(order=order).exists() and not Draft.objects.exists()


@pytest.mark.clause("D17")
def test_an_earlier_order_is_linked_with_one_click_and_unlinked_with_another(seat, town):
    earlier = factories.accepted(town)
    rings(town)
    agent = seat("agent", "/desk/", **DESK)
    to_complaint(agent)
    button = agent.locator(f'#caller [data-relate="{earlier.number}"]')
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(agent.locator("#related")).to_contain_text(earlier.number)
    button.click()
    expect(agent.locator("#related")).to_be_hidden()
    button.click()
    agent.locator("#id_category").focus()
    category(agent)
    agent.keyboard.type(WORDS)
    agent.keyboard.press("Control+Enter")
    expect(agent.locator(".done")).to_contain_text("已关联工单")
    assert WorkOrder.objects.get(kind="complaint").related.get().pk == earlier.pk


@pytest.mark.clause("D17")
def test_others_with_the_same_trouble_nearby_are_shown_once_it_is_known_what_it_is(seat, town):
    rings(town)
    agent = seat("agent", "/desk/", **DESK)
    to_complaint(agent)
    category(agent)
    chosen = agent.locator("select[name=category]").input_value()
    other = accepted(town, category=chosen, premises=town.neighbour.pk, contact_phones="139 1234 5679")
    agent.locator("#id_category").focus()
    category(agent)
    expect(agent.locator("#help")).to_contain_text("附近 60 天内的同类问题")
    expect(agent.locator(f'#help [data-relate="{other.number}"]')).to_be_visible()


@pytest.mark.clause("D17", "A3.5")
def test_choosing_secrecy_takes_a_link_back(seat, town):
    earlier = factories.accepted(town)
    rings(town)
    agent = seat("agent", "/desk/", **DESK)
    to_complaint(agent)
    agent.locator(f'#caller [data-relate="{earlier.number}"]').click()
    agent.locator("#id_secrecy_1").check()
    expect(agent.locator("#related")).to_be_hidden()
    expect(agent.locator("#caller")).to_contain_text("看到关联就知道是谁")
    expect(agent.locator("#caller [data-relate]")).to_have_count(0)


def test_what_was_typed_goes_from_tab_to_tab_and_leaves_no_second_draft(agent):
    to_complaint(agent)
    category(agent)
    agent.keyboard.type(WORDS)
    with agent.expect_response("**/drafts/"):
        agent.keyboard.press("F3")
        agent.keyboard.press("4")
        expect(agent.locator("#sheet")).to_have_attribute("data-kind", "opinion")
    expect(agent.locator("#id_content")).to_have_value(WORDS)
    assert [draft.form.partition("#")[0] for draft in Draft.objects.all()] == ["opinion.accept"]


@pytest.mark.clause("A3.6", "C9")
def test_a_confidential_customer_is_called_back_by_the_keyboard(seat, town):
    order = secret_and_audited(town)
    page = seat("agent", f"/callbacks/?order={order.number}", **DESK)
    expect(page.locator("#callee-who")).to_have_text("保密客户")
    for key in ("1", "1"):
        page.keyboard.press(key)
    page.keyboard.press("v")
    expect(page.locator("#callee-who")).to_contain_text("138 1234 5678")
    for key in ("1", "1", "1", "2", "1"):
        page.keyboard.press(key)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".call-said")).to_contain_text("回访已登记")
    order.refresh_from_db()
    assert order.state == "archived" and Step.objects.filter(order=order, verb="look").count() == 1
    assert "138 1234 5678" not in page.content()


@pytest.mark.clause("D15")
def test_a_complaint_appears_on_the_page_that_follows_it_and_is_pressed_for(stream, seat, town):
    page = seat("director", "/complaints/", **DESK)
    expect(page.locator("#follow")).to_contain_text("没有在途的投诉")
    page.locator("body[data-live=on]").wait_for()
    order = lived_until(town, "forwarded")
    row = page.locator(f"#follow-{order.number}")
    expect(row).to_contain_text("已转派")
    row.get_by_text("督办", exact=True).click()
    row.get_by_role("button", name="发出督办").click()
    expect(page.locator(".notices")).to_contain_text("已督办")
    assert order.urgings.get().kind == "supervise"


def test_the_station_a_complaint_is_about_is_found_by_a_few_letters(agent, town):
    to_complaint(agent)
    unit = agent.get_by_role("combobox", name="涉及单位")
    unit.focus()
    options = agent.locator("#id_concerned_unit_list [role=option]")
    expect(options.first).to_be_visible()  # the upper ones, before anything is typed
    agent.keyboard.type(town.station.pinyin.split(" ")[-1])
    agent.keyboard.press("Enter")  # faster than the answer comes
    expect(unit).to_have_value(town.station.name)
    assert agent.locator("select[name=concerned_unit]").input_value() == str(town.station.pk)
    expect(unit).to_be_focused()  # not back to what is still to be filled
    unit.fill(town.city.name[:2])
    expect(options.first).to_contain_text(town.city.name)
    agent.keyboard.press("Tab")
    expect(unit).to_have_value(town.city.name)
    expect(agent.locator("[name=view]:checked")).to_be_focused()
    unit.fill(town.city.name[:2])
    agent.keyboard.press("Tab")  # before the answer comes: one goes on, and it is chosen all the same
    expect(agent.locator("[name=view]:checked")).to_be_focused()
    expect(unit).to_have_value(town.city.name)
    agent.keyboard.press("Shift+Tab")
    expect(unit).to_be_focused()
    agent.keyboard.press("Shift+Tab")
    expect(agent.locator("[name=concerned]")).to_be_focused()
    unit.fill("")
    agent.keyboard.press("Tab")
    expect(agent.locator("select[name=concerned_unit]")).to_have_value("")


@pytest.mark.parametrize("size", [(1440, 900), (1280, 720), (390, 844)])
def test_nothing_is_cut_and_axe_finds_nothing_serious(seat, town, size):
    accepted(town, premises=town.premises.pk)
    lived_until(town, "handling", grade="major")
    rings(town)
    width, height = size
    options = {"viewport": {"width": width, "height": height}, "reduced_motion": "reduce"}
    agent = seat("agent", "/desk/", **options)
    to_complaint(agent)
    category(agent)
    agent.keyboard.type("客户张伟反映" + WORDS)
    agent.locator("#id_secrecy_2").check()
    expect(agent.locator("#spots mark")).to_have_text(["张伟"])
    found = grave(agent)
    wide = [agent.evaluate("document.documentElement.scrollWidth - innerWidth")]
    wide.append(
        agent.evaluate(
            "(() => { const e = document.getElementById('caller'); return e.scrollWidth - e.clientWidth })()"
        )
    )
    leader = seat("director", "/complaints/", **options)
    leader.locator(".follow-push summary").first.click()
    found += grave(leader)
    wide.append(leader.evaluate("document.documentElement.scrollWidth - innerWidth"))
    assert found == [] and max(wide) <= 0


def test_rung_at_noon_the_words_of_today_stay(agent):
    """A promise by the day is not counted on by the page's clock."""
    to_complaint(agent)
    words = agent.locator(".promises b").last
    expect(words).to_have_text("周二，12月1日")  # 5 working days from Tuesday, 24 November
    agent.wait_for_timeout(1200)
    expect(words).to_have_text("周二，12月1日")
    assert timezone.localdate().isoformat() == "2026-11-24"
