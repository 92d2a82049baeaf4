"""A reply under judgement: its texts read once, and what several rules want to know of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, timezone
from functools import cached_property, wraps
from itertools import islice
from typing import Any, TypeVar

from complaints.replies import words
from complaints.replies.reading import MOST_HITS, Hit, Passage
from complaints.replies.reply import Reply
from complaints.replies.times import Moment, moments

POSITIVE = re.compile(
    r"称赞|赞赏|赞扬|没意见|挺好|好评|致谢|道谢|点赞|满意|认可|理解|谅解|同意|接受|认同|无异议|没有异议|无意见|没有意见|感谢|赞同"
)
CITED = re.compile(
    r"(?:依据|依照?|按照?|根据|遵照|对照|参照)?《[^》\n]{0,40}》(?:第[^，。；]{1,8}[条款])?(?:的?(?:有关|相关)?(?:规定|要求|标准))?"
)
BEGGED = re.compile(r"请|望|感谢|谢谢|征得|取得|获得|争取|经(?:客户|用户|其)?$|以便|为了|得到")
# What a customer wants done is named, not done (关于增设座椅的建议); what is done as they wanted is done.
WISH = re.compile(
    r"^(?:希望|要求|请求)|(?:来电|致电|来信|留言)(?:人|者|中)?(?:建议|提议|希望|要求|请求)|(?:关于|针对)|(?:客户|用户|举报人|市民|居民|群众|业主)[^，。；]{0,8}(?:建议|希望|要求|请求|提出|诉求|反映|认为)"
)
NAMED = re.compile(r"^[^，。；]{0,16}的(?:建议|意见|诉求|要求|想法)")
# 并网申请尚未办结, 更换电表一事仍在协调: named as what is not done yet.
UNDONE = re.compile(
    r"^(?:[^，。；并且后]{0,10}?(?:(?:尚|仍|还|暂|一直|目前)?(?:未|没有?)(?!发现|见|出现|再|超|收|造成|影响|计|用)[^，。；]{0,4}?(?:办|完|开展|启动|实施|落实|处理|进行|安排|批|审|装|结)"
    r"|(?:正在?|仍在?|还在|处于|尚在)[^，。；]{0,4}?(?:走流程|流程中|办理|处理|审批|审核|推进|协调|流转|排队|研究|核实|等待|途中)|(?:要|需要?|还要|有待)(?:统筹|综合|通盘|进一步|再)(?:考虑|研究|安排|论证))"
    r"|后(?:就|再|还)?(?:会(?!同)|将|另行|再)[^，。；]{0,6}(?:通知|告知|联系|回复|答复|反馈))"
)
# 主营缴费、过户、报装等业务: what can be done there, not what was.
SERVICES = re.compile(r"(?:主营|经营|办理|可办|受理|提供|承办|负责)[^，。；]{0,16}$")
OFFERED = re.compile(r"^[^，。；]{0,12}等(?:业务|服务|项目|功能)")
# 介绍了农网改造政策: of what somebody is told.
TAUGHT = re.compile(r"(?:介绍|讲解|说明|解释|宣传|告知|普及)[^，。；]{0,10}$")
LEARNT = re.compile(r"^[^，。；]{0,4}(?:政策|程序|流程|规定|文件|知识|常识|办法|标准|原理)")
FORMERLY = re.compile(r"去年|前年|早年|当年|当初|多年前|(?:建设|建成|施工|安装|投运|架设)时|以往|历史上")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?!\d{1,2}月\d{1,2}日)")
AS_WANTED = re.compile(
    r"(?:按照?|应|依照?|据|满足|遵照|征得|经|已|对|为|与|向|同)(?:客户|用户|举报人|市民|居民|群众|业主)"
)
# A day or a season by which something is to be done.
UNTIL = re.compile(
    r"(?<![当同即择改近])(?:[月年周旬季]|季度|[日号]|工作日|天|小时|个月)(?:底|末|初|中|份)?(?:之?前|以?内|底前|起|开始|完[成工]|实施|投运|竣工|到位|试行|执行|启用|上线)|年底|月底|年内|月内|周内|[上中下]旬|[一二三四1-4]季度|[本下][周月]|明[日天年]|次[日月年]|汛期前|[春秋]检|雨季前|迎峰度[夏冬]前|每[周月年季日天]|同步"
)
THE_MATTER = re.compile(r"反映的?[^，。；]{0,14}?(?:问题|情况|事项|诉求|建议)")  # 您反映的线路迁改问题: named, not done
DISAGREES = re.compile(
    r"(?:不|未|没有|无法|拒绝|难以)(?:太|能|予|愿|肯|完全|表示)?(?:认可|满意|接受|同意|理解|认同|赞同|谅解)|有(?:异议|意见)|不服|不满(?!足|一)|但|仍|坚持"
)
BROUGHT = re.compile(
    r"^[^，。；]{0,4}?(?:客户|用户|诉求人|市民|居民|业主|村民|投诉人|举报人|来电人)?(?:来电|实名|匿名)?(?:投诉|反映|反应|举报|表示|称)"
)
BRINGS = re.compile(
    r"[，；](?:现|特|故|遂|因此|来电)?(?:投诉|反映|来电)(?=$|[，。；]|(?:并|且)?(?:要求|请求|请|希望|催))"
)
CHINA = timezone(timedelta(hours=8))  # the time texts are written in, whatever an instant is stored in
NOT_POSITIVE = re.compile(r"(?:不|未|暂|尚|没有|拒绝|不能|无法|不太|难以|并不)(?:表示|予以)?$")

Answer = TypeVar("Answer")


class Case:
    """Everything is computed when first asked for, and only once."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply
        self.text = Passage(reply.text)
        self.opinion = Passage(reply.opinion or "")
        self.demand = Passage(reply.demand)
        self._stated: dict[str, list[Hit]] = {}
        self._found: dict[str, list[Hit]] = {}
        self.answered: dict[Callable[[Case], Any], Any] = {}  # by what was asked: see ``once``

    @property
    def ring(self) -> str:
        """How the writer reaches the customer, in the words of an advice."""
        return "请座席中转联系客户" if self.reply.relayed else "联系客户"

    @cached_property
    def moments(self) -> list[Moment]:
        """The points of time the text names, in its order."""
        reply = self.reply
        return moments(self.text, local(reply.accepted_at or reply.handled_at or reply.now), reply.now)

    @cached_property
    def named_days(self) -> set[date]:
        """The days the demand names."""
        reply = self.reply
        found = moments(self.demand, local(reply.accepted_at or reply.handled_at or reply.now), reply.now)
        return {moment.at.date() for moment in found if moment.dated and not moment.doubtful}

    def found(self, name: str) -> list[Hit]:
        """Where the text has words of the list of that name. Several rules ask for the same, and the lists are long."""
        if name not in self._found:
            self._found[name] = list(self.text.find(words.pattern(name)))
        return self._found[name]

    def stated(self, signal: str) -> list[Hit]:
        """What of that kind the text states as a fact."""
        if signal not in self._stated:
            self._stated[signal] = list(self.text.facts(words.pattern("signals", signal)))
        return self._stated[signal]

    def says(self, signal: str) -> bool:
        return bool(self.stated(signal))

    def mentions(self, signal: str) -> bool:
        return bool(words.pattern("signals", signal).search(self.reply.text))

    @cached_property
    def cited(self) -> list[Hit]:
        """The rules the text appeals to: what their titles say is not what was done (依据《供电服务规范》)."""
        return list(self.text.find(CITED))

    def concrete_beside(self, *empty: re.Pattern[str]) -> bool:
        """Whether there is anything in the text beside courtesy and those empty words: a measure, a cause, or something
        established."""
        spans = [*self.found("brush_off"), *self.cited, *(hit for pattern in empty for hit in self.text.find(pattern))]
        return any(
            not (any(span.start <= hit.start < span.end for span in spans) or self._undone(hit))
            for signal in ("measure", "cause", "finding", "remedy")
            for hit in self.stated(signal)
        )

    @cached_property
    def remedies(self) -> list[Hit]:
        """What was done to the matter itself, or is to be: not what the customer wants done."""
        return list(self._remedied())

    @cached_property
    def remedied(self) -> bool:
        """Whether there is any; the first is enough, and the list is the longest of all."""
        return next(self._remedied(), None) is not None

    def _remedied(self) -> Iterator[Hit]:
        text = self.text
        empty = [*self.found("brush_off"), *self.found("passed_on"), *text.find(THE_MATTER)]
        for hit in text.find(words.pattern("signals", "remedy")):
            at, before = hit.start, text.before(hit.start, 60).rpartition("属实")[2]
            if SERVICES.search(before) and OFFERED.search(text.after(hit.end, 24)):
                continue
            if TAUGHT.search(before) and LEARNT.search(text.after(hit.end, 24)):
                continue
            wished = NAMED.search(text.after(hit.end, 24)) or (WISH.search(before) and not AS_WANTED.search(before))
            if any(span.start <= at < span.end for span in empty) or self._long_ago(before) or self._undone(hit):
                continue
            if not (wished or text.said(at) or text.quoted(at) or text.negated(at) or text.supposed(at)):
                yield hit

    def _undone(self, hit: Hit) -> bool:
        """Whether it is told as not done yet, and no day is named for it."""
        return bool(UNDONE.search(self.text.after(hit.end, 24))) and not self.until

    def _long_ago(self, before: str) -> bool:
        """该拉线2001年安装, 去年检修后未装回: at a time that is past."""
        now = local(self.reply.now or self.reply.handled_at)
        if FORMERLY.search(before):
            return True
        year = YEAR.search(before)
        return bool(now and year and int(year[1]) < now.year)

    @cached_property
    def until(self) -> bool:
        """Whether a day or a season is named for what is still to be done."""
        now = local(self.reply.now or self.reply.handled_at)
        ahead = now and any(moment.dated and moment.at > now for moment in self.moments)
        return bool(ahead) or any(
            not self.text.said(match.start()) for match in islice(UNTIL.finditer(self.reply.text), MOST_HITS)
        )

    @cached_property
    def blames(self) -> bool:
        """Whether the text says whose fault it was, the weather's included."""
        parts = ("ours", "theirs", "not_ours", "own_plant")
        return any(words.pattern("liability", part).search(self.reply.text) for part in parts)

    @cached_property
    def complaint(self) -> str:
        """The demand without who brings it, and that they bring it: 客户投诉……，……，投诉要求送电"""
        return BRINGS.sub("", BROUGHT.sub("", self.reply.demand))

    @cached_property
    def matter(self) -> str:
        """What the order is about: the demand and its path, or the reply's own text where neither is known."""
        known = self.reply.demand + " " + " ".join(self.reply.category)
        return known if known.strip() else self.reply.text

    @cached_property
    def agreement(self) -> Hit | None:
        """Where the text tells that the customer agrees."""
        for match in islice(POSITIVE.finditer(self.reply.text), MOST_HITS):
            at, before = match.start(), self.text.before(match.start())
            if (
                self.text.subject(at) == "customer"
                and not (NOT_POSITIVE.search(before) or BEGGED.search(before))
                and not (
                    self.text.negated(at) or self.text.supposed(at) or self.text.to_come(at) or self.text.quoted(at)
                )
            ):
                return Hit(at, match.end(), match.group())
        return None

    @cached_property
    def agreed(self) -> bool:
        """Whether the customer is said to agree: only somebody who was reached can."""
        return self.agreement is not None or _positive(self.opinion)

    @cached_property
    def content(self) -> bool:
        """Whether the opinion's own field says that the customer agrees, and nothing against it."""
        return _positive(self.opinion) and not DISAGREES.search(self.opinion.text)

    @property
    def asked(self) -> bool:
        """Whether there is somebody whose opinion is owed."""
        return not self.reply.anonymous


def once(ask: Callable[[Case], Answer]) -> Callable[[Case], Answer]:
    """What rules ask of a case, several of them: computed for the first, and remembered as long as the case is."""

    @wraps(ask)
    def asked(case: Case) -> Answer:
        if ask not in case.answered:
            case.answered[ask] = ask(case)
        answer: Answer = case.answered[ask]
        return answer

    return asked


def local(instant: datetime | None) -> datetime | None:
    return instant and instant.astimezone(CHINA)


def _positive(passage: Passage, start: int = 0, end: int | None = None) -> bool:
    found = POSITIVE.finditer(passage.text, start, len(passage.text) if end is None else end)
    return any(
        not NOT_POSITIVE.search(passage.before(match.start())) and not passage.supposed(match.start())
        for match in found
    )
