"""Doing things to orders as somebody: with a key, twice when the network is bad, with a reason when it is late."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from simulator.hands import Hands
from simulator.ledger import Ledger
from simulator.pace import Pace
from simulator.population import Population, Staff
from simulator.wire import Answer, Wire

ORDERS = "/api/v1/orders/"
# What the world may answer at any time without anybody being at fault: somebody was faster, or it is too early.
USUAL = frozenset({"wrong_state", "stale", "too_early"})
LATE = {"late_cause": "utility", "late_text": "同时段报修较多，人员调配不及"}


@dataclass
class Acting:
    """What everybody needs to act: the line, the time, the book of what was done."""

    wire: Wire
    pace: Pace
    ledger: Ledger
    hands: Hands
    population: Population
    name: str  # of this run: its keys and calls are nobody else's

    def __post_init__(self) -> None:
        self._serial = itertools.count(1)

    async def accept(
        self, agent: Staff, data: Mapping[str, Any], *, kind: str = "repair", twice: bool = False
    ) -> Answer:
        """Make an order."""
        return await self._do(agent, f"{ORDERS}{kind}/", "accept", data, twice, frozenset())

    async def act(
        self,
        who: Staff,
        number: str,
        verb: str,
        data: Mapping[str, Any] | None = None,
        *,
        at: datetime | None = None,
        twice: bool = False,
        version: int = 0,
        expected: Collection[str] = (),
        paper: bytes = b"",
    ) -> Answer:
        """Do ``verb``. ``at``: it happened earlier. ``expected``: refusals the caller knows what to do about. ``paper``: a
        PDF that goes along."""
        body = dict(data or {})
        if at is not None:
            body["occurred_at"] = at.isoformat()
        path = f"{ORDERS}{number}/{verb}/"
        return await self._do(who, path, verb, body, twice, {*USUAL, *expected}, version, paper)

    async def read(self, who: Staff, number: str) -> dict[str, Any]:
        """The order as ``who`` sees it; empty when it is refused, which is noted."""
        async with self.hands.finishing():
            answer = await self.wire.get(who, f"{ORDERS}{number}/")
        if not answer.ok:
            self.ledger.error(f"{who.username} 读取工单 {number}：{answer}")
            return {}
        self.ledger.stood(number, answer.body["state"], answer.body["version"])
        return answer.body

    async def _do(
        self,
        who: Staff,
        path: str,
        verb: str,
        data: Mapping[str, Any],
        twice: bool,
        expected: Collection[str],
        version: int = 0,
        paper: bytes = b"",
    ) -> Answer:
        async with self.hands.finishing():
            key = f"{self.name}-{next(self._serial)}"
            answer = await self._send(who, path, data, key, version, twice, paper)
            if answer.code == "stale":
                self.ledger.count("版本冲突后重提")
                answer = await self._send(who, path, data, key, 0, twice, paper)
            if answer.status == HTTPStatus.UNPROCESSABLE_ENTITY and answer.detail.get("late"):
                self.ledger.count("超时说明")
                answer = await self._send(who, path, {**data, **LATE}, key, 0, twice, paper)
            if answer.ok:
                self.ledger.count(verb)
                self.ledger.acts.append((who.username, key))
                self.ledger.stood(answer.body["number"], answer.body["state"], answer.body["version"])
            elif answer.code in expected:
                self.ledger.count(f"被拒 {verb} {answer.code}")
            else:
                self.ledger.error(f"{who.username} {verb}：{answer}")
            return answer

    async def _send(
        self, who: Staff, path: str, data: Mapping[str, Any], key: str, version: int, twice: bool, paper: bytes
    ) -> Answer:
        """Once, or twice at the same moment: then both must have the same outcome, and one act be done at most."""
        if not twice:
            return await self.wire.post(who, path, data, key=key, version=version, paper=paper)
        first, second = await asyncio.gather(
            *(self.wire.post(who, path, data, key=key, version=version, paper=paper) for _ in range(2))
        )
        self.ledger.count("重复发送")
        if not first.ok or not second.ok:
            # A refused request leaves no key behind, so the second is judged for itself.
            return first if first.ok else second
        if first.body["number"] != second.body["number"] or not (first.replayed or second.replayed):
            self.ledger.error(f"{who.username} {path} 用同一个幂等键做了两次（{key}）")
        return first
