"""Each day begins with duty and checks: a crew that does neither is sent nowhere."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from simulator.acting import Acting
from simulator.population import Staff
from simulator.rates import SHANGHAI

FORGETFUL = 0.08  # of the crews do not check on a day
MISSING = 0.1  # of the checks find something wanting


class Mornings:
    def __init__(self, acting: Acting, seed: int) -> None:
        self.acting, self.seed = acting, seed

    async def keep(self) -> None:
        """Begin every day that comes. The day that runs now was begun by ``begin``."""
        while True:
            now = self.acting.pace.now().astimezone(SHANGHAI)
            midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=5, microsecond=0)
            await self.acting.pace.until(midnight)
            await self.begin()

    async def begin(self) -> None:
        """Whoever is needed comes on duty, and the crews check their vehicles and tools."""
        today = self.acting.pace.now().astimezone(SHANGHAI).date()
        ready = await self._ready()
        for unit, members in self.acting.population.crews().items():
            random = Random(f"{self.seed}/{today}/{unit}")  # noqa: S311  a city, not a secret
            if unit not in ready and random.random() >= FORGETFUL:
                await self._begin(members, random)

    async def _ready(self) -> set[int]:
        """The crews that could be sent already."""
        lead = self.acting.population.of("lead")[0]
        async with self.acting.hands.finishing():
            answer = await self.acting.wire.get(lead, "/api/v1/crews/")
        if not answer.ok:
            self.acting.ledger.error(f"{lead.username} 查看班组：{answer}")
        return {row["id"] for row in answer.body.get("items", []) if row["fit"]}

    async def _begin(self, members: list[Staff], random: Random) -> None:
        on_duty = False
        for member in members[:2]:
            # Whose certificate has lapsed is turned away, and that is right (B5.5).
            on_duty |= await self._post(member, "on", {}, turned_away=True)
        if on_duty:
            wanting = random.random() < MISSING
            check: dict[str, object] = (
                {"missing": ["materials"], "remark": "熔断器备件不足，已申领"} if wanting else {"missing": []}
            )
            await self._post(members[0], "check", check)

    async def _post(self, member: Staff, what: str, body: dict[str, object], turned_away: bool = False) -> bool:
        async with self.acting.hands.finishing():
            answer = await self.acting.wire.post(member, f"/api/v1/duty/{what}/", body)
        if not answer.ok and not (turned_away and answer.code == "invalid"):
            self.acting.ledger.error(f"{member.username} duty/{what}：{answer}")
        return answer.ok
