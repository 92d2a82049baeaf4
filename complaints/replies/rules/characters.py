"""D5: wrong characters, by a table of confusions and by names of the field with one character off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from complaints.replies import words
from complaints.replies.case import Case
from complaints.replies.reading import Passage
from complaints.replies.reply import Field, Reply, Severity
from complaints.replies.rule import Found, rule

# Characters that begin or end so many words that beside a name they belong to the next word rather than to it.
COMMON = frozenset(
    "的一是了在有和与及为以于由已经将并因而从到对向时后前中上下内外里间等其该此这那每各被把给让使就也还又再不未无非没可能会要应当须需即且或若如"
    "相向像想项象关管观馆惯现限线县先显县险实事市室式示十石时使始施适视试是师失指之知制至致只直值支中种重众终钟住主注驻助逐处出初除区取去起其期气器汽齐启"
    "电店点殿垫人员原元园源远院员圆用永户护互湖乎度都督读独建件见间减检简监计记及机集级极几急技际继季季既力立理里利例历离另令领零路录陆露量两辆两亮"
    "修休装状壮庄表标飙备被倍背北保报包抱布部步不补所锁索工公供共功攻口扣路楼段断短端多夺发法费非飞废复付副服负附高告搞行形型性新心信星行县"
    "地第底低抵递点定订丁顶顿通同统痛头投透退外位为未围维委味文问无物务误五武午下夏西系细希席喜线先心新学样要也业叶一以已意议易义异因引应用有友又由油于与余雨语预"
    "元员原再在造则责增占站张长掌照找者这着真证正政只知直值制质治中种重周主住注专转准资子字自总走组最左作做坐座"
)
LENGTHS = (3, 4, 5, 6)


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
    """Every name of the field with one character off, and the name. In the middle any substitute counts; at the ends
    none that may belong to the neighbouring word."""
    instead = _substitutes()
    terms = {term for row in words.rows("terms") for term in row if len(term) in LENGTHS}
    found: dict[str, str] = {}
    for term in sorted(terms):
        for at, character in enumerate(term):
            inside = 0 < at < len(term) - 1
            for other in instead.get(character, ""):
                if inside or other not in COMMON:
                    wrong = term[:at] + other + term[at + 1 :]
                    if wrong not in terms:
                        found.setdefault(wrong, term)
    for right in words.lines("rightly"):
        found.pop(right, None)
    return found


@cache
def table() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Wrong → what is meant, and the longer words in which it is right."""
    return {row[0]: (row[1], row[2:]) for row in words.rows("confusions") if row[0] != row[1]}


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


def errors(passage: Passage) -> Iterator[tuple[int, int, str]]:
    """Start, end and what is meant, in the text's order; none overlaps another."""
    text = passage.text
    wrong_names, pairs, taken = misspelt(), table(), 0
    for start in range(len(text)):
        if start < taken or (not "一" <= text[start] <= "龥" and text[start] not in "ABC"):
            continue
        for width in _widths():
            piece = text[start : start + width]
            if piece in pairs and not _part_of(text, start, piece, pairs[piece][1]):
                yield start, start + width, pairs[piece][0]
                taken = start + width
                break
        else:
            for width in LENGTHS:
                if (right := wrong_names.get(text[start : start + width])) is not None:
                    yield start, start + width, right
                    taken = start + width
                    break


@rule(
    "wrong_characters",
    clause="D5",
    code="wrong_characters",
    severity=Severity.BLOCK,
    good=(
        Reply("抢修人员到达现场更换变压器，恢复供电，已回复客户。"),
        Reply("公共电力设施由工作人员检查，用户产权线路，到达时间及时。"),
        Reply("台区经理核实后，已经联系客户，再次解释，客户满意。"),
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
