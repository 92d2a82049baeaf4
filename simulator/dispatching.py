"""The dispatchers: they receive or refuse, merge what is one fault, and send a crew."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

from simulator.acting import Acting
from simulator.desk import Desk
from simulator.jobs import BEFORE_RESTORED, Job
from simulator.population import Staff

ONE_FAULT = timedelta(minutes=90)  # reports from one line within this may be one fault
MERGED = {"one": 0.12, "several": 0.45, "area": 0.8}  # share of them that are seen to be, by 停电范围
NOBODY_FIT = 10.0  # minutes until a dispatcher asks again


class Dispatching:
    def __init__(self, acting: Acting, desk: Desk, seed: int, storm: bool) -> None:
        self.acting, self.desk, self.storm = acting, desk, storm
        self._random = Random(f"{seed}/dispatching")  # noqa: S311  a city, not a secret
        self._masters: dict[str, Job] = {}  # by line
        self.load: Counter[int] = Counter()  # orders each crew has before it

    async def take_up(self, job: Job) -> str:
        """A dispatched order: received, or, by mistake or rightly, sent back inside the window."""
        order = await self.acting.read(job.agent, job.number)
        if order.get("state") != "dispatched":
            return str(order.get("state", ""))
        manned = self.acting.population.at_desk(order["unit"]["id"])
        if not manned:
            self.acting.ledger.error(f"工单 {job.number} 派到了没有调度员的单位 {order['unit']['name']}")
            return ""
        job.dispatcher = self._random.choice(manned)
        if job.fate.refused and not job.refused:
            job.refused = True
            await self.acting.pace.minutes(min(job.fate.receive, 1.5))
            reason = {"codes": ["address_unclear"], "text": "地址描述不清，请核实后重新派单"}
            answer = await self.acting.act(job.dispatcher, job.number, "refuse", reason, twice=job.twice())
            if answer.ok:
                return str(answer.body["state"])
        await self.acting.pace.minutes(job.fate.receive)
        answer = await self.acting.act(
            job.dispatcher, job.number, "receive", twice=job.twice(), version=order["version"]
        )
        return await self.desk.state_after(job, answer.ok, answer.body)

    async def send(self, job: Job) -> str:
        """A received order: under its master where it is the same fault, else to a crew."""
        assert job.dispatcher is not None
        await self.acting.pace.minutes(job.fate.assign)
        if (master := self._master_for(job)) is not None:
            data = {"master": master.number, "reason": "同一线路同一故障点，现场已确认"}
            answer = await self.acting.act(
                job.dispatcher, job.number, "merge", data, twice=job.twice(), expected={"invalid"}
            )
            if answer.ok:
                return str(answer.body["state"])
        elif job.feeder:
            self._masters[job.feeder] = job
        return await self._assign(job, job.dispatcher)

    def _master_for(self, job: Job) -> Job | None:
        master = self._masters.get(job.feeder) if job.feeder else None
        if master is None or master is job or job.accepted_at - master.accepted_at > ONE_FAULT or job.round > 1:
            return None
        if self.acting.ledger.stands[master.number] not in BEFORE_RESTORED:
            return None
        share = MERGED[{"several": "several", "voltage": "several", "area": "area"}.get(job.fate.report, "one")]
        return master if self._random.random() < share * (1.2 if self.storm else 0.5) else None

    async def _assign(self, job: Job, dispatcher: Staff) -> str:
        while True:
            tried: set[int] = set()
            while (crew := await self._choose(job, dispatcher, tried)) is not None:
                tried.add(crew)
                data: dict[str, Any] = {"crew": crew}
                if job.fate.appointment:
                    data["appointment_at"] = (self.acting.pace.now() + timedelta(hours=2)).isoformat()
                answer = await self.acting.act(
                    dispatcher, job.number, "assign", data, twice=job.twice(), expected={"invalid"}
                )
                if answer.ok:
                    job.crew = crew
                    self.load[crew] += 1
                if answer.code != "invalid":
                    return await self.desk.state_after(job, answer.ok, answer.body)
            self.acting.ledger.count("没有能派的班组，稍后再派")
            await self.acting.pace.minutes(NOBODY_FIT)

    async def _choose(self, job: Job, dispatcher: Staff, tried: set[int]) -> int | None:
        """The fit crew with the least before it, of the address's own station where there is one."""
        async with self.acting.hands.finishing():
            answer = await self.acting.wire.get(dispatcher, "/api/v1/crews/")
        if not answer.ok:
            self.acting.ledger.error(f"{dispatcher.username} 查看班组：{answer}")
            return None
        places = {unit: members[0].path for unit, members in self.acting.population.crews().items()}
        fit = [row["id"] for row in answer.body["items"] if row["fit"] and row["id"] not in tried]
        near = [crew for crew in fit if f"/{job.station}/" in places.get(crew, "")] or fit
        return min(near, key=lambda crew: (self.load[crew], crew), default=None)
