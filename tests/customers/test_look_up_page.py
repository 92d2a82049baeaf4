"""The look-up page: matches and guesses apart, nothing for whom it is not."""

import pytest
from django.utils import timezone

from accounts.models import Person
from customers.services import calls


@pytest.fixture
def browse(client):
    def get(person, **query):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        Person.objects.filter(pk=person.pk).update(session_key=client.session.session_key)
        return client.get("/customers/", query, headers=query.pop("headers", {}))

    return get


def test_says_what_to_type_at_first(browse, people):
    assert "输入来电人说得出的任何一样" in browse(people.lead).content.decode()


def test_matches_stand_before_guesses(browse, people, zhang, settle):
    settle("张伟民", door="2号")
    page = browse(people.lead, q="张伟").content.decode()
    assert page.index("一致") < page.index("13812345678") < page.index("相近，仅供参考") < page.index("张伟民")


def test_says_what_to_do_when_nothing_is_found(browse, people, zhang):
    page = browse(people.lead, q="<b>没有此人</b>").content.decode()
    assert "没有找到" in page
    assert "<b>没有此人" not in page


def test_an_agent_without_a_call_sees_masks(browse, people, zhang):
    page = browse(people.agent, q="张伟").content.decode()
    assert "138****5678" in page
    assert "13812345678" not in page


def test_an_agent_on_a_call_sees_the_caller_and_no_neighbour(browse, people, units, zhang, settle):
    settle("张伟", door="2号", phones="13912345678")
    calls.ring("c1", "13812345678", units.centre, 1, timezone.now())
    calls.answer("c1", people.agent, timezone.now())
    page = browse(people.agent, q="张伟").content.decode()
    assert "13812345678" in page
    assert "139****5678" in page
    assert "13912345678" not in page


def test_htmx_gets_the_results_alone(browse, people, zhang):
    page = browse(people.lead, q="张伟", headers={"HX-Request": "true"}).content.decode()
    assert "<form" not in page
    assert "13812345678" in page


def test_not_for_supervisors(browse, people):
    assert browse(people.supervisor).status_code == 403


def test_not_without_signing_in(client, db):
    assert client.get("/customers/").status_code == 302
