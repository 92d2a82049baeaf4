"""A server under guard of launch/keep.py: started, asked whether it is ready, stopped, killed."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from launch.home import Home
from launch.places import ROOT
from launch.problem import DISK_FULL, Problem, last_line, mentions_full_disk

LONGEST_LOG_BYTES = 20_000_000


def guard_command(home: Home, name: str, *options: str) -> list[str]:
    """The command line that keeps a process; append `--` and the command."""
    fixed = ["--name", name, "--records", str(home.records), "--lock", str(home.lock)]
    return [sys.executable, "-m", "launch.keep", *fixed, *options]


class Guarded:
    """One server process. `restart` says whether its guard starts it again when it dies by itself."""

    def __init__(self, name: str, home: Home, folder: Path, stop_signal: str, restart: bool) -> None:
        self.name = name
        self.home = home
        self.folder = folder
        self.log = folder / f"{name}.log"
        self.stop_signal = stop_signal
        self.restart = restart
        self.process: subprocess.Popen[bytes] | None = None

    def launch(self, command: list[str], ready: Callable[[], bool], seconds: float = 60.0) -> None:
        """Start the command and return when `ready()` says so. Raises Problem with the log's last line when it dies."""
        if self.log.exists() and self.log.stat().st_size > LONGEST_LOG_BYTES:
            self.log.unlink()
        options = ["--stop", self.stop_signal, "--grace", "15", "--cwd", str(self.folder), "--log", str(self.log)]
        options += ["--restart"] if self.restart else []
        options += ["--user", self.home.user] if self.home.user else []
        self.process = subprocess.Popen(
            [*guard_command(self.home, self.name, *options), "--", *command],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            start_new_session=True,
        )
        until = time.monotonic() + seconds
        while not ready():
            if self.process.poll() is not None or time.monotonic() > until:
                self.stop()
                if mentions_full_disk(self.log):
                    raise Problem(DISK_FULL)
                raise Problem(f"{self.name} 没有启动成功：{last_line(self.log)}（详见 {self.log}）")
            time.sleep(0.03)

    def stop(self) -> None:
        """Ask the server to end, kill it when it does not, and return when it is gone."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()
        self.process.wait()
        self.process = None

    def pid(self) -> int:
        """The process id of the server itself (not of its guard)."""
        return int(json.loads((self.home.records / f"{self.name}.json").read_text())["pid"])

    def kill9(self) -> None:
        """Kill the server as a crash would (SIGKILL), and return when it is gone."""
        os.kill(self.pid(), signal.SIGKILL)
        if self.process is not None and not self.restart:
            self.process.wait()
            self.process = None
