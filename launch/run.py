"""bin/run: from nothing to a system people can sign in to, and back to nothing."""

import argparse
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

from launch import clock, environment, health, home, ports, supervisor
from launch.home import Home
from launch.places import LOGS, ROOT, VAR
from launch.problem import DISK_FULL, Problem, mentions_full_disk
from launch.servers import servers
from launch.timings import Timings


def run(options: argparse.Namespace, timings: Timings) -> None:
    """Start everything and stay until told to end (or, with --check, until all is well). Raises Problem."""
    place = home.open_lasting()
    port = options.port or ports.free_port(options.host)
    ports.require_free(options.host, port)
    if options.reset:
        _reset(place, ask=not options.yes and sys.stdin.isatty())
    say("正在启动数据库和消息队列 …")
    with servers("run", timings, place) as found:
        events_port = ports.free_port(options.host, but=port)
        variables = environment.for_demo(found.environment(), options.host, port, events_port)
        with _district_clock(options.simulate) as pace:
            variables |= pace
            environment.publish(variables)
            try:
                accounts = _prepare(variables, timings)
                _supervise(place, variables, options, timings, accounts)
            finally:
                environment.withdraw()


def say(text: str) -> None:
    """Tell the person at the keyboard; stdout belongs to the one JSON line of --check."""
    with contextlib.suppress(OSError):
        print(text, file=sys.stderr, flush=True)


def _reset(place: Home, ask: bool) -> None:
    if os.environ.get("DATABASE_URL") or os.environ.get("REDIS_URL"):
        raise Problem("--reset 只清空本机的演示数据，不动外部数据库：请去掉 DATABASE_URL 和 REDIS_URL 再运行。")
    names = ["pg", "pg.password", "valkey", "valkey.password"]
    doomed = [place.data / name for name in names] + [VAR / "media", VAR / "sms", clock.FILE, *VAR.glob("beat*")]
    doomed = [path for path in doomed if path.exists()]
    question = "将清空本文件夹的全部演示数据（工单、附件、短信），输入“是”继续："
    if ask and input(question).strip() not in ("是", "y", "yes"):
        raise Problem("没有清空任何数据。")
    for path in doomed:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    say("已清空：" + ("、".join(str(path) for path in doomed) or "本来就没有数据"))


@contextlib.contextmanager
def _district_clock(speed: float | None) -> Iterator[dict[str, str]]:
    if speed is None:
        hours = clock.ahead() / 3600
        if hours > 1 / 60:
            say(f"注意：上次的模拟已走到 {hours:.1f} 小时之后；用 --simulate 接着走，或用 --reset 重新开始。")
        yield {}
        return
    try:
        yield clock.begin(speed)
    finally:
        clock.end()


def _prepare(variables: dict[str, str], timings: Timings) -> str:
    """Migrate and seed; returns the table of who can sign in."""
    say("正在更新数据库结构，首次运行时生成演示数据 …")
    log = LOGS / "prepare.log"
    command = [sys.executable, "-m", "launch.prepare", str(log)]
    with subprocess.Popen(
        command, cwd=ROOT, env=variables, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        try:
            output, _ = process.communicate()
        except BaseException:
            process.kill()
            raise
    try:
        answer: dict[str, Any] = json.loads(output.decode().strip().splitlines()[-1])
    except (ValueError, IndexError):
        raise Problem(f"准备数据库的进程意外退出（{process.returncode}）：请再运行一次。") from None
    if "error" in answer:
        raise Problem(DISK_FULL if mentions_full_disk(log) else f"{answer['error']}，详见 {log}")
    timings.seconds |= answer["seconds"]
    return str(answer["accounts"])


def _supervise(
    place: Home, variables: dict[str, str], options: argparse.Namespace, timings: Timings, accounts: str
) -> None:
    outcome: list[Problem] = []
    well = threading.Event()

    def watch() -> None:
        """In a thread beside honcho's loop, which needs the main one for its signals."""
        url = health.address(options.host, int(variables["WEB_PORT"]))
        try:
            with timings.step("web"):
                health.wait_until(lambda: health.pages_answer(url), "网页")
            with timings.step("events"):
                events_url = health.address(options.host, int(variables["EVENTS_PORT"]))
                health.wait_until(lambda: health.events_answer(events_url), "实时消息进程")
            with timings.step("worker"):
                health.wait_until(lambda: health.worker_answers(variables["REDIS_URL"]), "后台任务进程")
            with timings.step("beat"):
                health.wait_until(lambda: health.tasks_received(variables["REDIS_URL"]) > 0, "定时器")
        except Problem as problem:
            why = health.complaint(url)
            problem = Problem(f"{problem} /healthz：{why}" if why else str(problem))
            outcome.append(problem)
            say("" if options.check else f"✗ {problem}")
        else:
            timings.seconds["total"] = timings.total()
            well.set()
            say("" if options.check else _greeting(url, accounts, timings))
        if options.check:
            os.kill(os.getpid(), signal.SIGTERM)

    manager = supervisor.build(place, variables, sys.stderr, restart=not options.check, speed=options.simulate)
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    threading.Thread(target=watch, daemon=True).start()
    say("正在启动网页、实时消息、后台任务和定时器 …")
    try:
        manager.loop()
    finally:
        manager.end()
    if outcome:
        raise outcome[0]
    if options.check and not well.is_set() and manager.returncode in (130, 143):
        raise Problem("已中途停止。")
    if manager.returncode not in (130, 143):  # nobody asked for the end
        raise Problem("有一个进程没能启动，已全部结束：请看上面的输出。")
    say("全部进程已结束，数据已保留。")


def _greeting(url: str, accounts: str, timings: Timings) -> str:
    lines = ["", f"掌灯已启动（{timings.total():.1f} 秒）：{url}", "", accounts.rstrip(), ""]
    return "\n".join([*lines, "按 Ctrl+C 结束全部进程，数据会保留。"])
