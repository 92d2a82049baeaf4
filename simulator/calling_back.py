"""The agents call back, by the list of what is due, as often as it takes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from simulator.acting import Acting
from simulator.cases import Case
from simulator.jobs import Job
from simulator.population import Staff
from simulator.telephone import Telephone

LOOK = 4.0  # minutes between two looks at the list
SHORTEST_LOOK = 0.7  # real seconds
ATTEMPTS = 3
BACK = frozenset({"received", "handling"})  # where a fault report, where a case stands when it came back


class CallingBack:
    """``jobs``: the orders that are ours, by number. ``returned`` lives on with an order that came back."""

    def __init__(
        self,
        acting: Acting,
        telephone: Telephone,
        jobs: dict[str, Job | Case],
        returned: Callable[[Job | Case, str], Awaitable[None]],
    ) -> None:
        self.acting, self.telephone, self.jobs, self.returned = acting, telephone, jobs, returned
        self._calling: set[str] = set()

    async def watch(self, agent: Staff) -> None:
        """Look at the list again and again; what is due is taken up by whoever is free."""
        while True:
            await self.acting.pace.minutes(max(LOOK, SHORTEST_LOOK * self.acting.pace.speed / 60))
            for number in await self._due(agent):
                if number in self.jobs and number not in self._calling:
                    self._calling.add(number)
                    self.acting.hands.begin(self._call(self.jobs[number]))

    async def _due(self, agent: Staff) -> list[str]:
        found: list[str] = []
        after = ""
        while True:
            async with self.acting.hands.finishing():
                answer = await self.acting.wire.get(agent, "/api/v1/callbacks/", **({"after": after} if after else {}))
            if not answer.ok:
                self.acting.ledger.error(f"{agent.username} 待回访列表：{answer}")
                return found
            found += [row["order"]["number"] for row in answer.body["due"]]
            after = answer.body["after"]
            if not after:
                return found

    async def _call(self, job: Job | Case) -> None:
        try:
            async with self.telephone.free_agent() as agent:
                await self.acting.pace.minutes(1 + job.fate.talk)
                who = job.agent if isinstance(job, Case) and job.secret else agent  # nobody else may know
                state = await self._attempt(who, job)
        finally:
            self._calling.discard(job.number)
        if state in BACK:
            job.round += 1
            self.acting.ledger.count("回访退回")
            await self.returned(job, state)

    async def _attempt(self, agent: Staff, job: Job | Case) -> str:
        outcome = job.fate.attempts[min(job.attempts, len(job.fate.attempts) - 1)]
        answer = await self.acting.act(agent, job.number, "call_back", self._said(job, outcome), twice=job.twice())
        if not answer.ok:
            return ""
        job.attempts = 0 if outcome == "reached" else job.attempts + 1
        if job.attempts == ATTEMPTS:
            async with self.acting.hands.finishing():
                answer = await self.acting.act(agent, job.number, "give_up", twice=job.twice())
        return str(answer.body.get("state", ""))

    def _said(self, job: Job | Case, outcome: str) -> dict[str, Any]:
        if outcome != "reached":
            return {"outcome": outcome}
        return job.heard() if isinstance(job, Case) else self._heard(job, outcome)

    def _heard(self, job: Job, outcome: str) -> dict[str, Any]:
        satisfaction = job.fate.satisfaction
        good = satisfaction <= 2
        data: dict[str, Any] = {
            "outcome": outcome,
            "workmanship": "good" if good else "fair",
            "service": "good" if good else "fair",
            "arrival": "yes" if good else "no",
            "restoration": "yes" if good else "no",
            "satisfaction": satisfaction,
            "solved": "yes",
        }
        if satisfaction >= 4:
            data["dissatisfied"] = ["arrival", "speed"]
        if job.fate.unsolved and job.round == 1:
            data |= {"solved": "no", "fault": "utility", "return_codes": ["not_restored"], "words": "家里还是没有电。"}
        return data
