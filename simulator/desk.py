"""The agents: they answer, look up, take down, explain or dispatch."""

from __future__ import annotations

from typing import Any

from simulator.acting import Acting
from simulator.cases import Case, CaseDesk
from simulator.fate import CATEGORIES, Fate
from simulator.jobs import DONE, Job
from simulator.population import Customer, Staff
from simulator.telephone import Telephone

DISPOSALS = {"silent": "silent", "harassing": "harassing", "question": "answered"}
SAID = "已向客户说明：{text}，客户表示理解。"


class Desk:
    """``lead`` cancels what was taken down twice."""

    def __init__(self, acting: Acting, telephone: Telephone, lead: Staff, cases: CaseDesk) -> None:
        self.acting, self.telephone, self.lead, self.cases = acting, telephone, lead, cases

    async def call(self, call_id: str, customer: Customer, fate: Fate) -> Job | Case | None:
        """One call from ring to disposal; the order it made, if it was to make one."""
        async with (
            self.acting.hands.finishing(),
            self.telephone.conversation(call_id, customer.phone, fate) as agent,
        ):
            if agent is None:
                return None
            await self.acting.pace.minutes(fate.talk / 2)
            if fate.matter == "case":
                case = await self.cases.take_down(agent, call_id, customer, fate, await self._find(agent, customer))
                await self.telephone.end(agent, call_id, "order" if case else "answered")
                return case
            if fate.matter != "fault":
                await self.telephone.end(agent, call_id, DISPOSALS[fate.matter])
                return None
            premises = await self._find(agent, customer)
            await self.acting.pace.minutes(fate.talk / 2)
            self.acting.ledger.calls.append(call_id)
            report = self._report(customer, fate, premises)
            answer = await self.acting.accept(agent, {**report, "call": call_id}, twice=fate.twice(2))
            await self.telephone.end(agent, call_id, "order")
            if not answer.ok:
                return None
            if fate.duplicate:
                await self._take_down_again(agent, report)
            return Job(
                number=answer.body["number"],
                fate=fate,
                customer=customer,
                agent=agent,
                station=premises.get("unit_id", 0),
                feeder=premises.get("feeder", ""),
                accepted_at=self.acting.pace.now(),
                hints=answer.body["hints"],
            )

    async def _find(self, agent: Staff, customer: Customer) -> dict[str, Any]:
        """The caller's premises: by number, else by the address they say. Empty when both find nothing."""
        for text in (customer.phone, customer.address):
            answer = await self.acting.wire.get(agent, "/api/v1/customers/", q=text)
            if not answer.ok:
                self.acting.ledger.error(f"{agent.username} 查询客户：{answer}")
                continue
            found = [each["premises"] for each in answer.body["matches"]]
            match = next((each for each in found if each["address"] == customer.address), None)
            if match is not None:
                return dict(match)
        self.acting.ledger.count("没有查到客户")
        return {}

    def _report(self, customer: Customer, fate: Fate, premises: dict[str, Any]) -> dict[str, Any]:
        _, category, extent, content = CATEGORIES[fate.report]
        return {
            "premises": premises.get("id"),
            "contact_name": customer.name,
            "contact_phones": customer.phone,
            "address": customer.address,
            "content": content,
            "category": category,
            "extent": extent,
            "urgency": "urgent" if fate.urgent else "ordinary",
            "accident": "equipment" if fate.accident else "",
            "ownership_guess": "customer" if fate.report == "inside" else "",
            "safety_reminded": True,
        }

    async def _take_down_again(self, agent: Staff, report: dict[str, Any]) -> None:
        """By mistake; the lead sees it and cancels the second."""
        answer = await self.acting.accept(agent, report)
        if answer.ok:
            reason = {"reason": "duplicate", "text": "同一来电重复受理"}
            await self.acting.act(self.lead, answer.body["number"], "cancel", reason)

    async def send_out(self, job: Job) -> str:
        """What an accepted order needs next: an explanation where something is known, else a unit."""
        if job.hints and not job.refused:
            hint = job.hints[0]
            data: dict[str, Any] = {"reason": hint["kind"], "said": SAID.format(text=hint["text"]), "satisfaction": 2}
            answer = await self.acting.act(job.agent, job.number, "explain", data, twice=job.twice())
        else:
            await self.acting.pace.minutes(job.fate.dispatch)
            unit = {} if job.station else {"unit": self._any_desk()}
            answer = await self.acting.act(job.agent, job.number, "dispatch", unit, twice=job.twice())
        return await self.state_after(job, answer.ok, answer.body)

    def _any_desk(self) -> int:
        return self.acting.population.of("dispatcher")[0].unit_id

    async def state_after(self, job: Job, done: bool, body: dict[str, Any]) -> str:
        """Where the order stands: as the answer says, or, after a refusal, as the first agent reads it."""
        if done:
            return str(body["state"])
        return str((await self.acting.read(job.agent, job.number)).get("state", ""))

    async def urge(self, job: Job) -> None:
        """The customer calls again, and again, for as long as nothing is done."""
        for time, after in enumerate(job.fate.urges, start=1):
            await self.acting.pace.until(job.accepted_at + self.acting.pace.span(after))
            if self.acting.ledger.stands[job.number] in DONE:
                return
            call_id = f"{self.acting.name}-U{job.number}-{time}"
            async with (
                self.acting.hands.finishing(),
                self.telephone.conversation(call_id, job.customer.phone, job.fate) as agent,
            ):
                if agent is None:
                    continue
                await self.acting.pace.minutes(job.fate.talk / 2)
                await self._urge(agent, job)
                await self.telephone.end(agent, call_id, "answered")

    async def _urge(self, agent: Staff, job: Job) -> None:
        """The agent sees what this caller reported before, and urges it."""
        found = await self.acting.wire.get(agent, "/api/v1/orders/", phone=job.customer.phone, page_size="100")
        if not found.ok or job.number not in {row["number"] for row in found.body["results"]}:
            self.acting.ledger.error(f"{agent.username} 通话中看不到来电人的工单 {job.number}：{found}")
            return
        data = {"content": "客户再次来电，询问何时能恢复供电，请尽快处理。"}
        await self.acting.act(agent, job.number, "urge", data, twice=job.twice())
