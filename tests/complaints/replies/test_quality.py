"""Precision and recall on the labelled replies, and that there are enough of them."""

import pytest

from complaints.replies.labelled import load, themes
from complaints.replies.quality import FLOORS, measure, table
from complaints.replies.rules import BY_ID


@pytest.fixture(scope="module")
def measured():
    return measure(load())


@pytest.mark.clause("D5", "D6", "D7", "D8", "D9")
def test_every_rule_is_right_often_enough(measured, record_property):
    record_property("回复校验 gate", "\n".join(table(measured)))  # printed at the end of the run
    below = {
        name: (score.precision, score.recall, score.wrongly, score.missed)
        for name, score in measured.scores.items()
        if not score.ok
    }
    assert below == {}
    assert set(FLOORS.values()) == {0.95, 0.85}


def test_good_replies_are_not_held_up(measured):
    assert measured.held_up == [] and measured.let_through == []
    assert measured.good >= 60 and measured.replies >= 160


def test_every_rule_has_three_of_either_side(measured):
    few = [name for name, score in measured.scores.items() if score.rightly + len(score.missed) < 3 or score.near < 3]
    assert few == []


def test_labels_name_rules_that_exist_and_what_comes_near_is_not_found():
    for each in load():
        assert each.expect | each.may | each.near <= set(BY_ID), each.place
        assert not each.near & (each.expect | each.may), each.place


def test_a_line_that_cannot_be_read_is_named(tmp_path, monkeypatch):
    assert len(themes()) >= 3
    (tmp_path / "broken.jsonl").write_text('{"text": "x"}\n{"text": 3, "colour": 1}\n', "utf-8")
    monkeypatch.setattr("complaints.replies.labelled.FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"broken\.jsonl:2"):
        list(load("broken"))
