"""The storm board: a line goes out, twelve people call, two dispatchers work, each number gets one text."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from accounts.models import Role, RoleAt
from customers.models import Transformer
from repair.models import CallersTold, Duty, StormAct
from tests import factories
from tests.repair.boarding import report_from, settle_street, storm_on_the_line
from tests.waiting import until
from workorders.models import Delivery, WorkOrder
from workorders.services.outbox import expand, send

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def a_plan(town) -> None:
    """Transformers apart from each other, so that the map and the distances tell something."""
    Transformer.objects.filter(pk=town.transformer.pk).update(x=1000, y=1000)
    Transformer.objects.filter(pk=town.far_transformer.pk).update(x=3000, y=2400)


def open_board(page: Page) -> Page:
    page.goto("/board/")
    expect(page.locator(".board-map.has-map")).to_be_visible()
    return page


def refresh(page: Page) -> None:
    """What an event from the stream does: there is none in these tests."""
    page.evaluate("document.dispatchEvent(new CustomEvent('live:event', { detail: { topic: 'order' } }))")


def chosen(page: Page) -> str:
    return page.locator("#board-desk").get_attribute("data-fault")


@pytest.mark.clause("A2.2", "B5.4", "E4")
def test_the_storm_board(seat, town):
    board = open_board(seat("dispatcher", ""))
    expect(board.locator(".nothing-title").first).to_have_text("没有未出发的报修")
    orders = storm_on_the_line(town, 12)
    refresh(board)
    expect(board.locator(".storm-suggested")).to_contain_text("12 起等待派出")
    expect(board.locator(".cluster")).to_have_count(1)
    expect(board.locator(".cluster")).to_contain_text("10kV朝阳线 12 起")

    board.locator(".storm-line > summary").click()
    board.get_by_label("告知坐席和班组").fill("大风，朝阳路多处断线")
    board.get_by_role("button", name="开始大面积抢修").click()
    expect(board.locator(".storm-banner")).to_contain_text("大风，朝阳路多处断线")
    assert StormAct.objects.get().waiting == 12
    agent = seat("agent")
    expect(agent.locator(".storm-banner")).to_contain_text("大风，朝阳路多处断线")

    board.keyboard.press("j")
    expect(board.locator(".cluster-chosen")).to_be_visible()
    board.keyboard.press("t")
    expect(board.locator("#callers[open] .callers-count b")).to_have_text("12")
    board.get_by_role("button", name="发送给 12 个号码").click()
    expect(board.locator(".notice")).to_contain_text("共 12 个号码")
    assert CallersTold.objects.get().numbers == 12
    expand()
    send()
    assert Delivery.objects.filter(message__topic="repair.callers_told", state="sent").count() == 12
    texts = [path.read_text() for path in Path(settings.SMS_FOLDER).glob("*.txt")]
    expect(board.locator(".board-map.has-map")).to_be_visible()  # the page came anew: its keys too
    assert len({text.split("\n")[0] for text in texts if "10kV朝阳线发生故障停电" in text}) == 12

    board.keyboard.press("j")
    expect(board.locator(".cluster-chosen")).to_be_visible()
    board.keyboard.press("m")
    expect(board.locator("#board-said")).to_contain_text("11 张已并入")
    assert WorkOrder.objects.filter(master=orders[0]).count() == 11
    expect(board.locator(".fault")).to_have_count(1)
    board.keyboard.press("1")
    expect(board.locator("#board-said")).to_contain_text("已派给")
    orders[0].refresh_from_db()
    assert orders[0].state == "assigned"
    board.locator(".storm-line").get_by_role("button", name="结束大面积抢修").click()
    expect(board.locator(".storm-banner")).to_have_count(0)


def test_two_dispatchers_and_a_crew_gone_home(seat, town):
    RoleAt.objects.create(person=town.people["handler"], role=Role.DISPATCHER, unit=town.city)
    first, second = (report_from(town, home, ago=90 + n) for n, home in enumerate((town.far_premises, town.premises)))
    one, two = open_board(seat("dispatcher", "")), open_board(seat("handler", ""))
    for page in (one, two):
        page.keyboard.press("j")
        expect(page.locator("#chosen")).to_contain_text(second.number)
        expect(page.locator("#send [data-keys='1']")).to_be_visible()
    one.keyboard.press("1")
    expect(one.locator("#board-said")).to_contain_text(f"{second.number[-6:]} 已派给")
    assert chosen(one) == first.number  # the next that waits
    two.keyboard.press("2")
    expect(two.locator(".said-refused")).to_contain_text("某地市调度已派工")
    expect(two.locator(f"#fault-{second.number}")).to_contain_text("已派工")
    second.refresh_from_db()
    assert second.unit_id == town.crew_unit.pk

    two.keyboard.press("j")
    two.keyboard.press("k")
    Duty.objects.filter(crew=town.second_crew_unit).update(until="2026-11-24T01:30:00Z")
    two.locator(f"[data-choose='{first.number}']").click()
    expect(two.locator("#crew-" + str(town.second_crew_unit.pk))).to_contain_text("没有人员在岗")


def test_dragging_taking_back_and_keys_that_wait(seat, town):
    fault = report_from(town, town.premises, ago=60)
    other = report_from(town, town.far_premises, ago=30, contact_phones="13700000002")
    board = open_board(seat("dispatcher", ""))
    row = board.locator(f"#fault-{other.number} .fault-line")
    crew = board.locator(f"#crew-{town.second_crew_unit.pk} .crew-name")
    row.hover()
    board.mouse.down()
    crew.hover()
    expect(board.locator(".board-ghost")).to_contain_text("城东抢修二班")
    board.mouse.up()
    expect(board.locator("#board-said")).to_contain_text(f"{other.number[-6:]} 已派给城东抢修二班")

    board.keyboard.press("z")
    expect(board.get_by_label("改派原因")).to_have_value("误派，立即更正")
    board.locator(f"#crew-{town.crew_unit.pk} button").click()
    expect(board.locator("#board-said")).to_contain_text("已改派城东抢修一班")
    board.keyboard.press("z")
    expect(board.locator("#board-said")).to_contain_text("已改派城东抢修二班")
    other.refresh_from_db()
    assert other.unit_id == town.second_crew_unit.pk

    # A key pressed before the crews are ranked waits for them.
    board.locator(f"[data-choose='{fault.number}']").click()
    board.keyboard.press("1")
    expect(board.locator("#board-said")).to_contain_text(f"{fault.number[-6:]} 已派给城东抢修一班")


def test_a_refresh_keeps_choice_search_and_place(seat, town):
    homes = settle_street(town, 14, transformers=14)
    reports = [report_from(town, home, ago=170 - n) for n, home in enumerate(homes)]
    board = open_board(seat("dispatcher", ""))
    board.keyboard.press("/")
    board.keyboard.type("朝阳路9号台区")
    expect(board.locator(".board-scroll > .faults > .fault:visible")).to_have_count(1)
    board.keyboard.press("Escape")
    target = reports[9]
    link = board.locator(f"[data-choose='{target.number}']")
    link.click()
    expect(board.locator("#chosen")).to_contain_text(target.number)
    link.focus()
    before = board.locator("#board-list").evaluate("each => each.scrollTop")
    with board.expect_response(re.compile(r"/board/\?.*fault=")):
        report_from(town, town.far_premises, ago=5, contact_phones="13700000003")
        refresh(board)
    expect(board.locator("#board-desk")).to_contain_text("青石巷1号台区")
    expect(link).to_be_focused()
    assert chosen(board) == target.number
    assert abs(board.locator("#board-list").evaluate("each => each.scrollTop") - before) < 2


def test_the_map_moves_and_a_mark_can_be_pressed(seat, town):
    fault = report_from(town, town.premises, ago=60)
    report_from(town, town.far_premises, ago=30, contact_phones="13700000004")
    board = open_board(seat("dispatcher", ""))
    view = board.locator(".map")

    def seen() -> list[float]:
        return [float(number) for number in view.get_attribute("viewBox").split()]

    left, _, whole, _ = seen()
    board.keyboard.press("+")
    until(lambda: seen()[2] < whole * 0.8, "larger")
    board.locator("#board-map").focus()
    left = seen()[0]
    board.keyboard.press("ArrowRight")
    until(lambda: seen()[0] > left, "further east")
    board.keyboard.press("0")
    until(lambda: abs(seen()[2] - whole) < 1, "the whole again")
    board.locator(f"[data-map-pin='{fault.number}'] .pin").click()
    expect(board.locator("#chosen")).to_contain_text(fault.number)
    assert factories.PASSWORD not in board.content()


def test_a_telephone_shows_the_list_and_the_crews(seat, town):
    fault = report_from(town, town.premises, ago=60)
    phone = seat("dispatcher", "/board/", viewport={"width": 390, "height": 844}, has_touch=True)
    expect(phone.locator("#board-map")).to_be_hidden()
    phone.locator(f"[data-choose='{fault.number}']").tap()
    phone.get_by_role("button", name="派城东抢修一班").tap()
    expect(phone.locator("#board-said")).to_contain_text("已派给城东抢修一班")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_server_away_and_a_session_lost_leave_the_choice_as_it_was(seat, town):
    first, second = (report_from(town, home, ago=60 - n) for n, home in enumerate((town.premises, town.far_premises)))
    board = open_board(seat("dispatcher", ""))
    board.keyboard.press("j")
    expect(board.locator("#chosen")).to_contain_text(first.number)
    board.context.set_offline(True)
    board.keyboard.press("j")
    expect(board.locator("#board-said")).to_contain_text("没有连上服务器")
    expect(board.locator(f"#fault-{first.number}")).to_have_class(re.compile("fault-chosen"))
    board.context.set_offline(False)
    board.keyboard.press("j")
    expect(board.locator("#chosen")).to_contain_text(second.number)
    board.context.clear_cookies()
    board.keyboard.press("k")
    expect(board.locator(".notices")).to_contain_text("登录已失效")
    expect(board.locator("#chosen")).to_contain_text(second.number)
