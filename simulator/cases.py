"""投诉 举报 意见 建议 表扬: taken down, sent up, forwarded, handled, audited, called back; some come back on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from simulator import papers
from simulator.acting import Acting
from simulator.fate import Fate
from simulator.matters import MATTERS, Matter
from simulator.population import Customer, Staff
from simulator.rates import SHANGHAI

EXPLAINED = 0.3  # of the opinions are settled on the phone
CARELESS = 0.12  # of the replies are first tried in a form the gate does not let through
SENT_BACK = 0.12  # of the replies come back from the province
UNSOLVED = 0.05  # of the first call-backs hear that nothing was done
MISSED = 0.15  # of the customers do not answer the handler's first call
SHARE_OF_ALL = {"result": "good", "workmanship": "good", "attitude": "good", "timing": "yes", "adopted": "yes"}
ASKED = {
    "complaint": ("result", "workmanship", "attitude", "timing"),
    "suggestion": ("adopted", "result", "attitude", "timing"),
}
USUALLY_ASKED = ("result", "attitude", "timing")


@dataclass
class Case:
    """An order that is no fault report, as the people who work on it know it."""

    number: str
    matter: Matter
    fate: Fate
    agent: Staff
    station: int
    chance: Random = field(repr=False)
    handler: Staff | None = None
    dispatcher: Staff | None = None
    auditor: Staff | None = None
    contacted_at: datetime | None = None
    round: int = 1
    attempts: int = 0
    sent_back: bool = False
    prolonged: bool = False
    _serial: int = 0

    @property
    def secret(self) -> bool:
        return self.matter.kind == "misconduct"

    def twice(self) -> bool:
        self._serial += 1
        return self.fate.twice(self._serial)

    def happens(self, share: float) -> bool:
        return self.chance.random() < share

    def heard(self) -> dict[str, Any]:
        """What the customer says when called back."""
        asked = ASKED.get(self.matter.kind, USUALLY_ASKED)
        data: dict[str, Any] = {"outcome": "reached", **{name: SHARE_OF_ALL[name] for name in asked}}
        if self.round == 1 and self.happens(UNSOLVED):
            told = {
                "satisfaction": 5,
                "dissatisfied": ["result"],
                "words": "还是没有解决。",
                "return_codes": ["no_result"],
            }
            return {**data, **told, "result": "bad", "solved": "no", "fault": "utility"}
        return {**data, "satisfaction": 2, "solved": "yes"}


class CaseDesk:
    """Everybody a case passes through. They work at the pace of days, not of minutes."""

    def __init__(self, acting: Acting, seed: int) -> None:
        self.acting, self.seed = acting, seed
        self._categories: dict[Matter, int] = {}

    async def take_down(
        self, agent: Staff, call_id: str, customer: Customer, fate: Fate, premises: dict[str, Any]
    ) -> Case | None:
        """What the agent writes while the customer speaks; None when it could not be."""
        chance = Random(f"{self.seed}/{call_id}")  # noqa: S311  a city, not a secret
        matter = chance.choices(MATTERS, [each.weight for each in MATTERS])[0]
        category = await self._category(agent, matter)
        if not category:
            return None
        await self.acting.pace.minutes(fate.talk)
        report: dict[str, Any] = {
            "premises": premises.get("id"),
            "contact_name": customer.name,
            "contact_phones": customer.phone,
            "address": customer.address,
            "content": matter.content,
            "category": category,
            "call": call_id,
        }
        if matter.kind == "complaint":
            report["grade"] = "ordinary"
        answer = await self.acting.accept(agent, report, kind=matter.kind, twice=fate.twice(2))
        if not answer.ok:
            return None
        self.acting.ledger.count(f"受理 {matter.kind}")
        if matter.kind != "misconduct":  # there, nothing leads from the call to the order
            self.acting.ledger.calls.append(call_id)
        return Case(answer.body["number"], matter, fate, agent, premises.get("unit_id") or 0, chance)

    async def _category(self, agent: Staff, matter: Matter) -> int:
        if matter not in self._categories:
            answer = await self.acting.wire.get(agent, "/api/v1/categories/", kind=matter.kind, q=matter.category)
            found = answer.body.get("items", []) if answer.ok else []
            if not found:
                self.acting.ledger.error(f"{agent.username} 查找分类 {matter.category}：{answer}")
                return 0
            self._categories[matter] = int(found[0]["id"])
        return self._categories[matter]

    async def live(self, case: Case, state: str) -> None:
        """Whoever is next does the next thing, until the case waits for its call-back or is done."""
        steps = {
            "accepted": self._send_out,
            "dispatched": self._acknowledge if case.matter.kind == "praise" else self._forward,
            "forwarded": self._receive,
            "handling": self._answer,
            "replied": self._audit,
            "acknowledged": self._file,
        }
        while state in steps:
            state = await steps[state](case)

    async def _send_out(self, case: Case) -> str:
        await self._pause(case, 1, 9)
        if case.matter.kind == "opinion" and case.happens(EXPLAINED):
            data = {"said": "已按规定向客户解释，客户表示理解。", "satisfaction": 2, "accepted": True}
            return await self._do(case, case.agent, "explain", data)
        if case.matter.kind == "praise":
            case.handler = self._handlers(case, None)[0]
            return await self._do(case, case.agent, "dispatch", {"unit": case.handler.unit_id})
        return await self._do(case, case.agent, "dispatch")

    async def _forward(self, case: Case) -> str:
        await self._pause(case, 5, 50)
        population = self.acting.population
        case.auditor = case.chance.choice(population.cleared("auditor") if case.secret else population.of("auditor"))
        if case.secret or not case.station:
            desk = (population.cleared("dispatcher") if case.secret else population.of("dispatcher"))[0]
            return await self._do(case, case.auditor, "forward", {"unit": desk.unit_id})
        return await self._do(case, case.auditor, "forward")

    async def _receive(self, case: Case) -> str:
        await self._pause(case, 5, 60)
        assert case.auditor is not None
        order = await self.acting.read(case.auditor, case.number)
        if order.get("state") != "forwarded":
            return str(order.get("state", ""))
        population = self.acting.population
        manned = population.at_desk(order["unit"]["id"])
        if case.secret:
            manned = [each for each in manned if each in population.cleared("dispatcher")]
        if not manned:
            self.acting.ledger.error(f"工单 {case.number} 转派到了没有调度员的单位 {order['unit']['name']}")
            return ""
        case.dispatcher = case.chance.choice(manned)
        case.handler = case.chance.choice(self._handlers(case, case.dispatcher))
        return await self._do(case, case.dispatcher, "receive", {"unit": case.handler.unit_id})

    def _handlers(self, case: Case, dispatcher: Staff | None) -> list[Staff]:
        """Who could handle it: at the station where it happened, else anybody below ``dispatcher``."""
        population = self.acting.population
        able = population.cleared("handler") if case.secret else population.of("handler")
        below = [each for each in able if dispatcher is None or each.path.startswith(dispatcher.path)]
        return [each for each in below if each.unit_id == case.station] or below or able

    async def _answer(self, case: Case) -> str:
        """Reach the customer, then write; what the gate refuses is written anew."""
        assert case.handler is not None
        if case.contacted_at is None:
            await self._pause(case, 15, 150)
            state = await self._reach(case, case.handler)
            if state != "handling":
                return state
        if not case.prolonged and case.happens(papers.PROLONGED):
            return await self._ask_for_time(case, case.handler)
        await self._pause(case, 30, 240)
        if case.matter.kind == "complaint" and case.happens(papers.STATED):
            return await self._do(case, self._unit(case), "submit_statement", papers.STATEMENT, papers.SEALED)
        if case.happens(CARELESS):
            careless = self._reply(case, case.handler) | {"text": "已处理。"}
            answer = await self.acting.act(case.handler, case.number, "reply", careless, expected={"invalid"})
            if answer.ok:
                self.acting.ledger.error(f"工单 {case.number}：空洞的回复没有被拦下")
            await self._pause(case, 3, 15)
        return await self._do(case, case.handler, "reply", self._reply(case, case.handler))

    def _unit(self, case: Case) -> Staff:
        """Whoever speaks for the unit to the province."""
        assert case.dispatcher is not None
        return case.dispatcher

    async def _ask_for_time(self, case: Case, handler: Staff) -> str:
        case.prolonged = True
        order = await self.acting.read(handler, case.number)
        if not order:
            return ""
        await self._do(case, handler, "extend", papers.extension(order), papers.SEALED)
        return await self._decide(case, "decide_extension")

    async def _decide(self, case: Case, verb: str) -> str:
        assert case.auditor is not None
        await self._pause(case, 10, 60)
        return await self._do(case, case.auditor, verb, papers.decision(not case.happens(papers.REFUSED)))

    async def _reach(self, case: Case, handler: Staff) -> str:
        if case.secret:
            state = await self._do(case, handler, "ask_relay", {"question": "请转告客户：已安排人员核查。"})
            await self._pause(case, 5, 40)
            state = await self._do(case, case.agent, "relay", {"outcome": "reached", "answer": "客户表示知道了。"})
        else:
            if case.happens(MISSED):
                await self._do(case, handler, "contact", {"outcome": "no_answer"})
                await self._pause(case, 20, 60)
            said = {"outcome": "reached", "said": "已与客户通话，说明将到现场核实，约定处理时间。"}
            state = await self._do(case, handler, "contact", said)
        case.contacted_at = self.acting.pace.now()
        return state

    def _reply(self, case: Case, handler: Staff) -> dict[str, Any]:
        matter, now = case.matter, self.acting.pace.now()
        handled = max(case.contacted_at or now, now - timedelta(minutes=10)).astimezone(SHANGHAI)
        return {
            "handled_at": handled.isoformat(),
            "text": matter.text.format(day=f"{handled.month}月{handled.day}日", who="李某"),
            "opinion": matter.opinion,
            "handled_by": f"处理人{handler.username}",
            "true": matter.true,
            "ours": matter.ours,
            "adopted": matter.adopted,
        }

    async def _audit(self, case: Case) -> str:
        await self._pause(case, 10, 120)
        assert case.auditor is not None
        if not case.sent_back and case.happens(SENT_BACK):
            case.sent_back = True
            back = {"codes": ["no_result"], "text": "请写明处理的具体结果和完成时间"}
            return await self._do(case, case.auditor, "send_back", back)
        state = await self._do(case, case.auditor, "approve")
        if state == "audited" and case.happens(papers.APPEALED):
            await self._do(case, self._unit(case), "appeal", papers.APPEAL, papers.SEALED)
            await self._decide(case, "decide_appeal")
        return state

    async def _acknowledge(self, case: Case) -> str:
        await self._pause(case, 20, 200)
        assert case.handler is not None
        return await self._do(case, case.handler, "acknowledge", {"passed_on": "已在班前会宣读。"})

    async def _file(self, case: Case) -> str:
        assert case.handler is not None
        return await self._do(case, case.handler, "archive")

    async def _pause(self, case: Case, least: float, most: float) -> None:
        await self.acting.pace.minutes(case.chance.uniform(least, most))

    async def _do(
        self, case: Case, who: Staff, verb: str, data: dict[str, Any] | None = None, paper: bytes = b""
    ) -> str:
        """The state it leads to; after a refusal, the one the first agent reads."""
        answer = await self.acting.act(who, case.number, verb, data, twice=case.twice(), paper=paper)
        if answer.ok:
            return str(answer.body["state"])
        return (
            str((await self.acting.read(case.agent, case.number)).get("state", "")) if answer.code != "invalid" else ""
        )
