"""抢修移动端: what the phone is given, and to whom."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import timezone

from repair.models import DailyCheck
from repair.services.storms import begin_storm
from tests.browsing import at_desk, text_of
from tests.factories import LIFE, accepted, act, lived_until


def data_of(client, **headers):
    return client.get("/crew/data.json", headers=headers)


def test_a_crew_has_its_own_orders_by_clock_and_nobody_elses(district):
    later = lived_until(district, "assigned", urgency="")
    with time_machine.travel(timezone.now() - timedelta(minutes=20)):
        DailyCheck.objects.update(day=timezone.localdate())  # which, after midnight, is another day
        sooner = lived_until(district, "assigned")
    lived_until(district, "received")
    data = data_of(at_desk(district.crew)).json()
    assert [order["number"] for order in data["orders"]] == [sooner.number, later.number]
    assert data_of(at_desk(district.second_crew)).json()["orders"] == []
    assert data_of(at_desk(district.other_crew)).json()["orders"] == []


def test_an_order_carries_what_the_site_needs(district):
    order = lived_until(district, "en_route")
    card = data_of(at_desk(district.crew)).json()["orders"][0]
    assert (card["state"], card["version"]) == ("en_route", order.version)
    assert card["place"] == "东江市朝阳路18号3单元502室" and card["phones"] == ["13812345678"] and not card["masked"]
    assert card["network"] == "朝阳路1号台区 · 10kV朝阳线"
    assert card["content"] == order.content
    assert [clock["label"] for clock in card["clocks"]] == ["到达现场"]
    due = order.deadlines.get(clock="arrived_by").due_at
    assert card["clocks"][0]["due"] == card["late"]["arrive"] == int(due.timestamp() * 1000)
    assert card["offers"] == ["take"], "nobody has taken it yet"
    assert card["moment"] == max(int(step.occurred_at.timestamp() * 1000) for step in order.steps.all())


def test_the_verbs_are_the_types_own(district):
    verbs = {verb["name"]: verb for verb in data_of(at_desk(district.crew)).json()["verbs"]}
    assert [name for name, verb in verbs.items() if verb["next"]] == [
        "take",
        "depart",
        "arrive",
        "survey",
        "restore",
        "reply",
    ]
    assert verbs["depart"]["from"] == ["assigned"] and verbs["depart"]["to"] == {"assigned": "en_route"}
    assert verbs["survey"]["to"] == {"on_site": "on_site"}
    assert verbs["take"]["asks"] and verbs["hand_over_paperwork"]["asks"]
    assert verbs["reply"]["entered"] and not verbs["arrive"]["entered"]
    assert verbs["attach"]["free"] and verbs["note"]["free"] and not verbs["restore"]["free"]
    assert "reveal" not in verbs and "assign" not in verbs


def test_the_forms_come_ahead_with_the_choices_of_the_place(district):
    lived_until(district, "assigned")
    lived_until(district, "on_site")
    forms = data_of(at_desk(district.crew)).json()["forms"]
    unit = district.crew_unit.pk
    assert 'name="verdict"' in forms[f"survey.{unit}"] and 'name="late_cause"' in forms[f"survey.{unit}"]
    assert "安监部" in forms[f"support.{unit}"] and "运检部" in forms[f"support.{unit}"]
    assert f'value="{district.crew.name}"' in forms[f"reply.{unit}"], "the person in charge is most often who writes"
    assert f"attach.{unit}" not in forms


def test_what_was_done_in_the_state_is_told_and_forgotten_with_it(district):
    order = lived_until(district, "on_site")
    client = at_desk(district.crew)
    assert data_of(client).json()["orders"][0]["done"] == []
    act(district, order, "survey", "crew", **{**LIFE[5][2]})
    assert data_of(client).json()["orders"][0]["done"] == ["survey"]
    act(district, order, "restore", "crew", result_kind="power")
    assert data_of(client).json()["orders"][0]["done"] == []


@pytest.mark.clause("B6")
def test_an_answered_order_stays_while_its_paperwork_is_owed(district):
    order = lived_until(district, "restored")
    act(district, order, "reply", "crew", **{**LIFE[-1][2], "paperwork": "更换电表申请"})
    data = data_of(at_desk(district.crew)).json()
    assert [each["number"] for each in data["orders"]] == [order.number]
    assert data["orders"][0]["offers"] == ["take", "hand_over_paperwork"]
    assert data["orders"][0]["masked"], "the work is done: the customer's number is nobody's any more"
    act(district, order, "hand_over_paperwork", "crew", receiver="营销部某某")
    data = data_of(at_desk(district.crew)).json()
    assert data["orders"] == []
    assert [each["number"] for each in data["answered"]] == [order.number]
    assert "502室" not in json.dumps(data["answered"], ensure_ascii=False)


@pytest.mark.clause("B4.5")
def test_the_phone_knows_from_when_a_reason_is_asked(district):
    order = lived_until(district, "assigned")
    breached = order.deadlines.get(clock="arrived_by")
    with time_machine.travel(timezone.now() + timedelta(minutes=50)):
        late = data_of(at_desk(district.crew)).json()["orders"][0]["late"]
    assert late["arrive"] == int(breached.due_at.timestamp() * 1000)
    assert "depart" not in late


def test_what_it_has_it_is_not_sent_again(district):
    lived_until(district, "assigned")
    client = at_desk(district.crew)
    first = data_of(client)
    again = data_of(client, **{"If-None-Match": first["ETag"]})
    assert again.status_code == 304 and not again.content
    assert int(again["X-Server-Time"]) >= int(first["X-Server-Time"]) > 0
    lived_until(district, "assigned")
    assert data_of(client, **{"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.clause("B5.4")
def test_the_day_says_who_is_there_and_whether_the_crew_checked(district):
    day = data_of(at_desk(district.crew)).json()["day"]
    assert day["crew"] == "城东抢修一班" and day["since"] and day["check"]["day"] == timezone.localdate().isoformat()
    DailyCheck.objects.all().delete()
    assert data_of(at_desk(district.crew)).json()["day"]["check"] is None
    assert data_of(at_desk(district.crew_mate)).json()["day"]["since"] is None


def test_the_shell_is_nobodys(district):
    page = text_of(at_desk(district.crew).get("/crew/"))
    assert district.crew.name not in page and "csrfmiddlewaretoken" not in page
    assert page == text_of(at_desk(district.second_crew).get("/crew/"))


def test_without_a_session_a_script_is_told_and_a_person_led_to_the_door(client, district):
    assert client.get("/crew/").status_code == 302
    assert client.get("/crew/data.json", headers={"Sec-Fetch-Dest": "empty"}).status_code == 401


def test_the_manifest_makes_it_an_app(client, district):
    answer = client.get("/crew/app.webmanifest")
    said = answer.json()
    assert answer["Content-Type"] == "application/manifest+json"
    assert said["start_url"] == said["scope"] == reverse("repair:crew") and said["display"] == "standalone"
    for icon in said["icons"]:
        assert finders.find(icon["src"].removeprefix(settings.STATIC_URL)), icon["src"]
    assert {icon["sizes"] for icon in said["icons"]} >= {"192x192", "512x512"}
    assert "maskable" in {icon["purpose"] for icon in said["icons"]}


def test_the_worker_keeps_what_the_page_loads(client, district):
    worker = client.get("/crew/sw.js")
    assert worker["Content-Type"].startswith("text/javascript")
    shell = json.loads(text_of(worker).splitlines()[0].removeprefix("self.SHELL = ").rstrip(";"))
    page = text_of(at_desk(district.crew).get("/crew/"))
    assert shell["page"] == "/crew/" and len(shell["version"]) == 12
    for path in shell["files"]:
        assert path == "/crew/" or path in page, path
        if path.startswith(settings.STATIC_URL):
            assert finders.find(path.removeprefix(settings.STATIC_URL)), path
    script = client.get(next(path for path in shell["files"] if "app.js" in path))
    assert script.status_code == 200 and "immutable" in script["Cache-Control"]


def test_queries_do_not_grow_with_the_orders(district, django_assert_max_num_queries):
    client = at_desk(district.crew)
    lived_until(district, "on_site")
    with django_assert_max_num_queries(24):
        data_of(client)
    for _ in range(4):
        act(district, lived_until(district, "on_site"), "note", "crew", kind="more", text="又一次")
    with django_assert_max_num_queries(24):
        assert len(data_of(client).json()["orders"]) == 5


def test_very_long_words_arrive_whole(district):
    order = accepted(district, content="停电" * 2000)
    assert order.content == "停电" * 2000
    for verb, post, given in LIFE[:3]:
        act(district, order, verb, post, **({"crew": district.crew_unit.pk} if given else {}))
    assert data_of(at_desk(district.crew)).json()["orders"][0]["content"] == "停电" * 2000


def test_a_storm_is_told_on_the_telephone(district):
    assert data_of(at_desk(district.crew)).json()["storms"] == []
    begin_storm(district.dispatcher, district.city, "大风，多处倒杆")
    (storm,) = data_of(at_desk(district.crew)).json()["storms"]
    assert (storm["unit"], storm["text"]) == ("东江市供电公司", "大风，多处倒杆")
    assert data_of(at_desk(district.other_crew)).json()["storms"] == []
