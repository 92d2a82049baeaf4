"""The crew's phone, in a real Chromium: a fault with and without a network, conflicts, sign-out, and the weight."""

from __future__ import annotations

import json
import re
import struct
import zlib
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Page, expect

from accounts.services.sessions import end_everywhere, hold_session
from repair.models import DailyCheck, Duty
from tests import factories
from tests.browser.conftest import MORNING
from workorders.models import Attachment, WorkOrder
from workorders.services import perform

pytestmark = pytest.mark.browser
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "geolocation": {"latitude": 41.1, "longitude": 122.05},
    "permissions": ["geolocation"],
}


def picture(width: int = 2400, height: int = 1800) -> bytes:
    """A large PNG with a note of where it was taken."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + bytes([line % 256, 120, 40]) * width for line in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    note = chunk(b"tEXt", b"GPS\x0041.10000,122.05000")
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + note + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    )


@pytest.fixture
def phone(seat):
    """``phone("crew")``: the page of somebody's crew, drawn."""

    def pick_up(post: str = "crew", **options) -> Page:
        page = seat(post, **{**PHONE, **options})
        page.goto(page.url.replace("/orders/", "/crew/"))
        expect(page.locator("#main[data-ready]")).to_be_visible()
        return page

    return pick_up


def forward(page: Page, name: str) -> None:
    page.locator(f'[data-next="{name}"]').first.click()


def confirm(page: Page) -> None:
    page.locator(".sheet [type=submit]").click()
    expect(page.locator(".sheet")).to_be_hidden()


def survey(page: Page) -> None:
    sheet = page.locator(".sheet")
    sheet.get_by_role("radio", name="低压故障", exact=True).check()
    sheet.get_by_label("故障原因").fill("表前熔断器烧损")
    sheet.get_by_role("radio", name="供电企业产权", exact=True).check()
    sheet.get_by_label("影响范围").fill("一户")
    sheet.get_by_role("button", name="1 小时后").click()


def reply(page: Page) -> None:
    sheet = page.locator(".sheet")
    sheet.get_by_label("处理结果").fill("更换表前熔断器，已恢复供电。")
    sheet.get_by_label("客户意见").fill("满意")
    sheet.get_by_role("radio", name="客户签字", exact=True).check()
    sheet.get_by_label("已留部门联系电话").check()
    paper = page.locator(".pad-paper")
    paper.scroll_into_view_if_needed()
    box = paper.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    for step in range(1, 12):
        page.mouse.move(box["x"] + 40 + step * 18, box["y"] + 60 + (step % 3) * 25)
    page.mouse.up()


def all_sent(page: Page) -> None:
    expect(page.locator("[data-wire-words]")).to_have_text("已同步", timeout=20_000)


def signed_in_again(page: Page, person) -> None:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    hold_session(person, client.session.session_key)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": re.sub(r"(//[^/]+).*", r"\1", page.url)}]
    )


def kept_by_worker(page: Page) -> None:
    """Wait until the shell is the phone's own."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("caches.keys().then((keys) => keys.some((key) => key.startsWith('crew-')))")


def test_a_fault_from_the_big_button_alone(phone, town):
    order = factories.lived_until(town, "assigned")
    page = phone()
    card = page.locator(".card").first
    expect(card).to_contain_text("东江市朝阳路18号3单元502室")
    expect(card.get_by_role("link", name=re.compile("打给"))).to_have_attribute("href", "tel:13812345678")
    assert card.get_by_role("link", name="导航").get_attribute("href").startswith("geo:0,0?q=%E4%B8%9C")
    for button in page.locator(".card .btn").all():
        assert button.bounding_box()["height"] >= 44
    forward(page, "take")
    forward(page, "depart")
    forward(page, "arrive")
    expect(page.locator(".position")).to_contain_text("已取到当前位置")
    confirm(page)
    forward(page, "survey")
    survey(page)
    confirm(page)
    forward(page, "restore")
    page.locator(".sheet").get_by_role("radio", name="恢复供电", exact=True).check()
    confirm(page)
    forward(page, "reply")
    reply(page)
    confirm(page)
    all_sent(page)
    order.refresh_from_db()
    assert order.state == "replied"
    assert order.repair.__class__.objects.get(pk=order.pk).position == {"latitude": 41.1, "longitude": 122.05}
    signature = Attachment.objects.get(order=order)
    assert (signature.kind, signature.content_type) == ("signature", "image/png")
    expect(page.locator(".answered summary")).to_contain_text("今天已回单 1")


def test_a_double_tap_is_one_step(phone, town):
    order = factories.lived_until(town, "assigned")
    page = phone()
    page.locator('[data-next="take"]').dblclick()
    page.evaluate(
        "document.querySelectorAll('[data-next=take]').forEach((button) => { button.click(); button.click(); })"
    )
    expect(page.locator('[data-next="depart"]')).to_be_visible()
    all_sent(page)
    assert order.steps.filter(verb="take").count() == 1


def test_a_slip_of_the_thumb_is_taken_back(phone, town):
    order = factories.lived_until(town, "assigned")
    page = phone()
    forward(page, "take")
    page.get_by_role("button", name="撤销").click()
    expect(page.locator('[data-next="take"]')).to_be_visible()
    all_sent(page)
    assert not order.steps.filter(verb="take").exists()


@pytest.mark.clause("D10t", "D11", "C2")
def test_the_crews_hour_offline(phone, town, morning):
    order = factories.lived_until(town, "assigned")
    page = phone()
    kept_by_worker(page)
    page.clock.install(time=MORNING)
    page.reload()
    page.evaluate("""async () => {  // until the phone has learnt the time
      while (!(Math.abs(Crew.state.synced - Date.now()) < 60_000)) await new Promise(requestAnimationFrame);
    }""")
    page.context.set_offline(True)
    expect(page.locator("[data-wire-words]")).to_have_text("无网络")

    def later(minutes: int) -> None:
        page.clock.fast_forward(minutes * 60_000)

    for verb in ("take", "depart"):
        later(5)
        forward(page, verb)
    later(20)
    forward(page, "arrive")
    expect(page.locator(".position")).to_contain_text("已取到当前位置")
    confirm(page)
    page.locator(".card-open").click()
    for number in (1, 2):
        later(3)
        with page.expect_file_chooser() as chooser:
            page.locator(".tools").get_by_text("拍照").click()
        chooser.value.set_files({"name": f"{number}.png", "mimeType": "image/png", "buffer": picture()})
        expect(page.locator(".shots img")).to_have_count(number)
    later(3)
    forward(page, "survey")
    survey(page)
    confirm(page)
    later(10)
    forward(page, "restore")
    page.locator(".sheet").get_by_role("radio", name="恢复供电", exact=True).check()
    confirm(page)
    later(6)
    forward(page, "reply")
    expect(page.locator(".late")).to_contain_text("没有网络时登记")
    reply(page)
    confirm(page)
    expect(page.locator("[data-wire-words]")).to_have_text("无网络 · 待上传 9")
    page.reload()  # the phone was put away; nothing is lost
    expect(page.locator("[data-wire-words]")).to_have_text("无网络 · 待上传 9")
    queue = page.evaluate("""async () => {
      await Crew.store.type("copy", await Crew.store.items());
      return (await Crew.store.items()).map(({ verb, occurred_at }) => [verb, occurred_at]);
    }""")

    # An hour later the session is long gone: it waits until the same person has signed in.
    morning.move_to(MORNING + timedelta(hours=1))
    page.context.set_offline(False)
    expect(page.locator("[data-banner]")).to_contain_text("登录已失效")
    expect(page.locator("[data-wire-words]")).to_have_text("未登录 · 待上传 9")
    signed_in_again(page, town.crew)
    page.reload()
    all_sent(page)

    steps = list(order.steps.filter(actor=town.crew).order_by("seq"))
    assert [[step.verb, int(step.occurred_at.timestamp() * 1000)] for step in steps] == queue
    assert [step.verb for step in steps] == [
        "take",
        "depart",
        "arrive",
        "attach",
        "attach",
        "survey",
        "restore",
        "attach",
        "reply",
    ]
    by_verb = {step.verb: step.occurred_at for step in steps}
    assert by_verb["arrive"] - by_verb["depart"] >= timedelta(minutes=19), (
        "their own times, not the time of arrival here"
    )
    assert by_verb["reply"] - by_verb["depart"] >= timedelta(minutes=44)
    order.refresh_from_db()
    assert order.state == "replied"
    photos = Attachment.objects.filter(order=order, kind="photo")
    assert photos.count() == 2
    for photo in photos:
        with photo.file.open() as file:
            body = file.read()
        assert photo.content_type == "image/jpeg" and len(body) < 600_000
        assert b"GPS" not in body and b"Exif" not in body
    call_command("verify_log")

    # The same queue once more, photos and all, as after answers that got lost.
    page.evaluate(
        "async () => { for (const item of await Crew.store.typed('copy')) await Crew.store.put(item); await Crew.send(true); }"
    )
    all_sent(page)
    assert order.steps.filter(actor=town.crew).count() == len(queue)
    assert Attachment.objects.filter(order=order).count() == 3


def test_a_queue_sent_twice_changes_nothing(phone, town):
    order = factories.lived_until(town, "assigned")
    page = phone()
    page.context.set_offline(True)
    forward(page, "take")
    forward(page, "depart")
    kept = page.evaluate("Crew.store.items()")
    page.context.set_offline(False)
    all_sent(page)
    page.evaluate(
        "async (items) => { for (const item of items) await Crew.store.put({ ...item, after: 0 }); await Crew.send(true); }",
        kept,
    )
    all_sent(page)
    assert [step.verb for step in order.steps.filter(actor=town.crew).order_by("seq")] == ["take", "depart"]


def test_a_refused_step_shows_why_lets_the_rest_through_and_is_put_right(phone, town):
    order = factories.lived_until(town, "on_site")
    other = factories.lived_until(town, "assigned", contact_name="李娜")
    page = phone()
    page.context.set_offline(True)
    page.locator(f'[data-order="{order.number}"] [data-next="survey"]').click()
    survey(page)
    page.locator(".sheet").get_by_role("radio", name="客户产权", exact=True).check()
    confirm(page)
    page.locator(f'[data-order="{order.number}"] [data-next="restore"]').click()
    page.locator(".sheet").get_by_role("radio", name="恢复供电", exact=True).check()
    confirm(page)
    page.locator(f'[data-order="{order.number}"] .card-open').click()
    page.locator('[data-verb="note"]').click()
    page.locator(".sheet").get_by_label("内容").fill("表箱已上锁")
    confirm(page)
    page.goto(re.sub("#.*", "", page.url) + "#/")
    page.locator(f'[data-order="{other.number}"] [data-next="take"]').click()
    # Meanwhile the expected time it named has passed: the server no longer takes the survey.
    page.evaluate("""async () => {
      const item = (await Crew.store.items()).find((each) => each.verb === "survey");
      await Crew.store.change(item.place, { data: item.data.filter(([name]) => name !== "cause") });
    }""")
    page.context.set_offline(False)
    expect(page.locator("[data-wire-words]")).to_have_text("1 项被退回")
    expect(page.locator(f'[data-order="{other.number}"] [data-next="depart"]')).to_be_visible()
    page.locator("[data-wire]").click()
    refused = page.locator('[data-state="refused"]')
    expect(refused).to_contain_text("故障原因：请填写")
    expect(page.locator('[data-item="restore"]')).to_contain_text("等前一步")
    expect(page.locator('[data-item="note"]')).to_have_count(0)
    assert order.steps.filter(verb="note").count() == 1
    expect(page.locator('[data-item="take"]')).to_have_count(0)
    assert other.steps.filter(verb="take").count() == 1, "another order's steps do not wait"

    refused.get_by_role("button", name="修改后重发").click()
    sheet = page.locator(".sheet")
    expect(sheet.locator(".refusal")).to_contain_text("故障原因")
    expect(sheet.get_by_label("影响范围")).to_have_value("一户")
    sheet.get_by_label("故障原因").fill("客户表后开关损坏")
    sheet.get_by_role("radio", name="供电企业产权", exact=True).check()
    confirm(page)
    all_sent(page)
    order.refresh_from_db()
    assert order.state == "restored"


def test_a_conflict_is_shown_and_sent_all_the_same_when_one_says_so(phone, town):
    order = factories.lived_until(town, "assigned")
    page = phone()
    page.context.set_offline(True)
    forward(page, "take")
    forward(page, "depart")
    factories.act(town, order, "note", "dispatcher", kind="more", text="客户要求先打电话")
    page.context.set_offline(False)
    expect(page.locator("[data-wire-words]")).to_have_text("1 项被退回")
    expect(page.locator(".card .btn-stuck")).to_contain_text("处理被退回的「班组接单」")
    page.locator(".card .btn-stuck").click()
    conflict = page.locator('[data-state="conflict"]')
    expect(conflict).to_contain_text("客户要求先打电话")
    expect(conflict).to_contain_text(town.dispatcher.name)
    conflict.get_by_role("button", name="仍然提交").click()
    all_sent(page)
    order.refresh_from_db()
    assert order.state == "en_route"


def test_a_step_may_be_given_up(phone, town):
    order = factories.lived_until(town, "assigned")
    page = phone()
    page.context.set_offline(True)
    forward(page, "take")
    factories.act(town, order, "reassign", "dispatcher", crew=town.second_crew_unit.pk, reason="就近")
    page.context.set_offline(False)
    expect(page.locator("[data-wire-words]")).to_have_text("1 项被退回")
    page.locator("[data-wire]").click()
    expect(page.locator('[data-state="refused"], [data-state="conflict"]')).to_contain_text("没有找到这张工单")
    page.locator(".sent").get_by_role("button", name="放弃").click()
    page.locator(".sheet").get_by_role("button", name="放弃这一项").click()
    expect(page.locator(".nothing-title")).to_have_text("全部已上传")


@pytest.mark.clause("B5.4")
def test_the_check_comes_first_also_without_a_network(phone, town):
    DailyCheck.objects.all().delete()
    Duty.objects.filter(person=town.crew).update(until=MORNING)
    page = phone()
    page.context.set_offline(True)
    expect(page.locator(".check h2")).to_have_text("开工前，先做今天的检查")
    page.get_by_role("button", name="到岗", exact=True).click()
    for item in page.locator(".check-item").all()[:3]:
        item.get_by_role("radio", name="齐全").check()
    page.get_by_role("button", name="登记每日检查").click()
    expect(page.locator(".check .wrong")).to_have_text("请逐项检查后选择")
    page.locator(".check-item").last.get_by_role("radio", name="有缺").check()
    page.get_by_label("缺项如何补齐").fill("已申领绝缘手套")
    page.get_by_role("button", name="登记每日检查").click()
    expect(page.locator(".check")).to_have_count(0)
    expect(page.locator(".duty-line")).to_contain_text("在岗")
    page.context.set_offline(False)
    all_sent(page)
    check = DailyCheck.objects.get()
    assert (check.missing, check.remark, check.by) == (["safety"], "已申领绝缘手套", town.crew)
    assert Duty.objects.filter(person=town.crew, until__isnull=True).exists()


def test_an_order_given_now_appears_by_itself(phone, town):
    page = phone()
    expect(page.locator(".nothing-title")).to_have_text("手上没有工单")
    order = factories.lived_until(town, "assigned")
    page.evaluate("document.dispatchEvent(new CustomEvent('live:event', { detail: { topic: 'order' } }))")
    expect(page.locator(f'[data-order="{order.number}"]')).to_be_visible()


def test_it_opens_and_reads_without_a_network(phone, town):
    order = factories.lived_until(town, "en_route")
    page = phone()
    kept_by_worker(page)
    page.context.set_offline(True)
    page.reload()
    expect(page.locator(f'[data-order="{order.number}"]')).to_be_visible()
    page.locator(".card-open").click()
    expect(page.locator(".content")).to_contain_text("一户无电")
    page.reload()
    expect(page.locator(".content")).to_contain_text("一户无电")
    assert page.evaluate("getComputedStyle(document.body).display") == "flex", "with its looks"


def test_a_form_half_filled_is_there_after_the_phone_was_put_away(phone, town):
    factories.lived_until(town, "restored")
    page = phone()
    forward(page, "reply")
    page.locator(".sheet").get_by_label("处理结果").fill("写到一半")
    page.evaluate("""async () => {
      const typed = () => Crew.store.typed(`${Crew.state.person.id}.${Crew.state.data.orders[0].number}.reply`);
      while (!(await typed())) await new Promise(requestAnimationFrame);
    }""")
    page.reload()
    forward(page, "reply")
    expect(page.locator(".sheet").get_by_label("处理结果")).to_have_value("写到一半")


def test_what_is_missing_is_said_at_its_place_before_anything_is_queued(phone, town):
    factories.lived_until(town, "on_site")
    page = phone()
    forward(page, "survey")
    sheet = page.locator(".sheet")
    sheet.locator("[type=submit]").click()
    expect(sheet.locator(".wrong")).to_have_count(4)
    survey(page)
    sheet.get_by_label("预计送电时间").fill("")
    sheet.locator("[type=submit]").click()
    expect(sheet.locator(".wrong")).to_have_text(["供电企业产权的故障必须填写预计送电时间，座席要答复客户"])


def test_signing_out_leaves_nobodys_orders_on_the_phone(phone, town):
    factories.lived_until(town, "assigned")
    page = phone()
    forward(page, "take")
    page.locator("[data-more]").click()
    page.get_by_role("button", name="退出登录").click()
    page.get_by_role("button", name="留着，退出登录").click()
    page.wait_for_url("**/sign-in/**")
    left = page.evaluate("""async () => {
      const names = (await indexedDB.databases()).map((each) => each.name);
      const read = (name, store) => new Promise((done) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => { const all = opening.result.transaction(store).objectStore(store).getAll(); all.onsuccess = () => done(all.result); };
      });
      return [names.includes("zhangdeng-crew") ? await read("zhangdeng-crew", "kept") : [], await read("zhangdeng-crew-entered", "items")];
    }""")
    assert left[0] == []
    assert [item["verb"] for item in left[1]] == ["take"], "what was not uploaded stays for its author"
    assert "13812345678" not in json.dumps(left)


def test_another_person_on_the_same_phone_never_sends_the_formers_entries(phone, town):
    order = factories.lived_until(town, "assigned")
    page = phone()
    page.context.set_offline(True)
    forward(page, "take")
    end_everywhere(town.crew)
    signed_in_again(page, town.crew_mate)
    page.context.set_offline(False)
    page.reload()
    expect(page.locator(f'[data-order="{order.number}"]')).to_be_visible()
    page.locator("[data-wire]").click()
    expect(page.locator("#main")).to_contain_text(f"{town.crew.name}在这部手机上还有 1 项没有上传")
    page.evaluate("Crew.send(true)")
    assert not order.steps.filter(verb="take").exists()
    signed_in_again(page, town.crew)
    page.reload()
    all_sent(page)
    assert order.steps.get(verb="take").actor == town.crew


def test_a_server_that_is_away_costs_nothing(phone, town):
    order = factories.lived_until(town, "assigned")
    page = phone()
    page.route("**/crew/send/", lambda route: route.fulfill(status=502, body="<html>"))
    forward(page, "take")
    expect(page.locator("[data-wire-words]")).to_have_text(re.compile("待上传 1"))
    page.wait_for_function("Crew.store.items().then(([item]) => item.tries > 0)", timeout=15_000)
    page.unroute("**/crew/send/")
    page.evaluate("Crew.hurry()")
    all_sent(page)
    assert order.steps.filter(verb="take").count() == 1
    assert WorkOrder.objects.get(pk=order.pk).state == "assigned"


def test_who_is_signed_out_elsewhere_leaves_nothing_behind_either(phone, town):
    factories.lived_until(town, "assigned")
    page = phone()
    end_everywhere(town.crew)
    page.evaluate("Crew.refresh()")
    page.locator("[data-banner]").get_by_role("link", name="登录").click()
    page.wait_for_url("**/sign-in/**")
    page.wait_for_function("indexedDB.databases().then((all) => !all.some((each) => each.name === 'zhangdeng-crew'))")
    assert page.evaluate("localStorage.getItem('crew-etag')") is None


def test_with_the_page_closed_the_worker_sends(phone, town):
    order = factories.lived_until(town, "assigned")
    page = phone()
    kept_by_worker(page)
    page.reload()
    page.context.set_offline(True)
    forward(page, "take")
    expect(page.locator("[data-wire-words]")).to_have_text("无网络 · 待上传 1")
    page.evaluate("Crew.store.items().then(([item]) => Crew.store.change(item.place, { after: 0 }))")
    page.goto("about:blank")
    page.context.set_offline(False)
    worker = page.context.service_workers[0]
    assert worker.evaluate("Crew.send(true).then(() => Crew.store.items())") == []
    assert order.steps.get(verb="take").actor == town.crew
    assert worker.evaluate("Crew.store.told('data').then((data) => data.orders[0].offers)") == []


def test_a_picture_somebody_added_is_no_conflict(phone, town):
    order = factories.lived_until(town, "assigned")
    page = phone()
    page.context.set_offline(True)
    forward(page, "take")
    forward(page, "depart")
    file = SimpleUploadedFile("p.png", picture(8, 8), "image/png")
    perform(order.pk, "attach", town.dispatcher, {"kind": "photo"}, files={"file": file})
    page.context.set_offline(False)
    all_sent(page)
    order.refresh_from_db()
    assert order.state == "en_route"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_serious_for_axe(phone, town, theme):
    order = factories.lived_until(town, "on_site", urgency="urgent")
    factories.lived_until(town, "assigned")
    DailyCheck.objects.all().delete()
    page = phone(color_scheme=theme, reduced_motion="reduce")  # what is still fading in has no colour yet
    found = []

    def judge(where: str) -> None:
        for wrong in Axe().run(page).response["violations"]:
            if wrong["impact"] in ("serious", "critical"):
                found.append((where, wrong["id"], [node["html"][:160] for node in wrong["nodes"][:3]]))

    judge("list")
    page.locator(f'[data-order="{order.number}"] .card-open').click()
    judge("order")
    forward(page, "survey")
    page.locator(".sheet [type=submit]").click()
    judge("sheet")
    page.locator(".sheet-close").click()
    page.context.set_offline(True)
    page.locator('[data-verb="note"]').click()
    page.locator(".sheet").get_by_label("内容").fill("表箱已上锁")
    confirm(page)
    page.locator("[data-wire]").click()
    judge("outbox")
    page.locator("[data-more]").click()
    judge("more")
    assert not found


def test_a_phone_whose_clock_was_wrong_can_put_its_times_right(phone, town):
    order = factories.lived_until(town, "on_site")
    page = phone()
    page.context.set_offline(True)
    page.locator(".card-open").click()
    with page.expect_file_chooser() as chooser:
        page.locator(".tools").get_by_text("拍照").click()
    chooser.value.set_files({"name": "1.png", "mimeType": "image/png", "buffer": picture(64, 64)})
    expect(page.locator(".shots img")).to_have_count(1)
    page.evaluate("""async () => {
      const item = async () => (await Crew.store.items())[0];
      while (!(await item()).tries) await new Promise(requestAnimationFrame);
      await Crew.store.change((await item()).place, { occurred_at: (await item()).occurred_at + 86_400_000 });
    }""")
    page.context.set_offline(False)
    expect(page.locator("[data-wire-words]")).to_have_text("1 项被退回")
    page.locator("[data-wire]").click()
    expect(page.locator('[data-state="refused"]')).to_contain_text("发生时间晚于现在")
    page.get_by_role("button", name="修改后重发").click()
    confirm(page)
    all_sent(page)
    assert Attachment.objects.get(order=order).kind == "photo"
