"""Messages: written with the change, expanded to people, each delivered at most once, retried with back-off."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from tests.factories import accepted, act, lived_until
from workorders import sms
from workorders.models import Delivery, Message
from workorders.services import outbox


def sent():
    folder = Path(settings.SMS_FOLDER)
    return sorted(folder.glob("*.txt")) if folder.exists() else []


@pytest.mark.clause("B4.3")
def test_an_accident_text_reaches_the_safety_officer(district):
    accepted(district, accident="person")
    outbox.expand()
    outbox.send()
    (text,) = [path.read_text() for path in sent() if "人身事故" in path.read_text()]
    assert text.startswith(district.safety_officer.phone)
    inbox = Delivery.objects.get(person=district.safety_officer, channel="inbox")
    assert inbox.state == "sent" and inbox.read_at is None


def test_a_new_order_reaches_the_dispatcher_of_its_city_and_no_other(district):
    order = lived_until(district, "dispatched")
    outbox.expand()
    people = set(
        Delivery.objects.filter(message__order=order, channel="inbox").values_list("person__username", flat=True)
    )
    assert people == {"dispatcher"}


def test_looking_twice_sends_once(district):
    accepted(district, accident="person")
    for _ in range(3):
        outbox.expand()
        outbox.send()
    assert len(sent()) == Delivery.objects.filter(channel="sms", state="sent").count() == 1


class Broken:
    def __init__(self, times):
        self.left, self.calls = times, []

    def send(self, *, key, phone, text):
        self.calls.append(key)
        if self.left:
            self.left -= 1
            raise sms.GatewayError("http 503")


@pytest.fixture
def broken(monkeypatch):
    def use(times):
        gateway = Broken(times)
        monkeypatch.setattr(sms, "gateway", lambda: gateway)
        return gateway

    return use


def test_a_refused_text_is_offered_again_later_with_the_same_key(district, broken):
    gateway = broken(2)
    accepted(district, accident="person")
    outbox.expand()
    start = timezone.now()
    for seconds in (0, 1, 6, 20, 40):
        with time_machine.travel(start + timedelta(seconds=seconds)):
            outbox.send()
    assert len(gateway.calls) == 3 and len(set(gateway.calls)) == 1
    assert Delivery.objects.get(channel="sms").state == "sent"


def test_it_gives_up_after_the_last_step_and_keeps_why(district, broken):
    gateway = broken(99)
    accepted(district, accident="person")
    outbox.expand()
    start = timezone.now()
    for hours in range(12):
        with time_machine.travel(start + timedelta(hours=hours)):
            outbox.send()
    delivery = Delivery.objects.get(channel="sms")
    assert delivery.state == "failed" and len(gateway.calls) == 6 and delivery.errors[-1] == "http 503"


def test_a_claim_whose_worker_died_is_taken_up_with_the_same_key(district, broken):
    gateway = broken(0)
    accepted(district, accident="person")
    outbox.expand()
    (claimed,) = outbox._claim(10)
    assert outbox.send() == 0, "somebody else holds it"
    with time_machine.travel(timezone.now() + outbox.STALE + timedelta(seconds=1)):
        assert outbox.send() == 1
    assert gateway.calls == [f"zd-{claimed.pk}"]


def test_the_folder_gateway_writes_each_key_once(tmp_path, settings):
    gateway = sms.FolderGateway()
    gateway.send(key="zd-1", phone="13800000000", text="甲")
    gateway.send(key="zd-1", phone="13800000000", text="乙")
    assert [path.read_text() for path in sent()] == ["13800000000\n甲\n"]


def test_a_gateway_that_cannot_write_says_so_without_personal_data(settings, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    settings.SMS_FOLDER = str(blocked / "sms")
    with pytest.raises(sms.GatewayError) as error:
        sms.FolderGateway().send(key="zd-1", phone="13812345678", text="甲")
    assert "13812345678" not in str(error.value)


def test_each_breach_level_reaches_a_wider_circle(district):
    from workorders.services.sweep import sweep

    order = lived_until(district, "assigned")
    act(district, order, "depart", "crew")
    start = order.deadlines.get(clock="arrived_by").started_at
    reached = {}
    for minutes in (23, 37, 46, 69):
        while sweep(start + timedelta(minutes=minutes)):
            pass
        outbox.expand()
        told = Delivery.objects.filter(message__key__startswith=f"clock:{order.deadlines.get(clock='arrived_by').pk}:")
        reached[minutes] = set(told.filter(channel="inbox").values_list("person__username", flat=True))
    assert reached[23] == {"crew", "crew_mate"}
    assert reached[37] == reached[23] | {"dispatcher"}
    assert reached[46] == reached[37] | {"supervisor"}
    assert reached[69] == reached[46] | {"director"}


def test_only_ones_own_inbox_is_marked(district):
    lived_until(district, "dispatched")
    outbox.expand()
    assert outbox.mark_read(district.agent) == 0
    assert outbox.mark_read(district.dispatcher) == 1
    assert Message.objects.filter(expanded_at__isnull=True).count() == 0
