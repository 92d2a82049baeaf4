"""The administrators' pages of the core: limits and calendar to configure, the log to audit."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import PASSWORD
from workorders.models import CalendarDay, Rule, RuleProfile
from workorders.services.seal import seal_until

PAGES = ("rule", "ruleprofile", "calendarday", "step", "seal")


@pytest.fixture
def enter(district):
    def as_person(post: str) -> Client:
        client = Client()
        answer = client.post("/sign-in/", {"username": post, "password": PASSWORD})
        assert answer.status_code == 302, answer.content.decode()
        return client

    return as_person


def test_each_administrator_sees_their_own(enter, order):
    seal_until(timezone.localdate() + timedelta(days=1))
    seen = {
        post: [page for page in PAGES if client.get(f"/admin/workorders/{page}/").status_code == 200]
        for post in ("system_admin", "security_admin", "audit_admin")
        for client in [enter(post)]
    }
    assert seen == {
        "system_admin": ["rule", "ruleprofile", "calendarday"],
        "security_admin": [],
        "audit_admin": ["step", "seal"],
    }


def test_a_limit_is_followed_through_the_page(enter, order):
    rule = Rule.objects.get(profile__code="sgcc", kind="repair", clock="dispatched_by")
    client, page = enter("system_admin"), f"/admin/workorders/rule/{rule.pk}/change/"
    shown = client.get(page).content.decode()
    assert "80% 值班长、调度" in shown and "派单：3 分钟" in shown and "Rule object" not in shown
    at = timezone.localtime() + timedelta(hours=1)
    form = {"amount": 4, "measure": "minutes", "levels": "60% 处理人\n100% 主管", "basis": "公司通知",
            "valid_from_0": f"{at:%Y-%m-%d}", "valid_from_1": f"{at:%H:%M:%S}"}  # fmt: skip
    refused = client.post(page, {**form, "levels": "60% 张三"})
    assert refused.status_code == 200 and "请写明 100%" in refused.content.decode()
    assert client.post(page, form).status_code == 302
    new = Rule.objects.get(profile__code="sgcc", kind="repair", clock="dispatched_by", valid_to=None)
    assert (new.amount, new.levels, new.basis) == (4, [["60%", "handler"], ["100%", "supervisor"]], "公司通知")
    rule.refresh_from_db()
    assert rule.amount == 3 and rule.valid_to == new.valid_from
    assert client.post(page, form).status_code == 403  # it has a successor now
    assert client.post(f"/admin/workorders/rule/{rule.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.get("/admin/workorders/rule/add/").status_code == 403


def test_a_profile_is_changed_through_the_page(enter, district):
    profile = RuleProfile.objects.get(code="sgcc")
    client, page = enter("system_admin"), f"/admin/workorders/ruleprofile/{profile.pk}/change/"
    assert "08:00-12:00 14:00-21:00" in client.get(page).content.decode()
    form = {"rings": 4, "calling_hours": "09:00-21:00", "attempt_spacing": "02:30:00", "attempts": 3,
            "recording_days": 100, "units": [district.centre.pk]}  # fmt: skip
    refused = client.post(page, {**form, "attempts": 1})
    assert refused.status_code == 200 and "不能少于 3 次" in refused.content.decode()
    assert client.post(page, form).status_code == 302
    profile.refresh_from_db()
    assert profile.calling_hours == [["09:00", "21:00"]] and profile.attempt_spacing == timedelta(minutes=150)


def test_a_day_is_entered_and_removed_through_the_page(enter):
    client = enter("system_admin")
    form = {"day": "2031-03-10", "is_workday": "", "name": "停工"}
    assert client.post("/admin/workorders/calendarday/add/", form).status_code == 302
    row = CalendarDay.objects.get(day="2031-03-10")
    assert client.post(f"/admin/workorders/calendarday/{row.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not CalendarDay.objects.filter(pk=row.pk).exists()


def test_the_auditor_reads_what_was_done_and_not_who_called(enter, order):
    client, step = enter("audit_admin"), order.steps.get()
    listed = client.get(f"/admin/workorders/step/?q={order.number}").content.decode()
    page = client.get(f"/admin/workorders/step/{step.pk}/change/").content.decode()
    assert order.number in listed and "受理" in page and bytes(step.hash).hex() in page
    assert "138 1234 5678" not in page and "13812345678" not in page and "张伟" not in page
    assert client.post(f"/admin/workorders/step/{step.pk}/change/", {"verb": "x"}).status_code == 403
    assert client.post(f"/admin/workorders/step/{step.pk}/delete/", {"post": "yes"}).status_code == 403
