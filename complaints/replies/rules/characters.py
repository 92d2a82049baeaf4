"""D5: wrong characters, by a table of confusions and by names of the field with one character off."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from complaints.replies import words
from complaints.replies.case import Case
from complaints.replies.reading import Passage
from complaints.replies.reply import Field, Reply, Severity
from complaints.replies.rule import Found, rule

AT_THE_EDGE = words.threshold("characters.at_the_edge")
ANYWHERE = words.threshold("characters.anywhere")
LENGTHS = (6, 5, 4, 3, 2)
LONGEST = 10  # characters of a name of the trade


def _substitutes() -> dict[str, str]:
    """Which characters may stand wrongly for which."""
    groups: dict[str, set[str]] = defaultdict(set)
    for name in ("homophones", "lookalikes"):
        for line in words.rows(name):
            for group in line:
                for character in group:
                    groups[character].update(group)
    return {character: "".join(sorted(group - {character})) for character, group in groups.items()}


@cache
def misspelt() -> dict[str, str]:
    """Every name of the field with one character off, and the name. Within a long name any substitute counts, at its ends
    none that may belong to the neighbouring word; in a short name only a rare one that
    is in nobody's name (李慧复核, 王文铭)."""
    instead = _substitutes()
    frequent = "".join(words.lines("frequent"))
    edge, anywhere = frozenset(frequent[:AT_THE_EDGE]), frozenset(frequent[:ANYWHERE])
    names = frozenset("".join(words.lines("name_characters")))
    terms = {term for name in ("terms", "short_terms") for row in words.rows(name) for term in row}
    right_ones = terms | set(words.lines("rightly"))
    spellings = tuple(variants())
    passing = {word for row in words.rows("in_passing") for word in row}
    found: dict[str, str] = {}
    for term in sorted(terms, key=lambda each: (-len(each), each)):
        for at, character in enumerate(term):
            barred = anywhere | names if len(term) == 2 else frozenset() if 0 < at < len(term) - 1 else edge
            for other in instead.get(character, ""):
                wrong = term[:at] + other + term[at + 1 :]
                beside = {wrong[max(0, at - 1) : at + 1], wrong[at : at + 2]}
                if other in barred or wrong in right_ones or (len(term) > 2 and not beside.isdisjoint(passing)):
                    continue
                if not any(each in wrong for each in spellings):
                    found.setdefault(wrong, term)
    return found


@cache
def variants() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Spellings that are not wrong but not wanted either."""
    return {row[0]: (row[1], row[2:]) for row in words.rows("variants")}


@cache
def table() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Wrong → what is meant, and the longer words in which it is right."""
    return {row[0]: (row[1], row[2:]) for row in words.rows("confusions") if row[0] != row[1]}


@cache
def _beginnings() -> frozenset[str]:
    """The first two characters of everything that may be wrong: few places of a text need a second look."""
    return frozenset(wrong[:2] for wrong in (*table(), *misspelt()))


@cache
def _widths() -> tuple[int, ...]:
    return tuple(sorted({len(wrong) for wrong in table()}, reverse=True))


def _part_of(text: str, start: int, wrong: str, longer: tuple[str, ...]) -> bool:
    """Whether it stands within one of those longer words."""
    return any(
        text.startswith(word, start - at)
        for word in longer
        for at in range(len(word))
        if word.startswith(wrong, at) and start >= at
    )


@cache
def slips() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(row[0].replace("…", words.GAP)), row[1]) for row in words.rows("slips"))


@cache
def _names() -> re.Pattern[str]:
    named = (row for name in ("terms", "short_terms") for row in words.rows(name))
    listed = (*words.sections("field").values(), *words.sections("ordinary").values())
    every = words.compiled(tuple({word for row in (*named, *listed) for word in row}))
    return re.compile(f"(?=({every.pattern}))")  # names overlap: 处分 does not hide 分接开关


def _rightly(text: str, start: int, wrong: str, right: str) -> bool:
    """Whether what differs belongs to another word, longer or beside it: 分接开关 is no 分界开关, 推荐持证 holds no 坚持."""
    end = start + len(wrong)
    differ = [start + at for at, pair in enumerate(zip(wrong, right, strict=False)) if pair[0] != pair[1]]
    spans = (match.span(1) for match in _names().finditer(text, max(0, start - LONGEST), end + LONGEST))
    others = [(first, last) for first, last in spans if first < start or last > end or (first, last) == (start, end)]
    return any(first <= at < last for first, last in others for at in differ)


def errors(passage: Passage) -> Iterator[tuple[int, int, str]]:
    """Start, end and what is meant, in the text's order; none overlaps another."""
    text = passage.text
    wrong_names, pairs, beginnings, taken = misspelt(), table(), _beginnings(), 0
    for start in range(len(text)):
        if start < taken or text[start : start + 2] not in beginnings:
            continue
        for width in _widths():
            piece = text[start : start + width]
            if (
                piece in pairs
                and not _part_of(text, start, piece, pairs[piece][1])
                and not _rightly(text, start, piece, pairs[piece][0])
            ):
                yield start, start + width, pairs[piece][0]
                taken = start + width
                break
        else:
            for width in LENGTHS:
                piece = text[start : start + width]
                right = wrong_names.get(piece)
                if right is not None and not _rightly(text, start, piece, right):
                    yield start, start + width, right
                    taken = start + width
                    break


@rule(
    "wrong_characters",
    "错别字",
    clause="D5",
    code="wrong_characters",
    severity=Severity.BLOCK,
    good=(
        Reply("抢修人员到达现场更换变压器，恢复供电，已回复客户。"),
        Reply("公共电力设施由工作人员检查，用户产权线路，到达时间及时。"),
        Reply("台区经理核实后，已经联系客户，再次解释，客户满意。"),
        Reply("已推荐持证电工，并说明办法规定的条件。"),
    ),
    bad=(
        Reply("枪修人员到达现场更换变压汽，灰复供电。"),
        Reply("线陆故章，熔断器溶断，跳闹。"),
        Reply("已回复供电，客户满义。"),
        Reply("工作人园到达现场，三相步平衡。"),
    ),
)
def wrong_characters(case: Case) -> Iterator[Found]:
    for field, passage in ((Field.TEXT, case.text), (Field.OPINION, case.opinion)):
        for start, end, right in errors(passage):
            if passage.quoted(start):
                continue
            wrong = passage.text[start:end]
            yield Found(f"“{wrong}”有错别字", f"改成“{right}”", field, start, end, right)
        for pattern, right in slips():
            for hit in passage.find(pattern):
                beside = passage.text[hit.start : hit.end + 2]
                yield Found(f"“{beside}”的“{hit.word}”是错别字", f"改成“{right}”", field, hit.start, hit.end, right)


@rule(
    "variant_characters",
    "异形字",
    clause="D5",
    code="wrong_characters",
    severity=Severity.REMIND,
    good=(Reply("已退至客户账户，大部分到账，账单已送达。"), Reply("客户称“帐单”有误，账单已核对。")),
    bad=(Reply("电费帐单已送达。"), Reply("已退至客户帐户。"), Reply("部份线路已改造。")),
)
def variant_characters(case: Case) -> Iterator[Found]:
    for wrong, (right, longer) in variants().items():
        at = case.reply.text.find(wrong)
        if at >= 0 and not case.text.quoted(at) and not _part_of(case.reply.text, at, wrong, longer):
            yield Found(f"“{wrong}”一般写作“{right}”", f"改成“{right}”", start=at, end=at + len(wrong), instead=right)
