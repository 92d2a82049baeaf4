"""Let the demo district live: customers call, agents type, crews drive; at the end the books are checked."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import time
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from repair.population import read_population
from simulator.population import Population
from simulator.run import CannotRun, Plan, Report, run
from workorders.books import check_books, count_steps, on_time

UNANNOUNCED = 5  # real seconds for which something due may wait for the workers


class Command(BaseCommand):
    help = "让演示地区运转起来：来电、受理、派单、抢修、回访都经由接口进行，结束时核对账目，有错则退出码为 1"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--speed", type=float, default=settings.SPEED, help="倍速，须与系统一致，默认取系统的")
        parser.add_argument("--storm", action="store_true", help="暴风雨：来电增至 4 倍，集中在少数线路")
        parser.add_argument("--minutes", type=float, help="运转多久（按地区的时间）；不填则直到 Ctrl+C")
        parser.add_argument("--seconds", type=float, help="运转多久（按真实时间）")
        parser.add_argument("--url", help="系统的地址，默认是本机的")
        parser.add_argument("--json", action="store_true", help="最后一行输出一个 JSON 对象")
        parser.add_argument("--seed", type=int, default=2026, help="随机种子：相同则来电和各人的行为相同")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("模拟只能在演示环境里运行")
        if options["speed"] <= 0:
            raise CommandError("--speed 须大于 0")
        logging.getLogger("httpx").setLevel(logging.WARNING)  # it would tell of every request
        population = read_population()
        if not population.staff or not population.customers:
            raise CommandError("没有演示地区：请先运行 manage.py seed_demo")
        plan = Plan(
            options["url"] or own_address(), options["speed"], options["storm"], options["seed"], length(options)
        )
        began = time.monotonic()
        try:
            report = asyncio.run(self._run(plan, population))
        except CannotRun as error:
            raise CommandError(str(error)) from error
        connections.close_all()  # the database may have been restarted since we read who lives here
        wrong = report.wrong + check_books(
            calls=report.ledger.calls,
            acts=report.ledger.acts,
            grace=timedelta(seconds=UNANNOUNCED * plan.speed),
            files=settings.SMS_GATEWAY.endswith("FolderGateway"),
        )
        self._tell(report, wrong, time.monotonic() - began)
        if options["json"]:
            self._say(json.dumps(figures(report, wrong), ensure_ascii=False))
        if wrong or report.ledger.errors:
            raise SystemExit(1)

    async def _run(self, plan: Plan, population: Population) -> Report:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGINT, stop.set)  # Ctrl+C ends the day in order; SIGTERM ends at once
        return await run(plan, population, stop, self._say)

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def _tell(self, report: Report, wrong: list[str], seconds: float) -> None:
        ledger = report.ledger
        self._say(f"\n用时 {seconds:.0f} 秒，工单 {len(ledger.stands)} 张，操作 {len(ledger.acts)} 次")
        self._say("、".join(f"{what} {times}" for what, times in sorted(ledger.counts.items())))
        self._say("按时率：")
        for rate in on_time(report.began):
            share = "—" if rate.share is None else f"{rate.share:.1%}"
            self._say(f"  {rate.label}  {share}（{rate.kept}/{rate.ended}）")
        for error in ledger.errors:
            self._say(f"意外：{error}")
        for fault in wrong:
            self._say(f"账目有误：{fault}")
        self._say("账目有误。" if wrong else "账目无误。")


def figures(report: Report, wrong: list[str]) -> dict[str, Any]:
    """The run for programs. ``lost`` and ``twice`` count what the books say of each."""
    return {
        "books": wrong or "right",
        "lost": sum(fault.startswith("丢失") for fault in wrong),
        "twice": sum(fault.startswith("重复") for fault in wrong),
        "errors": report.ledger.errors,
        "orders": len(report.ledger.stands),
        "acts": len(report.ledger.acts),
        "steps": count_steps(report.began),
        "counts": dict(report.ledger.counts),
        "on_time": {rate.label: rate.share for rate in on_time(report.began)},
    }


def own_address() -> str:
    """Where the pages of this machine's system answer."""
    host = os.environ.get("WEB_HOST", "")
    return f"http://{'127.0.0.1' if host in ('', '0.0.0.0', '[::]') else host}:{os.environ.get('WEB_PORT', '8000')}"  # noqa: S104


def length(options: dict[str, Any]) -> timedelta | None:
    """How long the run is to be by the district's time; None: without end."""
    if options["minutes"] is not None:
        return timedelta(minutes=options["minutes"])
    if options["seconds"] is not None:
        return timedelta(seconds=options["seconds"] * options["speed"])
    return None
