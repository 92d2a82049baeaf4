"""Two agents answer the same ring at the same moment: one has the call, the other is told."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Person
from customers.models import Call, CallEvent
from customers.services import calls, line
from customers.services.calls import CallError


@pytest.mark.django_db(transaction=True)
def test_one_of_two_has_it(units, people):
    calls.ring("c1", "13812345678", units.centre, 1, timezone.now(), by=people.telephony)
    said: list[str] = []
    together = threading.Barrier(2)

    def answer(person: Person) -> None:
        together.wait()
        try:
            line.answer(person, "c1")
            said.append("")
        except CallError as error:
            said.append(error.message)
        finally:
            connection.close()

    both = [threading.Thread(target=answer, args=(person,)) for person in (people.agent, people.colleague)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(said)[0] == ""
    assert "接" in sorted(said)[1]
    assert CallEvent.objects.filter(kind="answer").count() == 1
    assert Call.objects.get().agent_id in {people.agent.pk, people.colleague.pk}
