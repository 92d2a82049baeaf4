"""The customers' API: the same reach, the same masks."""

import pytest
from django.utils import timezone

from accounts.models import Role, RoleAt
from customers.models import CallEvent, Outage
from customers.services import calls
from customers.services.outages import open_outage


@pytest.fixture
def tell(api):
    def post(person, **event):
        return api(person).post("/api/v1/calls/events/", event, format="json")

    return post


def test_matches_and_guesses_come_apart(api, people, zhang, settle):
    settle("张伟民", door="2号")
    found = api(people.dispatcher).get("/api/v1/customers/", {"q": "张伟"}).json()
    assert [each["premises"]["name"] for each in found["matches"]] == ["张伟"]
    assert [each["premises"]["name"] for each in found["guesses"]] == ["张伟民"]
    assert (found["matches"][0]["by"], found["matches"][0]["why"]) == ("name", "户名一致")
    assert found["matches"][0]["premises"]["phones"][0]["number"] == "13812345678"


def test_an_agent_without_a_call_gets_masks(api, people, zhang):
    [found] = api(people.agent).get("/api/v1/customers/", {"q": "13812345678"}).json()["matches"]
    assert (found["premises"]["name"], found["premises"]["masked"]) == ("张*", True)


def test_no_question_no_answer(api, people, zhang):
    assert api(people.agent).get("/api/v1/customers/").json()["matches"] == []


def test_not_for_everybody(api, people, zhang):
    for path in ("/api/v1/customers/?q=1", f"/api/v1/premises/{zhang.pk}/", "/api/v1/calls/current/"):
        assert api(people.supervisor).get(path).status_code == 403
    assert api(people.dispatcher).get("/api/v1/calls/current/").status_code == 403


def test_nobody_without_a_token(client, zhang):
    assert client.get("/api/v1/customers/").status_code == 401


@pytest.mark.clause("A2.1", "E4")
def test_a_premises_comes_with_its_hints(api, people, zhang, network):
    now = timezone.now()
    outage = open_outage(
        kind=Outage.Kind.PLANNED,
        feeder=network.feeder,
        reason="检修",
        starts_at=now - timezone.timedelta(hours=1),
        expected_until=now + timezone.timedelta(hours=1),
    )
    card = api(people.agent).get(f"/api/v1/premises/{zhang.pk}/").json()
    assert card["premises"]["transformer"] == "朝阳路1号台区"
    assert [(hint["kind"], hint["outage_id"]) for hint in card["hints"]] == [("planned", outage.pk)]
    assert "恢复送电" in card["hints"][0]["text"]


def test_out_of_reach_is_not_there(api, people, zhang):
    assert api(people.stranger).get(f"/api/v1/premises/{zhang.pk}/").status_code == 404


def test_a_call_from_ring_to_disposal(tell, api, people, zhang):
    assert tell(people.telephony, call_id="c1", event="ring", caller="138 1234 5678", rings=2).status_code == 200
    assert tell(people.telephony, call_id="c1", event="answer", agent="agent").status_code == 200
    card = api(people.agent).get("/api/v1/calls/current/").json()
    assert (card["call"]["agent"], card["call"]["rings"], card["caller"]["sure"]) == ("agent", 2, True)
    assert card["call"]["call_id"] == "c1"
    assert card["caller"]["found"][0]["premises"]["name"] == "张伟"
    for event in ("hold", "resume", "hang_up"):
        assert tell(people.telephony, call_id="c1", event=event).status_code == 200
    card = tell(people.agent, call_id="c1", event="dispose", disposal="answered").json()
    assert card["call"]["disposal"] == "answered"
    assert api(people.agent).get("/api/v1/calls/current/").json() == {"call": None, "caller": None}


def test_whoever_told_it_is_kept(tell, people):
    tell(people.telephony, call_id="c1", event="ring")
    tell(people.telephony, call_id="c1", event="answer", agent="agent")
    tell(people.agent, call_id="c1", event="dispose", disposal="answered")
    told = CallEvent.objects.order_by("pk").values_list("kind", "told_by__username")
    assert list(told) == [("ring", "telephony"), ("answer", "telephony"), ("dispose", "agent")]


@pytest.mark.parametrize("who", ["agent", "lead", "stranger"])
@pytest.mark.parametrize("event", ["ring", "answer", "hold", "resume", "transfer", "hang_up"])
def test_only_the_telephone_system_tells_what_happens(tell, people, units, zhang, who, event):
    """Whoever is on a call sees who calls: nobody may put themselves, or a colleague, on one."""
    calls.ring("c1", "13812345678", units.centre, 1, timezone.now())
    for call_id in ("c1", "forged"):
        answer = tell(getattr(people, who), call_id=call_id, event=event, caller="13812345678", agent="agent")
        assert (answer.status_code, CallEvent.objects.count()) == (403, 1)
        assert "话务平台" in answer.json()["error"]["message"]


def test_a_forged_call_unmasks_nobody(tell, api, people, zhang):
    tell(people.agent, call_id="x", event="ring", caller="13812345678")
    tell(people.agent, call_id="x", event="answer", agent="agent")
    assert api(people.agent).get(f"/api/v1/premises/{zhang.pk}/").json()["premises"]["name"] == "张*"


def test_on_a_call_only_the_caller_is_shown(tell, api, people, zhang, settle):
    neighbour = settle("单玉", street="青石巷", phones="13912345678")
    tell(people.telephony, call_id="c1", event="ring", caller="13812345678")
    tell(people.telephony, call_id="c1", event="answer", agent="agent")
    [found] = api(people.agent).get("/api/v1/customers/", {"q": "单玉"}).json()["matches"]
    assert (found["premises"]["name"], found["premises"]["masked"]) == ("单*", True)
    card = api(people.agent).get(f"/api/v1/premises/{neighbour.pk}/").json()["premises"]
    assert (card["phones"][0]["number"], card["arrears"]) == ("139****5678", None)
    assert api(people.agent).get(f"/api/v1/premises/{zhang.pk}/").json()["premises"]["name"] == "张伟"


@pytest.mark.parametrize("event", ["ring", "answer", "hold", "transfer", "hang_up"])
def test_a_telephone_system_speaks_for_its_own_centre(tell, people, units, event):
    calls.ring("c1", "13812345678", units.centre, 1, timezone.now())
    assert tell(people.other_telephony, call_id="c1", event=event, agent="stranger").status_code == 403


def test_a_telephone_system_below_the_centre_speaks_for_none(tell, make_person, units):
    assert tell(make_person("pbx", Role.TELEPHONY, units.near), call_id="c1", event="ring").status_code == 403


def test_an_agent_is_no_telephone_system_besides(tell, people, units):
    RoleAt.objects.create(person=people.agent, role=Role.TELEPHONY, unit=units.centre)
    assert tell(people.agent, call_id="c1", event="ring").status_code == 403


def test_a_telephone_system_sees_no_customer_and_disposes_of_nothing(tell, api, people, zhang):
    card = tell(people.telephony, call_id="c1", event="ring", caller="13812345678").json()
    assert (card["caller"]["found"], card["caller"]["recent"]) == ([], [])
    assert tell(people.telephony, call_id="c1", event="dispose", disposal="silent").status_code == 403
    for path in ("/api/v1/customers/?q=1", f"/api/v1/premises/{zhang.pk}/", "/api/v1/calls/current/"):
        assert api(people.telephony).get(path).status_code == 403


def test_a_repetition_is_harmless(tell, people, zhang):
    told = {"call_id": "c1", "event": "ring", "caller": "13812345678", "rings": 1, "at": timezone.now().isoformat()}
    first, second = tell(people.telephony, **told), tell(people.telephony, **told)
    assert (first.status_code, first.json()) == (200, second.json())


def test_what_cannot_be_true_is_a_conflict(tell, people):
    tell(people.telephony, call_id="c1", event="ring")
    tell(people.telephony, call_id="c1", event="answer", agent="agent")
    answer = tell(people.telephony, call_id="c1", event="answer", agent="colleague")
    assert answer.status_code == 409
    error = answer.json()["error"]
    assert error["code"] == "answered_by_another"
    assert "已由" in error["message"]


@pytest.mark.parametrize(
    ("event", "status"),
    [
        ({}, 400),
        ({"call_id": "c1", "event": "explode"}, 400),
        ({"call_id": "c1" * 40, "event": "ring"}, 400),
        ({"call_id": "c1", "event": "answer"}, 400),
        ({"call_id": "c1", "event": "transfer"}, 400),
        ({"call_id": "c1", "event": "transfer", "agent": "stranger"}, 400),
        ({"call_id": "nil", "event": "hold"}, 409),
        ({"call_id": "c1", "event": "ring", "at": "2126-01-01T00:00:00Z"}, 409),
    ],
)
def test_refusals_are_said(tell, people, event, status):
    tell(people.telephony, call_id="c1", event="ring")
    assert tell(people.telephony, **event).status_code == status


@pytest.mark.parametrize(
    ("who", "event", "status"),
    [
        ("agent", {"call_id": "nil", "disposal": "silent"}, 409),
        ("agent", {"call_id": "c1"}, 400),
        ("agent", {"call_id": "c1", "disposal": "lost"}, 409),
        ("colleague", {"call_id": "c1", "disposal": "silent"}, 403),
        ("stranger", {"call_id": "c1", "disposal": "silent"}, 409),
        ("supervisor", {"call_id": "c1", "disposal": "silent"}, 403),
        ("lead", {"call_id": "c1", "disposal": "silent"}, 200),
    ],
)
def test_a_call_is_disposed_of_by_who_has_it_or_a_lead(tell, people, who, event, status):
    tell(people.telephony, call_id="c1", event="answer", agent="agent")
    assert tell(getattr(people, who), event="dispose", **event).status_code == status


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00", "0001-01-01T00:00:00+14:00", "1999-12-31T00:00:00Z"])
def test_an_event_from_before_all_clocks_is_refused(tell, people, at):
    assert tell(people.telephony, call_id="c1", event="ring", at=at).status_code == 400
