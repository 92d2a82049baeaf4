"""What the regulations and the published paper say in so many words."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from complaints.replies.case import CHINA
from complaints.replies.gate import blocked, check
from complaints.replies.reply import Contact, File, Reply
from complaints.replies.rules.length import counted

AT = datetime(2024, 5, 15, 16, tzinfo=CHINA)
PAPER = Reply(
    "5月14日17时40分，66kV兴隆变出线10kV城北线A相接地，巡视发现用户专变A相避雷器击穿，隔离后18时52分送电；"
    "已与用户沟通停电原因及送电时间，用户表示理解、满意。",
    opinion="用户表示理解、满意",
    handler="王某",
    handled_at=AT,
    accepted_at=AT - timedelta(days=1),
    now=AT + timedelta(hours=1),
    contacts=(Contact(AT, True),),
    attachments=(),
    demand="某镇某先生反映该地点停电，非常不满，要求供电公司核实处理。",
)


def rules(reply: Reply) -> set[str]:
    return {finding.rule for finding in check(reply)}


@pytest.mark.clause("D9")
def test_the_papers_outage_is_real_though_not_the_utilitys_fault():
    assert rules(replace(PAPER, true=False, ours=False)) == {"untrue_but_confirmed"}
    assert rules(replace(PAPER, true=True, ours=False)) == set()
    assert "ours_but_elsewhere" in rules(replace(PAPER, true=True, ours=True))


@pytest.mark.clause("D9")
def test_untrue_and_yet_ours_is_a_contradiction():
    assert "untrue_yet_ours" in rules(replace(PAPER, true=False, ours=True))


@pytest.mark.clause("D7")
@pytest.mark.parametrize(
    ("length", "ending", "size", "expected"),
    [
        (128, "", None, set()),
        (129, "", None, {"too_long"}),
        (129, "", 1000, {"too_long"}),
        (140, "具体情况详见附件", 1000, set()),
        (140, "具体情况详见附件。", 5 * 1024 * 1024, set()),
        (140, "具体情况详见附件。", 5 * 1024 * 1024 + 1, {"attachment_too_big"}),
        (140, "具体情况详见附件。", None, {"attachment_missing"}),
        (100, "具体情况详见附件。", None, {"attachment_missing"}),
    ],
)
def test_a_hundred_and_twenty_eight_characters_or_an_attachment(length, ending, size, expected):
    text = "甲" * (length - len(ending)) + ending
    files = () if size is None else (File("说明.pdf", size),)
    found = {
        name for name in rules(replace(PAPER, text=text, attachments=files)) if name.startswith(("too_long", "attach"))
    }
    assert found == expected


@pytest.mark.clause("D7")
def test_an_unknown_attachment_is_only_asked_for():
    findings = [
        f for f in check(replace(PAPER, text="甲" * 140 + "具体情况详见附件", attachments=None)) if f.clause == "D7"
    ]
    assert [f.rule for f in findings] == ["attachment_missing"] and not blocked(findings)


@pytest.mark.clause("D7")
def test_every_character_counts_a_line_break_once():
    assert counted("甲，\r\n乙 。\n") == 7


@pytest.mark.clause("D8")
@pytest.mark.parametrize("text", ["客户已撤诉", "客户要求撤诉。", "客户取消举报。", "客户举报不实。"])
def test_a_withdrawal_alone_is_no_answer(text):
    findings = check(replace(PAPER, text=text))
    assert "bare_withdrawal" in {f.rule for f in findings} and blocked(findings)


@pytest.mark.clause("D8")
def test_spans_cover_the_words_found():
    reply = replace(PAPER, text="5月15日该客户无理取闹，枪修人员14时恢复供电。")
    for finding in check(reply):
        if finding.rule in ("derogatory", "wrong_characters"):
            assert reply.text[finding.start : finding.end] in ("无理取闹", "枪修")
            assert finding.instead
    assert {"derogatory", "wrong_characters"} <= rules(reply)


@pytest.mark.clause("D6")
def test_good_prose_holds_all_six_elements_without_headings():
    alone = Reply(
        "5月15日10时，城郊供电所台区经理王某到现场勘查，因接户线老化断线停电，11时更换接户线后恢复供电，客户表示满意。"
    )
    assert check(alone) == []


@pytest.mark.clause("D6")
def test_what_the_fields_hold_the_text_need_not():
    text = "因接户线老化断线停电，更换接户线后恢复供电。"
    assert {"element_time", "element_handler", "element_opinion"} <= rules(Reply(text))
    assert not rules(replace(PAPER, text=text)) & {"element_time", "element_handler", "element_opinion"}
