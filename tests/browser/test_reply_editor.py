"""The reply editor in a real browser: what would come back is marked while it is typed, and nothing disturbs the typing."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, Request, expect

from complaints.models import CaseDetail
from screens.access import grave
from tests.complaints.cases import SENT, act, lived_until, pdf, step
from workorders.models import WorkOrder
from workorders.services import perform

pytestmark = [pytest.mark.browser]
PDF = {"name": "材料.pdf", "mimeType": "application/pdf", "buffer": pdf().read()}
BAD = "11月24日到现场核实，客户无理取闹，已向客户解释。"
RUDE, POLITE = "无理取闹", "反复反映诉求"
PAUSE = 300  # milliseconds from the last key to the marks

# When the last key was, when the question left, when the marks stood. Set before the page's own scripts run.
WATCH = """() => {
  window.seen = { key: 0, asked: [], marked: 0 };
  document.addEventListener("input", (event) => { if (event.isTrusted !== null) window.seen.key = performance.now(); }, true);
  const real = window.fetch;
  window.fetch = (url, ...rest) => {
    if (String(url).includes("/complaints/replies/")) window.seen.asked.push(performance.now());
    return real(url, ...rest);
  };
  new MutationObserver((found) => {
    if (found.some(({ addedNodes }) => [...addedNodes].some((node) => node.nodeName === "MARK"))) window.seen.marked = performance.now();
  }).observe(document, { subtree: true, childList: true });
}"""


@pytest.fixture
def order(town) -> WorkOrder:
    order = lived_until(town, "handling")
    perform(order.pk, "contact", town.handler, {"outcome": "reached", "said": "已说明核实情况"})
    return order


@pytest.fixture
def editor(seat, order) -> Page:
    page = seat("handler", f"/orders/{order.number}/reply/", viewport={"width": 1440, "height": 900})
    page.evaluate(f"({WATCH})()")
    return page


def text(page: Page):
    return page.locator("#id_text")


def marks(page: Page):
    return page.locator(".editor-text mark")


def asked(page: Page) -> list[dict]:
    """Every question from now on, as it was sent."""
    found: list[dict] = []

    def note(request: Request) -> None:
        if "/complaints/replies/" in request.url:
            found.append(json.loads(request.post_data or "{}"))

    page.on("request", note)
    return found


def place_of(page: Page) -> dict:
    """Where a mark lies, and where the same characters lie in a plain copy of the field."""
    return page.evaluate(
        """() => {
          const mark = [...document.querySelectorAll(".editor-text mark:not(.mark-wide)")].at(-1), field = document.querySelector("#id_text");
          const inner = mark.parentElement, range = document.createRange();
          range.selectNodeContents(mark);
          const box = range.getClientRects()[0];
          return { x: box.x, y: box.y, width: box.width, height: box.height, words: mark.textContent,
                   wide: inner.clientWidth - field.clientWidth,
                   field: field.getBoundingClientRect().toJSON() };
        }"""
    )


def test_what_would_come_back_is_marked_within_a_moment_of_the_last_key(editor):
    text(editor).press_sequentially("客户", delay=20)
    expect(editor.locator("[data-sum]")).to_contain_text("阻断")  # the server is warm
    took = []
    for _ in range(3):  # the best of them: what else the machine does now is not ours
        text(editor).fill("")
        expect(marks(editor)).to_have_count(0)
        text(editor).press_sequentially(BAD, delay=25)
        expect(marks(editor).filter(has_text=RUDE)).to_have_count(1)
        seen = editor.evaluate("window.seen")
        assert seen["asked"][-1] - seen["key"] >= 100, seen  # not while keys still come
        took.append((seen["asked"][-1] - seen["key"], seen["marked"] - seen["key"]))
    assert min(asked for asked, _ in took) <= PAUSE / 2 and min(marked for _, marked in took) <= PAUSE, took
    expect(marks(editor).filter(has_text=RUDE)).to_have_class("mark-block")
    expect(editor.locator("[data-sum]")).to_contain_text("处阻断")
    first = editor.locator(".finding").first
    expect(first).to_have_attribute("data-severity", "block")
    expect(first).to_contain_text("阻断")


def test_the_mark_lies_under_its_characters_also_when_scrolled_and_far_down(editor):
    long = "到现场核实电表，接线松动，已处理。\n" * 600 + BAD
    text(editor).fill(long)
    expect(marks(editor).filter(has_text=RUDE)).to_have_count(1)
    place = place_of(editor)
    assert place["wide"] == 0 and place["words"] == RUDE, place
    editor.locator(".finding").filter(has_text=RUDE).locator("[data-go]").click()
    selected = editor.evaluate(
        "(() => { const f = document.querySelector('#id_text'); return f.value.slice(f.selectionStart, f.selectionEnd) })()"
    )
    assert selected == RUDE
    mark, field = marks(editor).filter(has_text=RUDE).bounding_box(), text(editor).bounding_box()
    assert mark and field and field["y"] <= mark["y"] <= field["y"] + field["height"] - mark["height"]
    # The same glyphs at the same place: the marked text made visible hides nothing of the field's own.
    assert editor.evaluate("""() => {
      const field = document.querySelector("#id_text"), mark = [...document.querySelectorAll(".editor-text mark")].at(-1);
      const a = getComputedStyle(field), b = getComputedStyle(mark.parentElement);
      return ["fontFamily", "fontSize", "lineHeight", "letterSpacing", "whiteSpace", "paddingLeft"].every((name) => a[name] === b[name]);
    }""")


def test_characters_beyond_the_first_plane_shift_no_mark(editor):
    text(editor).fill("𠮷某😀到现场，客户无理取闹。")
    expect(marks(editor).filter(has_text=RUDE)).to_have_count(1)
    expect(editor.locator("[data-count]")).to_have_text("14/128")


def test_a_word_is_replaced_in_place_and_ctrl_z_takes_it_back(editor):
    text(editor).fill(BAD)
    editor.locator(".finding").filter(has_text=RUDE).locator("[data-instead]").click()
    expect(text(editor)).to_have_value(BAD.replace(RUDE, POLITE))
    expect(marks(editor).filter(has_text=RUDE)).to_have_count(0)
    editor.keyboard.press("Control+z")
    expect(text(editor)).to_have_value(BAD)
    expect(marks(editor).filter(has_text=RUDE)).to_have_count(1)


def test_composing_is_never_disturbed(editor):
    text(editor).click()
    questions = asked(editor)
    before = editor.evaluate("document.querySelector('#id_text').value.length")
    session = editor.context.new_cdp_session(editor)
    for letters in ("w", "wu", "wu li", "wu li qu", "wu li qu nao"):
        session.send(
            "Input.imeSetComposition", {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)}
        )
        editor.wait_for_timeout(PAUSE)  # long enough for a question, were there one
    assert questions == []
    assert editor.evaluate("document.querySelector('#id_text').value.length") == before + len("wu li qu nao")
    session.send("Input.insertText", {"text": RUDE})
    expect(marks(editor).filter(has_text=RUDE)).to_have_count(1)
    assert [each["text"] for each in questions] == [RUDE]


def test_an_answer_to_what_is_no_longer_there_changes_nothing(editor):
    held = []
    editor.route("**/complaints/replies/**", lambda route: held.append(route) if not held else route.continue_())
    text(editor).fill(BAD)
    editor.wait_for_function("() => window.seen.asked.length === 1")
    text(editor).fill("11月24日到现场核实。")
    editor.wait_for_function("() => window.seen.asked.length === 2")
    expect(editor.locator("[data-sum]")).to_contain_text("阻断")
    summary = editor.locator("[data-sum]").inner_text()
    held[0].continue_()
    editor.wait_for_timeout(PAUSE)
    expect(marks(editor).filter(has_text=RUDE)).to_have_count(0)
    assert editor.locator("[data-sum]").inner_text() == summary


def test_without_a_network_it_says_so_quietly_and_comes_back(editor):
    editor.route("**/complaints/replies/**", lambda route: route.abort())
    text(editor).fill(BAD)
    expect(editor.locator("[data-sum]")).to_contain_text("提交时系统会再核对")
    editor.unroute("**/complaints/replies/**")
    editor.evaluate("window.dispatchEvent(new Event('online'))")
    expect(marks(editor).filter(has_text=RUDE)).to_have_count(1)


@pytest.mark.clause("D7")
def test_the_counter_counts_as_the_gate_does_and_writes_the_sentence(editor):
    text(editor).fill("一二三，\n四。")
    expect(editor.locator("[data-count]")).to_have_text("7/128")
    expect(editor.locator("[data-over]")).to_be_hidden()
    text(editor).fill(SENT.format(day="11月24日") * 3)
    expect(editor.locator("[data-over]")).to_contain_text("须以“具体情况详见附件”结尾并上传附件")
    editor.locator("[data-insert]").click()
    expect(text(editor)).to_have_value(SENT.format(day="11月24日") * 3 + "具体情况详见附件。")
    expect(editor.locator("[data-over]")).to_contain_text("已写明见附件，还要上传附件")
    editor.locator("#id_file").set_input_files(PDF)
    expect(editor.locator("[data-over]")).not_to_contain_text("还要上传附件")
    text(editor).press("Control+z")
    expect(text(editor)).to_have_value(SENT.format(day="11月24日") * 3)


def test_f8_goes_from_one_finding_to_the_next(editor):
    text(editor).fill(BAD)
    expect(editor.locator(".finding")).not_to_have_count(0)
    count = editor.locator(".finding").count()
    for at in [*range(count), 0]:
        editor.keyboard.press("F8")
        expect(editor.locator(".finding").nth(at)).to_have_attribute("data-here", "")


def test_a_refused_reply_keeps_text_choices_and_file_and_shows_the_places(editor, order):
    text(editor).fill(BAD)
    editor.locator("#id_opinion").fill("客户表示满意。")
    editor.locator("#id_handled_at").fill("2026-11-24T09:30")
    editor.locator("#id_true_0").check()
    editor.locator("#id_ours_1").check()
    editor.locator("#id_file").set_input_files(PDF)
    text(editor).press("Control+Enter")
    expect(editor.locator("#panel .refusal")).to_contain_text("回复校验没有通过")
    expect(text(editor)).to_have_value(BAD)
    expect(editor.locator("#id_ours_1")).to_be_checked()
    expect(marks(editor).filter(has_text=RUDE)).to_have_count(1)
    assert editor.evaluate("document.querySelector('#id_file').files[0].name") == "材料.pdf"
    text(editor).fill(SENT.format(day="11月24日"))
    editor.locator("#id_ours_0").check()
    text(editor).press("Control+Enter")
    expect(editor.locator(".notice-success")).to_contain_text("回复已登记")
    assert CaseDetail.objects.get(order=order).text == SENT.format(day="11月24日")
    assert order.attachments.get().name == "材料.pdf"


def test_an_opinion_that_stands_in_the_text_is_put_where_it_belongs(editor, order):
    text(editor).fill("11月24日更换电表，客户对此表示满意。")
    put = editor.get_by_role("button", name="填入“客户表示满意”")
    put.click()
    expect(editor.locator("#id_opinion")).to_have_value("客户表示满意")
    expect(put).to_have_count(0)


def test_a_draft_comes_back_and_is_judged_at_once(editor, order):
    with editor.expect_response("**/drafts/"):
        text(editor).fill(BAD)
    editor.reload()
    expect(text(editor)).to_have_value(BAD)
    expect(marks(editor).filter(has_text=RUDE)).to_have_count(1)


def test_the_editor_opens_in_place_of_another_form(editor, order):
    editor.get_by_role("link", name="联系客户").click()
    expect(editor.locator("#panel-title")).to_have_text("联系客户")
    editor.get_by_role("link", name="回复", exact=True).click()
    text(editor).fill(BAD)
    expect(marks(editor).filter(has_text=RUDE)).to_have_count(1)


def test_it_is_accessible_in_both_themes_and_fits_a_phone(seat, town, order):
    step(town, order, "reply", "handler")
    act(town, order, "send_back", "auditor", codes=["demand_not_answered"], text="写明核实电表的结果")
    for size in ({"width": 1440, "height": 900}, {"width": 390, "height": 844}):
        page = seat("handler", f"/orders/{order.number}/reply/", viewport=size, reduced_motion="reduce")
        text(page).fill(BAD)
        expect(page.locator(".finding")).not_to_have_count(0)
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert grave(page) == []


def test_the_agent_looks_with_one_click_and_answers_the_relay(seat, town):
    order = lived_until(town, "handling", secrecy="confidential", place="朝阳路一带")
    perform(order.pk, "ask_relay", town.handler, {"question": "方便几时到现场？"})
    page = seat("agent", f"/orders/{order.number}/")
    expect(page.locator("[data-waits=relay]")).to_contain_text("方便几时到现场？")
    page.get_by_role("button", name="查看身份").click()
    expect(page.locator("#order-head")).to_contain_text("13812345678")
    page.locator("#panel").get_by_label("已接通").check()
    page.locator("#panel textarea").fill("周三下午在家")
    page.locator("#panel [type=submit]").click()
    expect(page.locator("[data-waits]")).to_have_count(0)
    expect(page.locator("#order-head")).not_to_contain_text("13812345678")
    assert list(order.steps.filter(verb__in=["look", "relay"]).values_list("verb", flat=True)) == ["look", "relay"]


def test_a_page_loaded_anew_at_once_has_what_was_typed(editor):
    text(editor).fill("11月20日到现场更换接户线")
    editor.reload()
    expect(text(editor)).to_have_value("11月20日到现场更换接户线")
