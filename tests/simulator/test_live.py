"""A whole city for some seconds: real pages, a real worker, real requests, and the books right at the end."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import httpx
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from simulator.population import Population
from simulator.run import CannotRun, Plan, run
from tests.loops import run_apart
from tests.waiting import until

ROOT = Path(__file__).resolve().parents[2]
SPEED = 60
PREMISES = 600


def evening() -> float:
    """The next six o'clock in the evening of the district, Unix seconds: the phone rings most then."""
    now = datetime.now(timezone(timedelta(hours=8)))
    at = now.replace(hour=18, minute=0, second=0, microsecond=0)
    return (at if at > now else at + timedelta(days=1)).timestamp()


@pytest.fixture
def city(transactional_db, tmp_path) -> Iterator[dict[str, str]]:
    """The environment of a running demo district, which lives fast and begins in the evening."""
    call_command("seed_demo", premises=PREMISES, no_year=True, verbosity=0)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url, wall = connection.settings_dict, time.time()
    broker = 1 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
    environment = os.environ | {
        "DATABASE_URL": f"postgres://{url['USER']}:{url['PASSWORD']}@{url['HOST']}:{url['PORT']}/{url['NAME']}",
        "REDIS_URL": f"{settings.REDIS_URL.rsplit('/', 1)[0]}/{broker}",
        "ZHANGDENG_ENV": "demo",
        "ZHANGDENG_SPEED": str(SPEED),
        "ZHANGDENG_EPOCH": f"{(wall * SPEED - evening()) / (SPEED - 1):.3f}",
        "SMS_FOLDER": str(tmp_path / "sms"),
        "WEB_PORT": str(port),
        "LOG_LEVEL": "INFO",
    }
    web = f"gunicorn config.wsgi:application -b 127.0.0.1:{port} -k gthread -w 2 --threads 4 --log-level warning"
    worker = f"celery --quiet -A config worker -B -s {tmp_path / 'beat'} -Q celery,clocks --concurrency 1 -l ERROR"
    processes = [
        subprocess.Popen([sys.executable, "-m", *command.split()], cwd=ROOT, env=environment)
        for command in (f"{web} --no-control-socket", worker)
    ]
    try:
        until(lambda: _answers(port), "the pages answer")
        yield environment
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(20)


def _answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


def test_a_stormy_evening_ends_with_right_books(city):
    command = [sys.executable, "manage.py", "simulate", "--speed", str(SPEED), "--storm", "--seconds", "12", "--json"]
    done = subprocess.run(command, cwd=ROOT, env=city, text=True, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert (told["books"], told["lost"], told["twice"], told["errors"]) == ("right", 0, 0, [])
    assert told["orders"] >= 3
    assert {"accept", "dispatch"} <= told["counts"].keys()
    assert "HTTP Request" not in done.stderr
    with pytest.raises(CannotRun, match=f"系统的速度是 {SPEED}，不是 1：请用同样的 --speed"):
        run_apart(go_at(f"http://127.0.0.1:{city['WEB_PORT']}", speed=1))


def test_a_system_that_is_not_there_is_said_in_a_sentence(monkeypatch):
    monkeypatch.setattr("simulator.wire.PATIENCE", 0)
    with pytest.raises(CannotRun, match="请先用 bin/run 启动系统"):
        run_apart(go_at("http://127.0.0.1:9", speed=1))


async def go_at(url: str, speed: float) -> None:
    await run(Plan(url, speed), Population((), (), ""), asyncio.Event(), lambda text: None)
