"""faults: the district lives while a worker, the broker and the database are killed again and again; are the books right?"""

import argparse
import json
import os
import random
import signal
import subprocess
import threading
import time
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from typing import Any

import django

from bench.fleet import Fleet, fleet
from bench.report import say, surroundings
from launch.stopping import listen

SHANGHAI = timezone(timedelta(hours=8))
BEGINS = 9  # o'clock in the district: people call, crews drive, and call-backs may be made
QUIET = 3.0  # seconds at the beginning and the end without a kill: something must be going on to be hit
VICTIMS = ("worker", "broker", "database")


def parse(arguments: list[str]) -> argparse.Namespace:
    """The options after the name."""
    parser = argparse.ArgumentParser(prog="bin/bench faults", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="模拟多久（真实时间）")
    parser.add_argument("--speed", type=float, default=120)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--premises", type=int, default=2000)
    parser.add_argument("--calm", action="store_true", help="平常的来电量，而不是暴风雨的")
    parser.add_argument("--seed", type=int, help="何时杀死谁：相同则相同，默认每次不同")
    return parser.parse_args(arguments)


def run(arguments: list[str]) -> dict[str, Any]:
    """Lives through it and returns the figures; ``ok`` when nothing was lost, nothing came twice, the books are right."""
    options = parse(arguments)
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(10**6)
    listen()
    morning = datetime.now(SHANGHAI).replace(hour=BEGINS, minute=0, second=0, microsecond=0)
    with fleet(options.speed, morning.timestamp()) as system:
        say(f"准备：{options.premises} 处用电地址，{options.speed:g} 倍速，种子 {seed}")
        for command in (["migrate", "--noinput", "-v0"], ["seed_demo", "--premises", str(options.premises)]):
            if (process := system.manage(*command)).wait():
                raise RuntimeError(f"{command[0]} 失败（{process.returncode}）")
        with system.processes():
            began = time.monotonic()
            told, killed = _live(system, options, random.Random(seed))
            seconds = time.monotonic() - began
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
            django.setup()
            figures = _figures(told, killed, options, seed) | {"seconds": round(seconds, 1)} | surroundings()
        for name in () if figures["ok"] else ("web", "worker", "beat"):
            say(f"{name} 最后的输出：\n{system.log_tail(name)}")
    return figures


def _live(system: Fleet, options: argparse.Namespace, chance: random.Random) -> tuple[dict[str, Any], Counter[str]]:
    """The simulator's own report, and how often each victim was killed."""
    weather = [] if options.calm else ["--storm"]
    command = ["simulate", "--speed", f"{options.speed:g}", "--seconds", f"{options.seconds:g}", "--json", *weather]
    process = system.manage(*command)
    lines: list[str] = []
    begun = threading.Event()
    reading = threading.Thread(target=_read, args=(process, lines, begun))
    reading.start()
    try:
        begun.wait()
        killed = _kill(system, options, chance)
        process.wait()
    finally:
        if process.poll() is None:
            process.kill()
        reading.join()
    try:
        return json.loads(lines[-1]), killed
    except (ValueError, IndexError):
        return {"books": [f"simulate 没有给出结果（{process.returncode}）"]}, killed


def _read(process: "subprocess.Popen[str]", lines: list[str], begun: threading.Event) -> None:
    """Pass on what the simulator says; ``begun`` with its first line, when the city comes to life, or at its end."""
    assert process.stdout is not None
    for line in process.stdout:
        lines.append(line.strip())
        begun.set()
        if not line.startswith("{"):
            say(line.rstrip())
    begun.set()


def _kill(system: Fleet, options: argparse.Namespace, chance: random.Random) -> Counter[str]:
    """Kill at random moments, each victim about as often, and start the servers again at once."""
    began = time.monotonic()
    moments = sorted(chance.uniform(QUIET, max(QUIET, options.seconds - QUIET)) for _ in range(options.kills))
    victims = [VICTIMS[number % len(VICTIMS)] for number in range(options.kills)]
    chance.shuffle(victims)
    killed: Counter[str] = Counter()
    for moment, victim in zip(moments, victims, strict=True):
        time.sleep(max(0.0, began + moment - time.monotonic()))
        hit = time.monotonic()
        match victim:
            case "worker":
                _kill_worker(system, chance)
            case "broker":
                system.valkey.kill9()
                system.valkey.start()
            case _:
                system.pg.kill9()
                system.pg.start()
        killed[victim] += 1
        say(f"{hit - began:5.1f} 秒：kill -9 {victim}，{time.monotonic() - hit:.1f} 秒后重新启动")
    return killed


def _kill_worker(system: Fleet, chance: random.Random) -> None:
    """The whole worker, or one of the processes that do its work; its guard and itself put it right."""
    until = time.monotonic() + 20
    while not (found := system.workers()) and time.monotonic() < until:
        time.sleep(0.05)
    with suppress(ProcessLookupError, IndexError):
        os.kill(found[0] if chance.random() < 0.7 else chance.choice(found), signal.SIGKILL)


def _figures(told: dict[str, Any], killed: Counter[str], options: argparse.Namespace, seed: int) -> dict[str, Any]:
    books = told.get("books", ["simulate 没有核对账目"])
    lost, twice = told.get("lost", -1), told.get("twice", -1)
    ok = books == "right" and lost == 0 and twice == 0 and not told.get("errors") and killed.total() == options.kills
    say(f"丢失 {lost}，重复 {twice}，账目{'无误' if books == 'right' else '有误'}；杀死 {dict(killed)}")
    return {
        "ok": ok,
        "lost": lost,
        "twice": twice,
        "books": books,
        "errors": told.get("errors", []),
        "orders": told.get("orders", 0),
        "steps": told.get("steps", 0),
        "acts": told.get("acts", 0),
        "kills": killed.total(),
        "killed": dict(killed),
        "on_time": told.get("on_time", {}),
        "speed": options.speed,
        "storm": not options.calm,
        "simulated_seconds": options.seconds,
        "premises": options.premises,
        "seed": seed,
    }
