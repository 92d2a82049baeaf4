"""A text as the rules read it: sentences, clauses, what is quoted, who says it, what is denied or only supposed.

Most false alarms come from words somebody else said, that are denied, or that have not happened. The rules ask here
instead of looking at bare words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import NamedTuple

CLAUSE = re.compile(r"(?:[^，,。！？!?；;\n\r]|(?<=\d),(?=\d))+")
STOP = frozenset("。！？!?；;\n\r")
QUOTED = re.compile(r"“[^”]{0,80}”|‘[^’]{0,80}’|「[^」]{0,80}」|『[^』]{0,80}』|\"[^\"\n]{0,80}\"")

CUSTOMER = r"(?:(?<!大)(?:客户|用户)(?!经理|代表|服务|编号|名称)|诉求人|反映人|举报人|投诉人|来电人|报修人|申请人|当事人|市民|群众|村民|居民|业主|户主|对方|[该此这那]户(?!人)|该人|此人|住户|租户|商户|机主|来电者|投诉者|举报者|反映者)"
STAFF = (
    r"(?:工作人员|抢修人员|施工人员|服务人员|营业人员|运维人员|收费人员|检查人员|抄表人员|抄表员|收费员|营业员|客户经理|"
    r"台区经理|客服|员工|职工|电工|师傅|施工队|施工方|施工单位|供电所|供电公司|供电局|营业厅|我公司|我司|我局|我所|我们|"
    r"当班人员|值班人员|班组|勘查人员|装表人员|坐席|座席|话务员|(?:窗口|柜台|调度|接线|巡视|外勤|外包|核算|受理)(?:人员|员)|柜员)"
)
SUBJECT = re.compile(rf"(?P<staff>{STAFF})|(?P<customer>{CUSTOMER})")
# A person after these is the object of the sentence, not who acts.
TOWARDS = re.compile(
    r"(?:对待?|向|跟|与|给|辱骂|针对|称|说|骂|殴打|威胁|推搡|为|指责|责怪|怪罪?|埋怨|迁怒|赖|纠缠|缠着|打断|催促|推诿|冷落|顶撞)(?:我|该|一名|其|多名|本|当)?$"
)

SAYS = re.compile(
    rf"(?<![对向跟]){CUSTOMER}[^，。；！？,;\n]{{0,10}}?(?<!所)(?P<strong>声称|自称|坚称|称|表示|认为|坚持|强调|抱怨|质疑|怀疑|指责|说)|"
    rf"(?<![按照应]){CUSTOMER}[^，。；！？,;\n]{{0,10}}?(?P<weak>反映|反应|投诉|举报|来电|诉求为|提出|诉|询问|咨询|要求|希望)"
    r"|(?P<other>(?:诉求|反映|投诉|举报|受理)内容[:：为是])"
)
UNSAID = re.compile(r"(?:无|未|没有?|不曾)(?:人|再|曾|有)?$")  # 其余住户均无反映
NO_SCOPE = re.compile(r"(?<![映应出])[，。；！？,;]|(?:后|之后|以后|工单|时|电话|事项|单|件|人)")
# Where the writer speaks again, in the middle of what a customer said.
TURN = re.compile(
    r"[\s、]*(?:且|并|但是?|而|然而|实际上?)?(?:经|我[公局所司们]|工作人员|供电|现场|实际|抢修|台区|该[所公]|公司|随后|后[经于我]|目前|"
    r"现(?!要求|希望|不)|已(?![三两多好]|经[三两多好]|\d{1,4}[天日次])|针对|对此|接|于|调取|系统|运维|核[实查对]|查[看阅询无实]|未(?:发现|查)|无(?:证据|实据)|通过|按照|根据|依据|处理人|客户经理|\d|第[一二三]|"
    r"当[日天]|次日|客户|用户|双方|班组|调度|巡视|检测|测[量试]|原因|此[情次]|上述|以上|属实|不属实|情况属实|情况不属实|为(?:此|客户)|责任)"
)
RESUMES = re.compile(
    r"(?:问题|情况|事项|内容|现象|诉求|一事|的)(?=已|均|经|现|属|不属|与|确|系|基本|完全|部分)|后(?=立即|随即|我|工作|抢修|第一时间|及时|迅速|安排|派|马上|供电|台区)|(?=不?属实)"
)

FAR_NEGATION = re.compile(
    r"(?:不存在|未发现|未发生|未出现|没有|并无|并未|并非|从未|未曾|不是|不属于?|未见|排除|否认|不认为|不构成|不涉及|未收到|查无|杜绝|避免|防止|严禁|不得|不应|不能|"
    r"不会|不再|无需|尚未|未对|未与|无任何|未因|未造成|未查到|未查实|非因?)[^，。；]{0,8}$"
)
NEAR_NEGATION = re.compile(r"(?:未|不|无|没|非|勿|别|尚未|未能|不予|不再|未被|未有)$")
CONDITION = re.compile(
    r"(?:如果|假如|倘若|假设|一旦|万一|(?<![主重首需])要是|若(?!干)|如(?!下|实|期|约|数|此|上|今|何|愿|图|因客)|是否|能否|有无|只要|除非|待(?!遇)|等待)"
)
FUTURE = re.compile(
    r"(?:定[于在](?=\d)|将(?=于|在|会|尽快|尽早|及时|按|进一步|继续|加强|加快|对|安排|组织|持续|认真|严格|予以|立即|为|向|派|根据|定期|列入|纳入|统一|逐步|结合|密切|联合|采取|\d)|拟|计划|预计|准备|争取|力争|下一步|下步|后续|今后|届时|近期|将来|以后|尽快|尽早|会尽|承诺)"
)
DOING = re.compile(r"(?:正在?|仍在|还在|处于)[^，。；]{0,6}$")


LONGEST_SPEECH = 400  # characters in which it is looked for where the writer goes on
MOST_HITS = 200  # of one pattern: more is no reply, and must not keep a worker busy


class Clause(NamedTuple):
    start: int
    end: int
    text: str
    sentence: int


class Hit(NamedTuple):
    start: int
    end: int
    word: str


class Passage:
    """One field's text, read once. Positions are characters of ``text``."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.clauses: list[Clause] = []
        sentence, last = 0, 0
        for match in CLAUSE.finditer(text):
            if not STOP.isdisjoint(text[last : match.start()]):
                sentence += 1
            self.clauses.append(Clause(match.start(), match.end(), match.group(), sentence))
            last = match.end()
        self._starts = [clause.start for clause in self.clauses]

    @cached_property
    def quotes(self) -> list[tuple[int, int]]:
        return [match.span() for match in QUOTED.finditer(self.text)]

    @cached_property
    def speech(self) -> list[tuple[int, int, bool]]:
        """What the customer said: start, end, and whether by a verb that leaves no doubt (称 rather than 反映)."""
        spans = []
        for match in islice(SAYS.finditer(self.text), MOST_HITS):
            if match.lastgroup == "weak" and NO_SCOPE.match(self.text, match.end()):
                continue
            if UNSAID.search(self.text, match.start(), match.start(match.lastgroup or 0)):
                continue
            spans.append((match.end(), self._speech_end(match.end()), match.lastgroup == "strong"))
        return spans

    def _speech_end(self, start: int) -> int:
        at = self.index_at(start)
        here = self.clauses[at]
        if resumed := RESUMES.search(self.text, start, min(here.end, start + LONGEST_SPEECH)):
            return resumed.start()
        end = here.end
        for clause in self.clauses[at + 1 : at + 8]:
            if clause.sentence != here.sentence or TURN.match(clause.text):
                break
            end = clause.end
        return end

    def index_at(self, position: int) -> int:
        return max(0, bisect_right(self._starts, position) - 1)

    def clause_at(self, position: int) -> Clause:
        return self.clauses[self.index_at(position)] if self.clauses else Clause(0, 0, "", 0)

    def sentence_at(self, position: int) -> tuple[int, int]:
        """The sentence's first and last character's end, punctuation left out."""
        if not self.clauses:
            return 0, 0
        at = self.index_at(position)
        number = self.clauses[at].sentence
        first, last = at, at
        while first and self.clauses[first - 1].sentence == number:
            first -= 1
        while last + 1 < len(self.clauses) and self.clauses[last + 1].sentence == number:
            last += 1
        return self.clauses[first].start, self.clauses[last].end

    def before(self, position: int, most: int = 24) -> str:
        """What stands in the same clause before."""
        return self.text[max(self.clause_at(position).start, position - most) : position]

    def after(self, position: int, most: int = 40) -> str:
        """What stands in the same clause after."""
        return self.text[position : min(self.clause_at(position).end, position + most)]

    def quoted(self, position: int) -> bool:
        return any(start <= position < end for start, end in self.quotes)

    def said(self, position: int, *, strongly: bool = False) -> bool:
        """Whether the customer says it; ``strongly``: by 称, 认为 and the like, for what 反映 does not turn into a claim."""
        return any(start <= position < end and (strong or not strongly) for start, end, strong in self.speech)

    def negated(self, position: int) -> bool:
        before = self.before(position)
        return bool(NEAR_NEGATION.search(before) or FAR_NEGATION.search(before))

    def supposed(self, position: int) -> bool:
        """Under a condition or a question, in its clause or in an earlier one of the sentence."""
        at = self.index_at(position)
        number = self.clauses[at].sentence if self.clauses else 0
        if CONDITION.search(self.before(position)):
            return True
        for clause in reversed(self.clauses[max(0, at - 3) : at]):
            if clause.sentence != number:
                return False
            if (found := CONDITION.search(clause.text)) and found.start() <= 4 and not found.group().startswith("是"):
                return True
        return False

    def to_come(self, position: int) -> bool:
        """Planned, promised or still going on: not done."""
        before = self.before(position)
        return bool(FUTURE.search(before) or DOING.search(before))

    def find(self, wanted: re.Pattern[str]) -> Iterator[Hit]:
        for match in islice(wanted.finditer(self.text), MOST_HITS):
            yield Hit(match.start(), match.end(), match.group())

    def facts(self, wanted: re.Pattern[str]) -> Iterator[Hit]:
        """Hits the writer states as having happened: not denied, supposed, planned or said by the customer."""
        for hit in self.find(wanted):
            at = hit.start
            if not (self.negated(at) or self.supposed(at) or self.to_come(at) or self.said(at)):
                yield hit

    def states(self, wanted: re.Pattern[str]) -> bool:
        return next(self.facts(wanted), None) is not None

    def subject(self, position: int) -> str:
        """Who acts in the clause: "customer", "staff" or "" where neither is named in the sentence before."""
        start, _ = self.sentence_at(position)
        found = ""
        for match in SUBJECT.finditer(self.text, start, position):
            if not found or not TOWARDS.search(self.text, start, match.start()):
                found = str(match.lastgroup)
        return found
