"""Every rule's own examples are its tests."""

from dataclasses import replace

import pytest

from complaints.replies.case import Case
from complaints.replies.codes import RETURN_CODES
from complaints.replies.gate import blocked, check
from complaints.replies.reply import Field, Finding, Reply, Severity
from complaints.replies.rules import BY_ID, RULES

pytestmark = pytest.mark.clause("D5")
ids = [rule.id for rule in RULES]
GOOD = [pytest.param(rule, reply, id=f"{rule.id}-{at}") for rule in RULES for at, reply in enumerate(rule.good)]
BAD = [pytest.param(rule, reply, id=f"{rule.id}-{at}") for rule in RULES for at, reply in enumerate(rule.bad)]


@pytest.mark.parametrize(("rule", "reply"), BAD)
def test_a_rule_finds_its_bad_examples(rule, reply):
    assert rule.judge(Case(reply))


@pytest.mark.parametrize(("rule", "reply"), GOOD)
def test_a_rule_finds_nothing_in_its_good_examples(rule, reply):
    assert rule.judge(Case(reply)) == []


def test_rules_are_named_once_and_say_which_return_they_prevent():
    assert len(set(ids)) == len(ids)
    codes = {code for code, _ in RETURN_CODES}
    assert all(rule.code in codes and rule.clause in {"A3.5", "D5", "D6", "D7", "D8", "D9"} for rule in RULES)
    assert all(rule.title and rule.good and rule.bad for rule in RULES)
    assert {name for rule in RULES for name in rule.unless} <= set(ids)


def test_codes_fit_their_column_and_are_named_once():
    assert all(len(code) <= 24 for code, _ in RETURN_CODES)
    assert len({code for code, _ in RETURN_CODES}) == len({label for _, label in RETURN_CODES}) == len(RETURN_CODES)


def test_findings_come_by_severity_field_and_place():
    reply = Reply(
        "该客户无理取闹，枪修人员已更换变压汽,客户满意",
        opinion="未知意见",
        handler="王某",
        attachments=(),
        true=False,
        ours=True,
    )
    findings = check(reply)
    order = [(list(Severity).index(f.severity), list(Field).index(f.field), f.start) for f in findings]
    assert len(findings) > 4 and order == sorted(order)
    assert findings == check(replace(reply))


@pytest.mark.parametrize("kind", ["repair", "praise"])
def test_repair_orders_and_praise_are_not_judged(kind):
    assert check(Reply("客户已撤诉", kind=kind, true=False, ours=True)) == []


def test_a_kind_nobody_told_it_of_is_not_passed_unread():
    reply = Reply("客户已撤诉", true=False, ours=True)
    assert check(replace(reply, kind="report")) == check(reply) != []


def test_only_a_block_holds_up():
    finding = Finding("x", "D5", Severity.REMIND, Field.TEXT, "", "")
    assert not blocked([]) and not blocked([finding])
    assert blocked([finding, replace(finding, severity=Severity.BLOCK)])


def test_a_message_and_its_advice_are_chinese_sentences():
    for rule in RULES:
        for reply in rule.bad:
            for finding in rule.judge(Case(reply)):
                assert finding.message and finding.advice and "None" not in finding.message + finding.advice


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("我方未告知到位，致客户缺乏用电常识误操作，已更换漏保并致歉。", Severity.REMIND),
        ("因我方解释不清，客户自身认知有误，已重新讲解并致歉。", Severity.REMIND),
        ("客户缺乏用电常识误操作，已更换漏保。", Severity.BLOCK),
        ("客户自身认知有误，营业员解释清楚，并无不当。", Severity.BLOCK),
        ("我方未告知到位，但客户素质太低，已致歉。", Severity.BLOCK),
    ],
)
def test_what_a_customer_does_not_know_is_no_insult_where_we_did_not_tell_them(text, severity):
    assert [found.severity for found in BY_ID["derogatory"].judge(Case(Reply(text)))] == [severity]
