"""The crew's phone without a network: entries wait, are sent once, are refused or collide, and are put right."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from playwright.sync_api import expect

from repair.models import DailyCheck, Duty
from tests import factories
from tests.browser.conftest import MORNING
from tests.browser.crew_hands import (
    all_sent,
    confirm,
    forward,
    kept_by_worker,
    no_network,
    picture,
    reply,
    says,
    setting_out,
    signed_in_again,
    survey,
)
from workorders.models import Attachment
from workorders.services import perform

pytestmark = pytest.mark.browser


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
    with no_network(page):
        says(page, "无网络")

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
        says(page, "无网络 · 待上传 9")
        page.reload()  # the phone was put away; nothing is lost
        says(page, "无网络 · 待上传 9")
        queue = page.evaluate("""async () => {
          await Crew.store.type("copy", await Crew.store.items());
          return (await Crew.store.items()).map(({ verb, occurred_at }) => [verb, occurred_at]);
        }""")

        # An hour later the session is long gone: it waits until the same person has signed in.
        morning.move_to(MORNING + timedelta(hours=1))
    expect(page.locator("[data-banner]")).to_contain_text("登录已失效")
    says(page, "未登录 · 待上传 9")
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
    order, page = setting_out(phone, town)
    with no_network(page):
        forward(page, "take")
        forward(page, "depart")
        kept = page.evaluate("Crew.store.items()")
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
    with no_network(page):
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
    says(page, "1 项被退回")
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
    expect(sheet.locator(".refusal")).to_contain_text("有 1 处要改")
    expect(sheet.locator(".field", has=page.get_by_label("故障原因")).locator(".wrong")).to_have_text("请填写")
    expect(sheet.get_by_label("影响范围")).to_have_value("一户")
    sheet.get_by_label("故障原因").fill("客户表后开关损坏")
    sheet.get_by_role("radio", name="供电企业产权", exact=True).check()
    confirm(page)
    all_sent(page)
    order.refresh_from_db()
    assert order.state == "restored"


def test_a_conflict_is_shown_and_sent_all_the_same_when_one_says_so(phone, town):
    order, page = setting_out(phone, town)
    with no_network(page):
        forward(page, "take")
        forward(page, "depart")
        factories.act(town, order, "note", "dispatcher", kind="more", text="客户要求先打电话")
    says(page, "1 项被退回")
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
    order, page = setting_out(phone, town)
    with no_network(page):
        forward(page, "take")
        factories.act(town, order, "reassign", "dispatcher", crew=town.second_crew_unit.pk, reason="就近")
    says(page, "1 项被退回")
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
    with no_network(page):
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
    all_sent(page)
    check = DailyCheck.objects.get()
    assert (check.missing, check.remark, check.by) == (["safety"], "已申领绝缘手套", town.crew)
    assert Duty.objects.filter(person=town.crew, until__isnull=True).exists()


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


def test_a_picture_somebody_added_is_no_conflict(phone, town):
    order, page = setting_out(phone, town)
    with no_network(page):
        forward(page, "take")
        forward(page, "depart")
        file = SimpleUploadedFile("p.png", picture(8, 8), "image/png")
        perform(order.pk, "attach", town.dispatcher, {"kind": "photo"}, files={"file": file})
    all_sent(page)
    order.refresh_from_db()
    assert order.state == "en_route"


def test_a_phone_whose_clock_was_wrong_can_put_its_times_right(phone, town):
    order = factories.lived_until(town, "on_site")
    page = phone()
    with no_network(page):
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
    says(page, "1 项被退回")
    page.locator("[data-wire]").click()
    expect(page.locator('[data-state="refused"]')).to_contain_text("发生时间晚于现在")
    page.get_by_role("button", name="修改后重发").click()
    confirm(page)
    all_sent(page)
    assert Attachment.objects.get(order=order).kind == "photo"
