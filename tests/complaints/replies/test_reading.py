"""How a text is read: who says it, what is denied, supposed or to come, and which moments it names."""

import re
from datetime import datetime

import pytest

from complaints.replies.case import CHINA, Case, once
from complaints.replies.reading import Passage
from complaints.replies.reply import Reply
from complaints.replies.times import moments

WORD = re.compile("停电|恶劣|更换|跳闸")


def facts(text: str) -> list[str]:
    return [hit.word for hit in Passage(text).facts(WORD)]


@pytest.mark.parametrize(
    "text",
    [
        "经核实，当日未停电。",
        "不存在任何停电情况。",
        "客户称家中停电。",
        "客户反映家中停电，冰箱受损。",
        "如果再次停电，请拨打95598。",
        "计划于6月更换。",
        "将于本周更换。",
        "正在更换。",
        "据客户反映，线路跳闸。",
    ],
)
def test_what_is_said_denied_supposed_or_to_come_is_no_fact(text):
    assert facts(text) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("客户反映无电，经核实为线路跳闸。", "跳闸"),
        ("接到客户投诉后立即更换电表。", "更换"),
        ("抢修人员将破损电表更换。", "更换"),
        ("不但停电，而且未通知。", "停电"),
        ("因雷击跳闸，客户称不知情。", "跳闸"),
    ],
)
def test_what_the_writer_states_is_a_fact(text, word):
    assert facts(text) == [word]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("客户态度恶劣", "customer"),
        ("工作人员对客户态度恶劣", "staff"),
        ("客户对工作人员态度恶劣", "customer"),
        ("态度恶劣", ""),
        ("客户经理态度恶劣", "staff"),
    ],
)
def test_who_acts_is_not_whom_it_is_done_to(text, who):
    assert Passage(text).subject(text.index("恶劣")) == who


BASE = datetime(2024, 1, 3, 9, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年12月30日8时5分", "2023-12-30 08:05"),
        ("12月30日14:05", "2023-12-30 14:05"),
        ("1月5日下午3点半", "2024-01-05 15:30"),
        ("3日9时", "2024-01-03 09:00"),
        ("一月三日上午十一时二十分", "2024-01-03 11:20"),
        ("2023/12/30 8:05", "2023-12-30 08:05"),
        ("2023-12-30", "2023-12-30 00:00"),
    ],
)
def test_a_moment_is_read_with_what_it_leaves_out(text, expected):
    (moment,) = moments(Passage(text), BASE, None)
    assert f"{moment.at:%Y-%m-%d %H:%M}" == expected
    assert text[moment.start : moment.end] == text


def test_a_bare_clock_time_belongs_to_the_day_before_it():
    found = moments(Passage("1月2日23时停电，次日0时40分恢复"), BASE, None)
    assert [f"{each.at:%d %H:%M}" for each in found] == ["02 23:00", "03 00:40"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("预计1月30日前完成改造，2日上门说明", ["01-30", "01-02"]),
        ("计划2月20日前投运，28日已到户解释", ["02-20", "12-28"]),
        ("1月2日到场，9日恢复", ["01-02", "01-09"]),
        ("12月28日停电，30日恢复", ["12-28", "12-30"]),
    ],
)
def test_a_bare_day_takes_the_month_that_makes_sense(text, days):
    assert [f"{each.at:%m-%d}" for each in moments(Passage(text), BASE, BASE)] == days


@pytest.mark.parametrize("text", ["13月45日", "3号楼", "12号杆", "25时70分", "近30日内", "十十月十日"])
def test_what_is_no_time_is_passed_over(text):
    assert moments(Passage(text), BASE, None) == []


def test_without_a_base_no_time_is_guessed():
    assert moments(Passage("5月3日"), None, None) == []


def test_what_several_rules_ask_is_computed_once_for_each_reply():
    computed = []

    @once
    def length(case):
        computed.append(case)
        return len(case.reply.text)

    first, second = Case(Reply("停电")), Case(Reply("停电一次"))
    assert [length(first), length(first), length(second), length(first)] == [2, 2, 4, 2]
    assert computed == [first, second]
