"""The telephone system: rings, answers and hang-ups, told as they happen by its own account, some of them twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from simulator.acting import Acting
from simulator.fate import Fate
from simulator.population import Staff
from simulator.wire import Answer

RING = 3  # seconds from one ring to the next
EVENTS = "/api/v1/calls/events/"


class Telephone:
    """The lines of the hotline and the agents who are free. ``platform``: the account of the telephone system."""

    def __init__(self, acting: Acting, platform: Staff, agents: list[Staff]) -> None:
        self.acting, self.platform = acting, platform
        self._free: asyncio.Queue[Staff] = asyncio.Queue()
        for agent in agents:
            self._free.put_nowait(agent)

    async def tell(self, who: Staff, call_id: str, event: str, *, twice: bool = False, **more: str | int) -> Answer:
        """One event, now."""
        body = {"call_id": call_id, "event": event, "at": self.acting.pace.now().isoformat(), **more}
        for _ in range(1 + twice):
            answer = await self.acting.wire.post(who, EVENTS, body)
        if not answer.ok:
            self.acting.ledger.error(f"话务事件 {event} {call_id}：{answer}")
        return answer

    @asynccontextmanager
    async def free_agent(self) -> AsyncIterator[Staff]:
        """An agent for as long as it takes."""
        agent = await self._free.get()
        try:
            yield agent
        finally:
            self._free.put_nowait(agent)

    @asynccontextmanager
    async def conversation(self, call_id: str, caller: str, fate: Fate) -> AsyncIterator[Staff | None]:
        """``caller`` rings and an agent answers; nobody, when all are busy for longer than patience lasts.

        The call is hung up at the end; what it came to is for the agent to say."""
        pace = self.acting.pace
        await self.tell(self.platform, call_id, "ring", caller=caller, rings=1, twice=fate.twice(0))
        try:
            agent = await asyncio.wait_for(self._free.get(), pace.real_minutes(fate.patience))
        except TimeoutError:
            await self.tell(self.platform, call_id, "hang_up")
            self.acting.ledger.count("来电 未接通")
            yield None
            return
        try:
            await pace.minutes(fate.answered)
            rings = 1 + int(fate.answered * 60 / RING)
            await self.tell(self.platform, call_id, "answer", agent=agent.username, rings=rings, twice=fate.twice(1))
            yield agent
        finally:
            self._free.put_nowait(agent)

    async def end(self, agent: Staff, call_id: str, disposal: str) -> None:
        """Hang up; the agent says what became of the call."""
        await self.tell(self.platform, call_id, "hang_up")
        await self.tell(agent, call_id, "dispose", disposal=disposal)
        self.acting.ledger.count(f"来电 {disposal}")
