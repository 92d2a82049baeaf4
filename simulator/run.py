"""One run: from the first look at the server's clock to the last hand that has finished."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx

from simulator.acting import Acting
from simulator.audit import audit
from simulator.city import City, Weather
from simulator.hands import Hands
from simulator.ledger import Ledger
from simulator.pace import Pace
from simulator.population import Population
from simulator.wire import Unreachable, Wire

PATIENCE = 180.0  # real seconds for what has begun to be finished
SETTLING = 30  # real seconds for the workers to catch up
A_MOMENT = 20  # messages that a running city always has in the outbox
NEWS = 30.0  # real seconds between two lines of news


class CannotRun(Exception):
    """Why the run could not begin, in a sentence."""


@dataclass(frozen=True)
class Plan:
    """``length``: of the district's time; None: until told to stop."""

    url: str
    speed: float
    storm: bool = False
    seed: int = 2026
    length: timedelta | None = None


@dataclass
class Report:
    """``wrong``: what a stranger can see to be wrong. ``began``: the district's time of the first look."""

    ledger: Ledger
    began: datetime
    wrong: list[str] = field(default_factory=list)


async def run(plan: Plan, population: Population, stop: asyncio.Event, say: Callable[[str], None]) -> Report:
    """Live for ``plan.length`` or until ``stop``. Raises ``CannotRun``."""
    ledger = Ledger()
    limits = httpx.Limits(max_connections=64, max_keepalive_connections=32)
    async with httpx.AsyncClient(base_url=plan.url, timeout=15, limits=limits, trust_env=False) as client:
        wire = Wire(client, population.password, ledger)
        pace = await _set_watch(wire, plan)
        report = Report(ledger, pace.now())
        hands = Hands()
        acting = Acting(wire, pace, ledger, hands, population, f"sim-{secrets.token_hex(4)}")
        city = City(acting, Weather(plan.seed, plan.storm))
        await city.open()
        say(f"城市开始运转：{pace.now():%m-%d %H:%M}（UTC），{plan.speed:g} 倍速{'，暴风雨' if plan.storm else ''}")
        hands.begin(city.ring())
        hands.begin(_news(acting, say))
        await _until_the_end(pace, plan.length, stop)
        say("停止来电，等手头的事做完 …")
        finished = await hands.rest(PATIENCE)
        report.wrong = [] if finished else [f"等了 {PATIENCE:g} 秒，手头的事还没有做完"]
        for error in hands.failed:
            ledger.error(f"{type(error).__name__}：{error}")
        await _settle(wire, plan.speed)
        try:
            report.wrong += await audit(wire, population.of("lead")[0], ledger, report.began)
        except Unreachable as error:
            report.wrong.append(str(error))
        return report


async def _set_watch(wire: Wire, plan: Plan) -> Pace:
    try:
        health = await wire.health()
    except Unreachable as error:
        raise CannotRun(f"连不上 {plan.url}，请先用 bin/run 启动系统（{error}）") from error
    if "speed" not in health or "now" not in health:
        raise CannotRun(f"{plan.url} 不是掌灯系统，或者版本不对：/healthz 没有给出时间")
    if float(health["speed"]) != plan.speed:
        raise CannotRun(
            f"系统的速度是 {float(health['speed']):g}，不是 {plan.speed:g}：请用同样的 --speed，或以"
            f" bin/run --simulate {plan.speed:g} 重新启动系统"
        )
    return Pace(plan.speed, datetime.fromisoformat(str(health["now"])))


async def _settle(wire: Wire, speed: float) -> None:
    """Give the workers a moment for what came due in the last one."""
    for _ in range(SETTLING):
        health = await wire.health()
        late = float(health.get("oldest_unfired_seconds", 0)) / speed
        if health.get("ok") and late < 1 and health.get("pending_messages", 0) <= A_MOMENT:
            return
        await asyncio.sleep(1)


async def _until_the_end(pace: Pace, length: timedelta | None, stop: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(stop.wait(), None if length is None else pace.real(length))
    except TimeoutError:
        return


async def _news(acting: Acting, say: Callable[[str], None]) -> None:
    while True:
        await asyncio.sleep(NEWS)
        counts = acting.ledger.counts
        say(
            f"{acting.pace.now():%m-%d %H:%M}（UTC） 受理 {counts['accept']}，派单 {counts['dispatch']}，"
            f"到达 {counts['arrive']}，回单 {counts['reply']}，回访 {counts['call_back']}，意外 {counts['意外']}"
        )
