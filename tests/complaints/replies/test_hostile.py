"""Whatever the text holds, the gate answers, soon and each time alike."""

import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaints.replies.gate import check
from complaints.replies.reply import Contact, Field, File, Reply
from complaints.replies.rule import MOST_FOUND

NOW = datetime(2024, 5, 6, 2, tzinfo=UTC)
LONG = {
    "punctuation": "，。；！？" * 2000,
    "one character": "停" * 10_000,
    "digits": "1" * 10_000,
    "dates": "3日" * 5000,
    "times": "5月3日14时" * 1500,
    "months": "12月" * 3300,  # once two to the power of their number
    "again first": "先" * 10_000,
    "quotes": "“" * 10_000,
    "straight quotes": '"' * 10_000,
    "line breaks": "\r\n" * 5000,
    "denials": "未发现不存在" * 1700,
    "conditions": "如果" * 5000,
    "claims": "客户称" * 3300,
    "customers": "客户" * 5000,
    "claims in one clause": "达成客户称" * 2000,
    "wrong characters": "幅射（" * 3300,
    "passed on": "已转" * 5000,
    "mended, found": "临时检修" + "测得" * 5000,
    "put off": "等待视" * 3400,
    "paid and cut off": "缴费仍不" * 2500,
    "cut off by mistake": "误停" + "要求" * 5000,
    "old and told often": "年纪大，解释了三遍还" * 1000,
    "solved": "客户的诉求" * 2000,
    "named once more": "对已" * 5000,
    "cited": "依据《" * 3400,
    "said not to have happened": "客户所说的" * 2000,
    "came, and not restored": "5月3日10:20赶" * 1100,
    "times of a list": "10:00、" * 1700,
    "named, not done": "更换" + "尚未" * 5000,
    "the customer's own": "老化客户" * 2500,
    "pasted, other figures": "".join(f"{number}号杆更换绝缘子，紧固螺栓，测温正常。" for number in range(700)),
    "two long halves": ("".join(chr(0x4E00 + number) for number in range(4990)) + "，换；") * 2,
    "given wrongly by others, told last": "因错抄" * 3300 + "因客户填错",  # once the whole text again for each
    "pleas": "客户不认可，但我所" * 1100,
    "planned": "列入明年计划，更换，" * 1000,
    "planned, in one clause": "列入明年" * 2500,
    "refused": "不予赔偿，更换，" * 1300,
    "untold by us": "未告知，客户缺乏用电常识，" * 770,
    "made good": "将表箱门" * 2500,
    "emoji": "😀🏽‍♂️" * 2500,
    "right to left": "\u202eمرحبا\u202c" * 1400,
    "nul": "\0" * 10_000,
    "prose": "客户反映停电，经核实因树障跳闸，已清理，14时恢复供电，客户满意。" * 320,
    "prose without marks": "客户反映停电经核实因树障跳闸已清理十四时恢复供电客户满意" * 350,
}


def judged(text: str, **known):
    return check(
        Reply(
            text,
            opinion=text,
            handler=text[:5],
            demand=text,
            now=NOW,
            accepted_at=NOW - timedelta(days=2),
            handled_at=NOW,
            true=False,
            ours=True,
            contacts=(),
            attachments=(),
            contact_until=NOW + timedelta(days=1),
            **known,
        )
    )


@pytest.mark.parametrize("name", LONG)
def test_ten_thousand_characters_are_judged_soon(name):
    judged("停电")  # words are read
    # Two hundred milliseconds on a quiet machine: bin/bench gate measures, this guards growth. Once soon enough is enough.
    assert any(spent_on(LONG[name][:10_000]) < 0.6 for _ in range(3))


def spent_on(text: str) -> float:
    began = time.process_time()
    judged(text)
    return time.process_time() - began


FIELDS = st.text(
    st.sampled_from("客户用户停电恢复供电未不如果称反映属实5月3日14时：:，。“”（）\r\n\0,.;😀已处理撤诉详见附件枪修")
    | st.characters(),
    max_size=200,
)
INSTANTS = st.none() | st.datetimes().map(lambda at: at.replace(tzinfo=UTC))


@settings(max_examples=150, deadline=None)
@given(
    text=FIELDS,
    opinion=st.none() | FIELDS,
    demand=FIELDS,
    kind=st.sampled_from(["complaint", "misconduct", "opinion", "suggestion", "inquiry", "praise", "repair", "?"]),
    flags=st.tuples(*[st.none() | st.booleans()] * 2),
    times=st.tuples(INSTANTS, INSTANTS, INSTANTS, INSTANTS),
    adopted=st.none() | FIELDS,
    reached=st.none() | st.lists(st.booleans(), max_size=2),
    size=st.none() | st.integers(0, 10**8),
)
def test_nothing_makes_it_fail_and_spans_lie_in_their_field(
    text, opinion, demand, kind, flags, times, adopted, reached, size
):
    reply = Reply(
        text,
        kind=kind,
        opinion=opinion,
        demand=demand,
        true=flags[0],
        ours=flags[1],
        handled_at=times[0],
        accepted_at=times[1],
        now=times[2],
        contact_until=times[3],
        adopted=adopted,
        contacts=None if reached is None else tuple(Contact(NOW, each) for each in reached),
        attachments=None if size is None else (File("a.jpg", size),),
    )
    findings = check(reply)
    assert findings == check(reply)
    for finding in findings:
        within = {Field.TEXT: text, Field.OPINION: opinion or ""}.get(finding.field, "")
        assert 0 <= finding.start <= finding.end <= len(within)
        assert finding.message and finding.advice


def test_no_rule_tells_more_than_anybody_mends_at_once():
    found = Counter(finding.rule for finding in judged("谅接" * 5000))
    assert found["wrong_characters"] == MOST_FOUND == max(found.values())
