"""What a phone sends, now or an hour later: done once, at its own time, and a refusal in words."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from repair.models import DailyCheck, Duty
from repair.models.crews import DutyEntry
from tests.browsing import at_desk, posted
from tests.factories import LIFE, act, lived_until, verb_data
from workorders.models import Attachment

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def ms(at):
    return str(int(at.timestamp() * 1000))


class Phone:
    """A phone in somebody's hand."""

    def __init__(self, person):
        self.person, self.client = person, at_desk(person)

    def send(self, verb, order=None, data=None, /, **own):
        said = {"_person": self.person.pk, "_key": str(uuid4()), "_verb": verb, "_order": order.number if order else ""}
        said |= {f"_{name}": value for name, value in own.items()} | posted(data or {})
        return self.client.post("/crew/send/", said)


def whole_way(district):
    return [(verb, posted(verb_data(district, data))) for verb, _, data in LIFE[3:]]


@pytest.mark.clause("D10t", "D11")
def test_six_steps_and_two_photos_of_an_hour_arrive_once_in_order_with_their_own_times(district):
    start = timezone.now().replace(microsecond=0)
    order = lived_until(district, "assigned")
    phone = Phone(district.crew)
    way = [("take", {}), *whole_way(district)]
    way[-1][1].update(late_cause="other", late_text="现场没有网络，联网后上传")
    times = [start + timedelta(minutes=7 * (place + 1)) for place in range(len(way))]
    shots = [start + timedelta(minutes=22), start + timedelta(minutes=36)]
    queue = [(verb, data, at, None) for (verb, data), at in zip(way, times, strict=True)]
    queue += [("attach", {"kind": "photo"}, at, f"照片-{number}.png") for number, at in enumerate(shots)]
    queue = [(str(uuid4()), *item) for item in sorted(queue, key=lambda item: item[2])]

    def send_all(version):
        outcomes = []
        for key, verb, data, at, name in queue:
            file = {"file": SimpleUploadedFile(name, PICTURE, "image/png")} if name else {}
            own = {"key": key, "occurred_at": ms(at), "version": "" if name else version}
            answer = phone.send(verb, order, {**data, **file}, **own).json()
            outcomes.append(answer["outcome"])
            version = answer.get("version", version)
        return outcomes

    with time_machine.travel(start + timedelta(hours=1), tick=True):
        phone = Phone(district.crew)
        assert send_all(order.version) == ["done"] * 8
        steps = [(step.verb, step.occurred_at) for step in order.steps.filter(actor=district.crew).order_by("seq")]
        assert steps == [(verb, at) for _, verb, _, at, _ in queue]
        assert all(step.recorded_at > start + timedelta(minutes=59) for step in order.steps.filter(verb="arrive"))
        # The whole queue again, as after an answer that got lost: nothing is done twice.
        assert send_all("") == ["replayed"] * 8
    assert order.steps.filter(actor=district.crew).count() == 8
    assert Attachment.objects.filter(order=order, kind="photo").count() == 2
    order.refresh_from_db()
    assert order.state == "replied"
    assert order.deadlines.get(clock="arrived_by").state == "met", "it was in time where it happened"


def test_a_refusal_is_told_in_the_gates_words_with_the_order_as_it_is(district):
    order = lived_until(district, "en_route")
    answer = Phone(district.crew).send("arrive", order)
    said = answer.json()
    assert (answer.status_code, said["outcome"], said["code"]) == (422, "refused", "invalid")
    assert "没有取到位置" in said["message"] and list(said["fields"]) == ["no_position"]
    assert said["order"]["state"] == "en_route" and said["order"]["version"] == order.version


def test_a_wrong_state_is_refused(district):
    answer = Phone(district.crew).send("restore", lived_until(district, "assigned"), {"result_kind": "power"})
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")


def test_a_conflict_shows_who_did_what_and_goes_through_when_insisted_on(district):
    order = lived_until(district, "assigned")
    seen = order.version
    act(district, order, "note", "dispatcher", kind="more", text="客户要求先打电话")
    phone = Phone(district.crew)
    answer = phone.send("depart", order, version=seen, key="one")
    said = answer.json()
    assert (answer.status_code, said["outcome"]) == (409, "conflict")
    assert said["changes"][0]["by"] == district.dispatcher.name
    assert ["内容", "客户要求先打电话"] in said["changes"][0]["rows"]
    assert phone.send("depart", order, version=said["order"]["version"], key="one").json()["outcome"] == "done"


def test_an_order_given_to_others_is_not_shown_again(district):
    order = lived_until(district, "assigned")
    act(district, order, "reassign", "dispatcher", crew=district.second_crew_unit.pk, reason="就近")
    answer = Phone(district.crew).send("depart", order, version=order.version)
    assert (answer.status_code, answer.json()["code"], answer.json()["order"]) == (404, "not_found", None)


def test_what_was_done_stays_done_when_the_order_has_left(district):
    order = lived_until(district, "assigned")
    phone = Phone(district.crew)
    assert phone.send("depart", order, key="mine").json()["outcome"] == "done"
    order.refresh_from_db()
    act(district, order, "reassign", "dispatcher", crew=district.second_crew_unit.pk, reason="就近")
    assert phone.send("depart", order, key="mine").json()["outcome"] == "replayed"


def test_nobody_sends_anothers_entries(district):
    order = lived_until(district, "assigned")
    phone = Phone(district.crew)
    answer = phone.send("depart", order, person=district.crew_mate.pk)
    assert (answer.status_code, answer.json()["code"]) == (409, "other_person")
    order.refresh_from_db()
    assert order.state == "assigned"


@pytest.mark.parametrize("at", ["x", "9" * 30, "-9" * 7, "999999999999999"])
def test_a_time_that_is_none_is_refused(district, at):
    assert Phone(district.crew).send("depart", lived_until(district, "assigned"), occurred_at=at).status_code == 422


def test_a_phone_whose_clock_is_ahead_is_told(district):
    order = lived_until(district, "assigned")
    ahead = ms(timezone.now() + timedelta(minutes=10))
    answer = Phone(district.crew).send("depart", order, occurred_at=ahead)
    assert answer.status_code == 422 and "occurred_at" in answer.json()["fields"]


@pytest.mark.parametrize(
    "own", [{"order": "1" * 400}, {"order": "20261122\x00000001"}, {"verb": "drop table"}, {"key": ""}]
)
def test_rubbish_is_refused_in_words(district, own):
    answer = Phone(district.crew).send("depart", lived_until(district, "assigned"), **own)
    assert answer.status_code in (404, 422) and re.search("[一-鿿]", answer.json()["message"])


def test_a_lost_session_is_401_and_nothing_is_done(client, district):
    order = lived_until(district, "assigned")
    answer = client.post(
        "/crew/send/", {"_order": order.number, "_verb": "depart"}, headers={"Sec-Fetch-Dest": "empty"}
    )
    assert answer.status_code == 401


@pytest.mark.clause("B5.4")
def test_a_check_made_without_a_network_counts_for_its_own_day(district):
    DailyCheck.objects.all().delete()
    late = timezone.localtime().replace(hour=23, minute=50, second=0, microsecond=0)
    with time_machine.travel(late + timedelta(minutes=30)):
        phone = Phone(district.crew)
        answer = phone.send(
            "duty_check", None, {"missing": "vehicle", "remark": "借用二班车辆"}, occurred_at=ms(late), key="c"
        )
        assert answer.json()["outcome"] == "done"
        assert (
            phone.send("duty_check", None, {"missing": "vehicle"}, occurred_at=ms(late), key="c").json()["outcome"]
            == "replayed"
        )
    check = DailyCheck.objects.get()
    assert (check.day, check.at, check.missing) == (late.date(), late, ["vehicle"])


def test_coming_and_going_twice_over_changes_nothing(district):
    phone = Phone(district.crew)
    now = timezone.now()
    off, on = ms(now - timedelta(minutes=30)), ms(now - timedelta(minutes=10))
    Duty.objects.filter(person=district.crew).update(since=now - timedelta(hours=2))
    for _ in range(2):
        phone.send("duty_off", occurred_at=off, key="off")
        phone.send("duty_on", occurred_at=on, key="on")
    assert DutyEntry.objects.filter(person=district.crew).count() == 2
    first, second = Duty.objects.filter(person=district.crew).order_by("since")
    assert (ms(first.until), ms(second.since), second.until) == (off, on, None)


@pytest.mark.clause("B5.5")
def test_nobody_without_a_certificate_comes_on_duty_by_phone(district):
    answer = Phone(district.crew_mate).send("duty_on")
    assert answer.status_code == 422 and "证书" in answer.json()["message"]
    assert not DutyEntry.objects.exists(), "put right, it may be sent again"


def test_an_entry_of_the_day_before_yesterday_is_refused(district):
    answer = Phone(district.crew).send("duty_on", occurred_at=ms(timezone.now() - timedelta(days=2)))
    assert answer.status_code == 422


def test_ten_thousand_characters_are_kept_or_refused_whole(district):
    order = lived_until(district, "restored")
    phone = Phone(district.crew)
    reply = posted({**LIFE[-1][2], "result": "换" * 10_000})
    assert phone.send("note", order, {"kind": "more", "text": "长" * 10_000}).status_code == 422
    assert phone.send("reply", order, reply).json()["outcome"] == "done"
    assert (
        order.repair.result == "换" * 10_000 or order.repair.__class__.objects.get(pk=order.pk).result == "换" * 10_000
    )


def test_a_file_that_is_none_is_refused(district):
    order = lived_until(district, "on_site")
    file = SimpleUploadedFile("照片.jpg", b"MZ\x90\x00", "image/jpeg")
    answer = Phone(district.crew).send("attach", order, {"kind": "photo", "file": file})
    assert answer.status_code == 422 and "file" in answer.json()["fields"]


def test_what_the_database_cannot_hold_is_left_out(district):
    DailyCheck.objects.all().delete()
    phone = Phone(district.crew)
    assert phone.send("duty_check", None, {"missing": "tools", "remark": "a\0b"}).json()["outcome"] == "done"
    assert DailyCheck.objects.get().remark == "ab"
