"""D5: pasted more than once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from complaints.replies import words
from complaints.replies.case import Case
from complaints.replies.reply import Field, Reply, Severity
from complaints.replies.rule import Found, rule

SENTENCE = re.compile(r"[^。！？!?；;\n\r]+")
CLAUSE = re.compile(r"(?:[^，,。！？!?；;：:\n\r]|(?<=\d)[：:](?=\d))+")
NOT_WORDS = re.compile(r"[\W_]+")
SHORTEST = words.threshold("repeated.shortest")
SHORTEST_CLAUSE = words.threshold("repeated.shortest_clause")
WINDOW = 15  # near-exact copies share at least one run of so many characters
ALIKE = words.threshold("repeated.alike") / 100
DIGITS = re.compile(r"\d+|[一二三四五六七八九十]+|[A-Za-z]+|甲|乙|丙")
END = re.compile(r"[。！？!?；;\n\r]")
SHORTEST_PASSAGE = words.threshold("repeated.shortest_passage")
AROUND = 60  # characters of a sentence before and behind a passage
MOST_COMPARED = 200  # pairs of sentences; a longer text has been found repeated by then, or is not a reply


def _bare(text: str) -> str:
    return NOT_WORDS.sub("", text)


def _sentences(text: str) -> Iterator[tuple[int, int, str]]:
    for match in SENTENCE.finditer(text):
        if bare := _bare(match.group()):
            yield match.start(), match.end(), bare


def _alike(one: str, other: str) -> bool:
    """The same but for a character or two; other figures or letters make it another matter (5月3日停电 … 5月7日停电 …)."""
    if DIGITS.findall(one) != DIGITS.findall(other) or abs(len(one) - len(other)) > len(one) // 8:
        return False
    first, second = ({text[at : at + 2] for at in range(len(text) - 1)} for text in (one, other))
    return 2 * len(first & second) >= ALIKE * (len(first) + len(second))


@rule(
    "pasted_twice",
    "重复粘贴",
    clause="D5",
    code="pasted_twice",
    severity=Severity.BLOCK,
    good=(
        Reply("5月3日因雷击停电，14时恢复供电；5月7日因树障停电，16时恢复供电。"),
        Reply("某某市供电有限公司城郊供电所到场，某某市供电有限公司城郊供电所更换电表。"),
        Reply("客户满意。已更换电表。客户满意。"),
        Reply("3日因树枝碰线跳闸，清理树枝后恢复供电；9日因树枝碰线跳闸，清理树枝后恢复供电。"),
        Reply("东巷口更换拉线、补装反光管，试拉合格；西巷口更换拉线、补装警示管，验收合格。"),
    ),
    bad=(
        Reply("工作人员到现场更换电能表一只。客户满意。工作人员到现场更换电能表一只。客户满意。"),
        Reply("5月3日台区经理现场测量客户电压为226伏，符合标准。5月3日台区经理现场测量客户电压为226伏，符合标准"),
        Reply("11时30分更换新井盖，四周填实，踩踏无晃动，行人安全。更换新井盖，四周填实，踩踏无晃动，行人安全。"),
        Reply("经现场核实，因接户线老化断线停电，经现场核实，因接户线老化断线停电，已更换。"),
    ),
)
def pasted_twice(case: Case) -> Iterator[Found]:
    text = case.reply.text
    found = _again(text)
    if found is not None:
        yield Found("同一段话粘贴了两次", "删去重复的一段", start=found[0], end=found[1])


def _again(text: str) -> tuple[int, int] | None:
    seen: dict[str, int] = {}
    windows: dict[str, int] = {}
    sentences = list(_sentences(text))
    compared = 0
    for number, (start, end, bare) in enumerate(sentences):
        if len(bare) >= SHORTEST:
            if bare in seen:
                return start, end
            candidates = {
                windows[piece]
                for at in range(0, len(bare) - WINDOW + 1)
                if (piece := bare[at : at + WINDOW]) in windows
            }
            for candidate in candidates:
                compared += 1
                if compared > MOST_COMPARED:
                    return None
                if _alike(sentences[candidate][2], bare):
                    return start, end
        seen[bare] = start
        for at in range(0, len(bare) - WINDOW + 1):
            windows.setdefault(bare[at : at + WINDOW], number)
    return _run_again(text) or _passage_again(text)


def _run_again(text: str) -> tuple[int, int] | None:
    """A run that crosses a comma and comes again: two clauses pasted within one sentence."""
    clauses = [(match.start(), match.end(), _bare(match.group())) for match in CLAUSE.finditer(text)]
    seen: set[str] = set()
    pairs: dict[tuple[str, str], int] = {}
    for number, (start, end, bare) in enumerate(clauses):
        if len(bare) >= SHORTEST_CLAUSE and bare in seen and not _name(bare):
            return start, end
        seen.add(bare)
        if number:
            pair = (clauses[number - 1][2], bare)
            if len(pair[0]) + len(pair[1]) >= SHORTEST_CLAUSE and min(map(len, pair)) > 1 and pair in pairs:
                return clauses[number - 1][0], end
            pairs[pair] = number
    return None


def _passage_again(text: str) -> tuple[int, int] | None:
    """A passage over a comma or a full stop that comes again, though the sentences around it differ. Told of another
    day, switch or house in both sentences it is another matter."""
    places = [at for at, char in enumerate(text) if char.isalnum()]
    bare = "".join(text[at] for at in places)
    seen: dict[str, int] = {}
    at = tried = 0
    while at + SHORTEST_PASSAGE <= len(bare) and tried < MOST_COMPARED:
        piece = bare[at : at + SHORTEST_PASSAGE]
        first = seen.setdefault(piece, at)
        if first + SHORTEST_PASSAGE > at:
            at += 1
            continue
        tried += 1
        length = SHORTEST_PASSAGE
        while at + length < len(bare) and first + length < at and bare[first + length] == bare[at + length]:
            length += 1
        one, other = ((places[start], places[start + length - 1] + 1) for start in (first, at))
        if _several(text[slice(*one)]) and _same_matter(text, one, other):
            return other
        at += length
    return None


def _several(passage: str) -> bool:
    """Whether it has more than a clause: a name or a place is rightly said again."""
    return sum(len(_bare(part)) > 1 for part in CLAUSE.findall(passage)) > 1


def _same_matter(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether no figures stand around both that differ."""

    def around(start: int, end: int) -> tuple[list[str], list[str]]:
        head = END.split(text[max(0, start - AROUND) : start])[-1]
        tail = END.split(text[end : end + AROUND])[0]
        return DIGITS.findall(head), DIGITS.findall(tail)

    return all(
        not (first and second) or first == second for first, second in zip(around(*one), around(*other), strict=True)
    )


def _name(bare: str) -> bool:
    """A clause that is only the name of a unit."""
    return bare.endswith(("公司", "供电所", "班", "中心", "营业厅"))


@rule(
    "sent_in_unchanged",
    "退回后一字未改",
    clause="D5",
    code="other",
    severity=Severity.BLOCK,
    good=(Reply("已更换电表。"),),
    bad=(Reply("已更换电表。", unchanged=True),),
)
def sent_in_unchanged(case: Case) -> Iterator[Found]:
    if case.reply.unchanged:
        yield Found(
            "这份回复退回后一字未改，也没有补附件",
            "按退回时写明的要求修改；只缺附件的，把附件补上再提交",
        )


@rule(
    "pasted_in_opinion",
    "处理情况粘贴到客户意见",
    clause="D5",
    code="pasted_twice",
    severity=Severity.BLOCK,
    unless=("opinion_swapped",),
    good=(
        Reply("已更换电表，客户对处理结果表示满意。", opinion="客户对处理结果表示满意。"),
        Reply("已更换电表。", opinion="客户对更换电表的结果表示认可。"),
    ),
    bad=(
        Reply(
            "5月3日工作人员到现场更换电能表一只，客户满意。", opinion="5月3日工作人员到现场更换电能表一只，客户满意。"
        ),
        Reply("经检定电能表误差为0.2%，计量准确，已告知客户。", opinion="经检定电能表误差为0.2%，计量准确，客户认可"),
    ),
)
def pasted_in_opinion(case: Case) -> Iterator[Found]:
    text, opinion = _bare(case.reply.text), _bare(case.reply.opinion or "")
    if len(opinion) < WINDOW:
        return
    shared = sum(
        len(piece)
        for piece in map(_bare, re.split(r"[，,。！？!?；;\n\r]+", case.reply.opinion or ""))
        if len(piece) >= 4 and piece in text
    )
    acts = words.pattern("signals", "measure").search(case.reply.opinion or "")
    if acts and (shared >= SHORTEST and shared >= 0.6 * len(opinion)):
        yield Found(
            "处理情况又粘贴到了“客户意见”栏",
            "“客户意见”栏只写客户怎么说，例如“客户表示认可”",
            Field.OPINION,
        )
