"""What the simulated people say besides faults: every text finds its category and passes the reply gate."""

from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from complaints.replies.gate import blocked, check
from complaints.replies.reply import Contact, Reply
from complaints.selectors.categories import find
from simulator.cases import Case
from simulator.fate import draw
from simulator.matters import MATTERS
from simulator.population import Staff
from workorders.registry import registry

AGENT = Staff("agent01", "agent", 1, "centre", "/1/")


@pytest.mark.parametrize("matter", MATTERS, ids=lambda matter: matter.content[:12])
def test_its_category_is_found_by_words(db, matter):
    assert find(matter.kind, matter.category, limit=1)


@pytest.mark.parametrize("matter", [each for each in MATTERS if each.text], ids=lambda matter: matter.content[:12])
def test_its_reply_passes_the_gate(matter):
    now = timezone.localtime()
    reply = Reply(
        matter.text.format(day=f"{now.month}月{now.day}日", who="李某"),
        matter.kind,
        matter.opinion,
        "李强",
        now,
        matter.true == "yes",
        matter.ours == "yes",
        matter.adopted or None,
        matter.content,
        accepted_at=now - timedelta(hours=5),
        now=now,
        contacts=(Contact(now - timedelta(hours=1), True),),
        attachments=(),
    )
    assert not blocked(check(reply))


def test_every_business_comes_up_and_complaints_are_the_fewer():
    weights = {kind: sum(each.weight for each in MATTERS if each.kind == kind) for kind in registry_kinds()}
    assert min(weights.values()) > 0
    assert weights["opinion"] > 2 * weights["complaint"]


def registry_kinds():
    return [each.code for each in registry if each.code != "repair"]


@pytest.mark.parametrize("kind", ["complaint", "misconduct", "opinion", "suggestion"])
def test_a_call_back_answers_what_the_type_asks(kind):
    matter = next(each for each in MATTERS if each.kind == kind)
    plan = registry[kind].callback
    for seed in range(60):
        told = Case("1", matter, draw(1, 1), AGENT, 0, Random(seed)).heard()
        assert {question.code for question in plan.questions} <= told.keys()
        if told["solved"] == "no":
            assert set(told["return_codes"]) <= {code for code, _ in plan.return_codes}
            break
    else:
        pytest.fail("nobody was dissatisfied")
