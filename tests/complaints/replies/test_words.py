"""Lists of words are compiled so that a text is passed over quickly, and find what their lines say."""

import re
from itertools import islice

import pytest

from complaints.replies import words
from complaints.replies.labelled import load

TEXTS = [text for each in load("first", "held") for text in (each.reply.text, each.reply.demand)]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("(已|现已)?转", ["已转", "现已转", "转"]),
        ("已?(转|交)办", ["已转办", "已交办", "转办", "交办"]),
        ("(?<!不)属实", ["属实"]),
        ("[被在]我", ["被我", "在我"]),
        ("(为|是)…(停电)", ["为雷击停电", "是停电"]),
        ("\\d次", ["3次"]),
    ],
)
def test_a_line_finds_what_it_says(line, found):
    pattern = words.compiled((line, "别的"))
    assert [pattern.search(f"，{text}，")[0] for text in found] == found


def test_what_a_group_found_is_asked_again():
    pattern = words.compiled(("(爱|愿)(?P<v>.)谁(?P=v)谁", "别的"))
    assert pattern.search("爱找谁找谁") and not pattern.search("爱找谁问谁")


def test_what_may_not_stand_before_a_line_is_looked_at():
    assert words.compiled(("(?<!不)属实", "别的")).search("不属实") is None


@pytest.mark.parametrize("name", ["brush_off", "passed_on", "withdrawals"])
def test_grouping_changes_nothing(name):
    lines = [line.replace("…", words.GAP) for line in sorted(words.lines(name), key=len, reverse=True)]
    bare = re.compile("|".join(lines))
    grouped = words.compiled(words.lines(name))
    for text in TEXTS:
        assert {match.start() for match in islice(bare.finditer(text), 1)} == {
            match.start() for match in islice(grouped.finditer(text), 1)
        }
