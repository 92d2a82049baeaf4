"""The crews: they drive, arrive, look, repair and reply, one order after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from simulator.acting import Acting
from simulator.desk import Desk
from simulator.dispatching import Dispatching
from simulator.fate import CATEGORIES
from simulator.jobs import Job
from simulator.population import Staff

OPINIONS = ("非常满意", "满意", "一般", "不满意", "很不满意")


class Site:
    def __init__(self, acting: Acting, desk: Desk, dispatching: Dispatching) -> None:
        self.acting, self.desk, self.dispatching = acting, desk, dispatching
        self.members = acting.population.crews()
        self._busy: dict[int, asyncio.Lock] = {}
        self._next: dict[str, Callable[[Job, Staff], Awaitable[str]]] = {
            "assigned": self._depart,
            "en_route": self._arrive,
            "on_site": self._repair,
            "restored": self._reply,
        }

    async def work(self, job: Job, state: str) -> str:
        """From assignment to reply, once the crew is free."""
        member = self.members[job.crew][0]
        try:
            async with self._busy.setdefault(job.crew, asyncio.Lock()):
                while state in self._next:
                    state = await self._next[state](job, member)
        finally:
            self.dispatching.load[job.crew] -= 1
        return state

    async def _do(self, job: Job, member: Staff, verb: str, data: dict[str, Any] | None = None, **more: Any) -> str:
        answer = await self.acting.act(member, job.number, verb, data, twice=job.twice(), **more)
        return await self.desk.state_after(job, answer.ok, answer.body)

    async def _depart(self, job: Job, member: Staff) -> str:
        await self._do(job, member, "take")
        await self.acting.pace.minutes(job.fate.depart)
        return await self._do(job, member, "depart")

    async def _arrive(self, job: Job, member: Staff) -> str:
        await self.acting.pace.minutes(job.fate.travel)
        arrived = self.acting.pace.now()
        where: dict[str, Any] = {"latitude": 41.12, "longitude": 122.07}
        if job.fate.no_position:
            where = {"no_position": "配电室内没有卫星信号"}
        if not job.fate.offline:
            return await self._do(job, member, "arrive", where)
        await self.acting.pace.minutes(job.fate.offline)
        return await self._do(job, member, "arrive", where, at=arrived)

    async def _repair(self, job: Job, member: Staff) -> str:
        looks = job.fate.surveys
        for look in range(looks):
            await self.acting.pace.minutes(job.fate.repair * 0.2)
            state = await self._survey(job, member, again=look > 0)
            if state != "on_site":
                return state
            if job.fate.support and look == 0 and job.round == 1:
                await self._ask_support(job, member)
        await self.acting.pace.minutes(job.fate.repair * 0.6)
        data: dict[str, Any] = {"result_kind": "power"}
        if job.fate.own:
            data = {"result_kind": "guided"}
        if job.fate.paid:
            data = {"result_kind": "paid", "told_cost": True, "consent": job.customer.name, "fee": "60.00"}
        return await self._do(job, member, "restore", data)

    async def _survey(self, job: Job, member: Staff, again: bool) -> str:
        def found() -> dict[str, Any]:
            expected = self.acting.pace.now() + timedelta(minutes=max(90.0, job.fate.repair * 1.5))
            return {
                "verdict": "customer" if job.fate.own else CATEGORIES[job.fate.report][1],
                "cause": "表后线路老化短路" if job.fate.own else "低压熔断器烧损" if not again else "低压电缆接头烧损",
                "ownership": "customer" if job.fate.own else "utility",
                "affected": "一户" if CATEGORIES[job.fate.report][2] == "one" else "同台区多户",
                "expected_at": expected.isoformat(),
            }

        answer = await self.acting.act(member, job.number, "survey", found(), twice=job.twice(), expected={"invalid"})
        if answer.code == "invalid":  # the line was down for so long that the expected time has passed
            return await self._do(job, member, "survey", found())
        return await self.desk.state_after(job, answer.ok, answer.body)

    async def _ask_support(self, job: Job, member: Staff) -> None:
        departments = self.acting.population.departments(member)[:2]
        data = {"units": [each.unit_id for each in departments], "needed": "需要吊车和电缆，请派人协助"}
        answer = await self.acting.act(member, job.number, "support", data, twice=job.twice())
        if answer.ok:
            for handler in departments:
                self.acting.hands.begin(self._confirm(job, handler))

    async def _confirm(self, job: Job, handler: Staff) -> None:
        await self.acting.pace.minutes(12)
        order = await self.acting.read(handler, job.number)
        for task in order.get("support_tasks", []):
            if task["unit"]["id"] == handler.unit_id and task["confirmed_at"] is None:
                data = {"task": task["id"], "done": "人员和机具已到现场"}
                await self.acting.act(handler, job.number, "confirm_support", data, twice=job.twice())

    async def _reply(self, job: Job, member: Staff) -> str:
        await self.acting.pace.minutes(job.fate.reply)
        data = {
            "result": "抢修班到达现场，查明原因并处理完毕，已恢复供电，客户认可。",
            "opinion": OPINIONS[job.fate.satisfaction - 1],
            "in_charge": f"班组值班员{member.username}",
            "confirmation": "spoken",
            "phone_left": True,
        }
        if job.fate.paperwork:
            data["paperwork"] = "现场受理用电业务申请一份"
        state = await self._do(job, member, "reply", data)
        if state == "replied" and job.fate.paperwork and job.round == 1:
            self.acting.hands.begin(self._hand_over(job, member))
        return state

    async def _hand_over(self, job: Job, member: Staff) -> None:
        await self.acting.pace.minutes(200)
        await self._do(job, member, "hand_over_paperwork", {"receiver": "营销部业务受理班"})
