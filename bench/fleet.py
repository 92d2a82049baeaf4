"""The whole system on servers of its own, with handles by which its parts can be killed as a crash would."""

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import psutil
from honcho.environ import parse_procfile

from launch import environment, health
from launch.guarded import guard_command
from launch.places import ROOT, make_private
from launch.ports import free_port
from launch.servers import Servers, servers


class Fleet:
    """``variables`` is the environment of its processes; ``home`` their folder, gone at the end."""

    def __init__(self, found: Servers, variables: Mapping[str, str]) -> None:
        assert found.pg is not None and found.valkey is not None
        self.pg, self.valkey, self.home = found.pg, found.valkey, found.home
        self.variables = dict(variables)
        self.logs = make_private(found.home.data / "logs")

    def manage(self, *arguments: str) -> "subprocess.Popen[str]":
        """A management command in this system; its output is to be read from ``stdout``."""
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        return subprocess.Popen(
            command, cwd=ROOT, env=self.variables, text=True, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL
        )

    @contextlib.contextmanager
    def processes(self) -> Iterator[None]:
        """The lines of Procfile, each restarted at once whenever it dies; the block begins when all are at work."""
        with contextlib.ExitStack() as stack:
            for name, command in parse_procfile((ROOT / "Procfile").read_text()).processes.items():
                stack.callback(Kept(self, name, command).end)
            url = health.address("127.0.0.1", int(self.variables["WEB_PORT"]))
            health.wait_until(lambda: health.pages_answer(url), "网页")
            health.wait_until(lambda: health.tasks_received(self.variables["REDIS_URL"]) > 0, "后台任务进程")
            yield

    def workers(self) -> list[int]:
        """The worker's processes, the leading one first; none while it is being restarted."""
        with contextlib.suppress(OSError, ValueError, KeyError, psutil.Error):
            note = json.loads((self.home.records / "worker.json").read_text())
            leader = psutil.Process(int(note["pid"]))
            return [leader.pid, *(child.pid for child in leader.children(recursive=True))]
        return []

    def log_tail(self, name: str, lines: int = 8) -> str:
        """The end of what the process wrote, long lines cut."""
        path: Path = self.logs / name
        return (
            "\n".join(line[:300] for line in path.read_text(errors="replace").splitlines()[-lines:])
            if path.exists()
            else ""
        )


class Kept:
    """A process that comes back however often it is killed. bin/run gives up after five deaths within ten seconds
    each, because then a person has to look; here we are who kills."""

    def __init__(self, system: Fleet, name: str, command: str) -> None:
        self._guard = [*guard_command(system.home, name, "--log", str(system.logs / name)), "--"]
        self._guard += ["sh", "-c", f"exec {command}"]
        self._variables = system.variables
        self._ending = False
        self._process = self._begin()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _begin(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            self._guard,
            cwd=ROOT,
            env=self._variables,
            stdout=sys.stderr,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _watch(self) -> None:
        while True:
            self._process.wait()
            if self._ending:
                return
            self._process = self._begin()

    def end(self) -> None:
        """End it and return when it is gone."""
        self._ending = True
        while self._thread.is_alive():  # it may have been started again this moment
            self._process.terminate()
            self._thread.join(1)


@contextlib.contextmanager
def fleet(speed: float, district_time: float) -> Iterator[Fleet]:
    """Servers and the environment for a district that begins at ``district_time`` (Unix seconds) now."""
    with servers("bench") as found:
        wall = time.time()
        # The district's time is epoch + (wall - epoch) * speed.
        epoch = wall if speed == 1 else (wall * speed - district_time) / (speed - 1)
        variables = environment.for_tests(found.environment(), found.home.data) | {
            "ZHANGDENG_ENV": "demo",
            "ZHANGDENG_SPEED": f"{speed:g}",
            "ZHANGDENG_EPOCH": f"{epoch:.3f}",
            "WEB_HOST": "127.0.0.1",
            "WEB_PORT": str(free_port()),
            "EVENTS_HOST": "127.0.0.1",
            "EVENTS_PORT": str(free_port()),
            "BEAT_FILE": str(found.home.data / "beat"),
            "LOG_LEVEL": "ERROR",
            "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
        }
        os.environ.update(variables)
        yield Fleet(found, variables)
