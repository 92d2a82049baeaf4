"""Leaders: named on record by whoever may, told of a complaint once, and never more than they may know (D15)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import AccountEvent, Role, RoleAt
from tests.complaints.cases import accepted, act, clear, lived_until, step, told
from tests.factories import PASSWORD
from workorders import errors
from workorders.models import Delivery, Message, Watcher
from workorders.services import accept, outbox
from workorders.services.watchers import unwatch, watch

PAGE = "/admin/workorders/watcher/"


def texts(person) -> list[str]:
    """What has left the house for ``person``'s phone by now."""
    outbox.expand()
    outbox.send()
    folder = Path(settings.SMS_FOLDER)
    found = [path.read_text() for path in sorted(folder.glob("*.txt"))] if folder.exists() else []
    return [text.partition("\n")[2].strip() for text in found if text.startswith(person.phone)]


@pytest.fixture
def leaders(district):
    """One for the city, one for everything."""
    watch(district.system_admin, "complaint", district.city, [district.supervisor])
    watch(district.system_admin, "complaint", district.centre, [district.director])


@pytest.fixture
def enter(district):
    def as_person(post: str) -> Client:
        client = Client()
        assert client.post("/sign-in/", {"username": post, "password": PASSWORD}).status_code == 302
        return client

    return as_person


@pytest.mark.clause("D15", "C9.2")
def test_the_text_goes_to_the_leaders_when_it_arrives(district, leaders):
    order = accepted(district, premises=district.premises.pk, grade="important")
    for leader in (district.supervisor, district.director):
        (text,) = texts(leader)
        assert text.startswith(f"重要投诉 {order.number}（{order.case.category.label}）：")
        assert "要求核实电表并答复原因" in text


@pytest.mark.clause("D15")
def test_each_leader_is_told_once_wherever_it_goes(district, leaders):
    order = accepted(district, premises=district.premises.pk)
    step(district, order, "dispatch", "agent")
    assert (len(texts(district.supervisor)), len(texts(district.director))) == (1, 1)
    step(district, order, "forward", "auditor")
    act(district, order, "refuse", "dispatcher", codes=["not_our_area"], text="不属本公司供电区域")
    watch(district.system_admin, "complaint", district.other_city, [district.other_dispatcher])
    act(district, order, "forward", "auditor", unit=district.other_city.pk)
    assert len(texts(district.other_dispatcher)) == 1
    assert (len(texts(district.supervisor)), len(texts(district.director))) == (1, 1)


@pytest.mark.clause("D15")
def test_nor_twice_when_both_messages_leave_together(district, leaders):
    order = step(district, accepted(district, premises=district.premises.pk), "dispatch", "agent")
    act(district, order, "forward", "auditor", unit=district.other_city.pk)
    assert len(texts(district.director)) == 1


def test_before_the_city_is_known_whoever_leads_the_centre_hears_of_it(district, leaders):
    order = accepted(district)
    assert (len(texts(district.director)), texts(district.supervisor)) == (1, [])
    step(district, step(district, order, "dispatch", "agent"), "forward", "auditor")
    assert (len(texts(district.director)), len(texts(district.supervisor))) == (1, 1)


@pytest.mark.clause("D15", "A3.5")
@pytest.mark.parametrize("secrecy", ["confidential", "anonymous"])
def test_no_text_tells_who_called(district, leaders, secrecy):
    accepted(district, secrecy=secrecy, place="东江市营业厅", premises=district.premises.pk)
    (text,) = texts(district.supervisor)
    for secret in ("张伟", "13812345678", "5678", "朝阳路"):
        assert secret not in text


@pytest.mark.clause("A3.5")
def test_nobody_hears_of_misconduct_without_the_clearance(district, leaders):
    for post in ("supervisor", "director"):
        Watcher.objects.create(kind="misconduct", unit=district.city, person=district.people[post])
    clear(district, "director")
    order = accepted(district, "misconduct", premises=district.premises.pk)
    Message.objects.create(
        key="misconduct", order=order, unit=district.city, circle="watchers", topic="x", text="举报", sms=True,
        created_at=order.accepted_at,
    )  # fmt: skip
    texts(district.director)
    told_ = set(Delivery.objects.filter(message__key="misconduct").values_list("person__username", flat=True))
    assert told_ == {"director"}


@pytest.mark.parametrize("kind", ["misconduct", "opinion", "suggestion", "praise"])
def test_other_businesses_do_not_go_to_the_leaders(district, leaders, kind):
    accept(kind, district.agent, told(kind, premises=district.premises.pk))
    assert texts(district.supervisor) == []


def test_whoever_left_is_not_told(district, leaders):
    type(district.supervisor).objects.filter(username="supervisor").update(is_active=False)
    accepted(district, premises=district.premises.pk)
    assert texts(district.supervisor) == []


@pytest.mark.clause("D15")
def test_the_system_administrator_names_and_dismisses_them_on_record(district, enter):
    client = enter("system_admin")
    assert "业务类型" in client.get(f"{PAGE}add/").content.decode()
    form = {"kind": "complaint", "unit": district.city.pk, "people": "supervisor、director"}
    assert client.post(f"{PAGE}add/", form).status_code == 302
    assert set(Watcher.objects.values_list("person__username", flat=True)) == {"supervisor", "director"}
    shown = client.get(PAGE).content.decode()
    assert "某主管" in shown and "139****" in shown and district.supervisor.phone not in shown
    watcher = Watcher.objects.get(person=district.director)
    assert client.get(f"{PAGE}{watcher.pk}/change/").status_code == 200
    assert client.post(f"{PAGE}{watcher.pk}/delete/", {"post": "yes"}).status_code == 302
    events = AccountEvent.objects.filter(kind="watcher_changed").order_by("pk")
    assert [(e.data["act"], e.person.username, e.actor.username) for e in events] == [
        ("name", "supervisor", "system_admin"),
        ("name", "director", "system_admin"),
        ("dismiss", "director", "system_admin"),
    ]
    log = enter("audit_admin").get("/admin/accounts/accountevent/").content.decode()
    assert "修改抄送领导" in log and "操作：指定" in log and "业务：投诉" in log


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"people": "nobody"}, "没有这个工号"),
        ({"people": ""}, "必填"),
        ({"kind": "misconduct"}, "不在可用的选项中"),
        ({"people": "other_dispatcher"}, "上下级没有任何角色"),
    ],
)
def test_whoever_does_not_fit_is_refused_with_the_reason(district, enter, changes, said):
    form = {"kind": "complaint", "unit": district.city.pk, "people": "supervisor", **changes}
    answer = enter("system_admin").post(f"{PAGE}add/", form)
    assert answer.status_code == 200 and said in answer.content.decode()
    assert not Watcher.objects.exists()


def test_a_leader_without_a_number_cannot_be_told(district):
    type(district.supervisor).objects.filter(username="supervisor").update(phone="")
    with pytest.raises(errors.Invalid, match="没有登记手机号"):
        watch(district.system_admin, "complaint", district.city, [district.supervisor])


def test_others_name_nobody(district, enter):
    for post in ("security_admin", "audit_admin"):
        assert enter(post).get(PAGE).status_code == 403
    with pytest.raises(errors.NotAllowed):
        watch(district.supervisor, "complaint", district.city, [district.supervisor])
    (watcher,) = watch(district.system_admin, "complaint", district.centre, [district.director])
    local = district.people["system_admin"]
    RoleAt.objects.filter(person=local).update(unit=district.city, role=Role.SYSTEM_ADMIN)
    with pytest.raises(errors.NotAllowed):  # the centre is above their reach
        unwatch(district.system_admin, watcher)
    assert enter("system_admin").get(f"{PAGE}{watcher.pk}/delete/").status_code == 302  # for them it is not there


def test_naming_twice_names_once(district):
    for _ in range(2):
        watch(district.system_admin, "complaint", district.city, [district.supervisor])
    assert Watcher.objects.count() == AccountEvent.objects.filter(kind="watcher_changed").count() == 1


def test_what_happens_later_is_no_arrival(district, leaders):
    lived_until(district, "handling", premises=district.premises.pk)
    assert len(texts(district.supervisor)) == 1
