"""Keeps one process alive for as long as the launcher lives, and not a moment longer.

Run as `python -m launch.keep [options] -- command…`. It starts the command in a process group of its own, notes it (see
launch/records.py), restarts it with growing pauses when it dies, and ends it when told to or when the launcher's lock
becomes free, which happens even when the launcher is killed with -9.

Why restart and not end everything, as honcho does by itself: deadlines are watched by the worker, and people are at
work in the pages. One part that fell over must not take the others along; one that never stood up at all (five times
dead within ten seconds) does end the run, because then a person has to look. What has stood once is started again for as
long as it takes: a broker that comes and goes ends the worker each time, and the run must outlive that.
"""

import argparse
import contextlib
import os
import pwd
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

from launch import locks, records

ATTEMPTS = 5
QUICK_SECONDS = 10.0
LONGEST_PAUSE_SECONDS = 8.0


class Keeper:
    """One command under guard; `run()` returns the exit code for the guard itself."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.stopping = False
        self.bell, self.ring = os.pipe()  # rung by signals and by the watching thread: waiting costs nothing
        os.set_blocking(self.ring, False)

    def run(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # only so that the bell rings
        signal.set_wakeup_fd(self.ring, warn_on_full_buffer=False)
        threading.Thread(target=self._watch_launcher, daemon=True).start()
        quick, stood = 0, False
        while True:
            began = time.monotonic()
            code = self._run_once()
            if self.stopping:
                return 0
            lived = time.monotonic() - began >= QUICK_SECONDS
            quick, stood = (1 if lived else quick + 1), stood or lived
            if not self.options.restart or (quick >= ATTEMPTS and not stood):
                return code or 1
            pause = min(2.0 ** (quick - 1), LONGEST_PAUSE_SECONDS)
            print(f"{self.options.name} 意外退出（{code}），{pause:g} 秒后重新启动", flush=True)
            self._sleep(pause, lambda: self.stopping)
            if self.stopping:
                return 0

    def _stop(self, *_: object) -> None:
        self.stopping = True

    def _watch_launcher(self) -> None:
        locks.wait_until_free(self.options.lock)
        self.stopping = True
        os.write(self.ring, b"!")

    def _sleep(self, seconds: float | None, enough: Callable[[], bool]) -> bool:
        """Wait until `enough()` holds or the seconds are over; None waits without end. Returns enough()."""
        until = None if seconds is None else time.monotonic() + seconds
        while not enough():
            left = None if until is None else until - time.monotonic()
            if left is not None and left <= 0:
                return False
            if select.select([self.bell], [], [], left)[0]:
                os.read(self.bell, 4096)
        return True

    def _run_once(self) -> int:
        note = self.options.records / f"{self.options.name}.json"
        with contextlib.ExitStack() as stack:
            output = stack.enter_context(self.options.log.open("ab")) if self.options.log else None
            child = subprocess.Popen(
                self.options.command,
                cwd=self.options.cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                **as_user(self.options.user),
            )
        try:
            with contextlib.suppress(psutil.NoSuchProcess):
                records.record(note, child.pid)
            self._sleep(None, lambda: self.stopping or child.poll() is not None)
            if child.poll() is None:
                child.send_signal(self.options.stop)
                self._sleep(self.options.grace, lambda: child.poll() is not None)
        finally:
            records.kill_group(child.pid)
            child.wait()
            note.unlink(missing_ok=True)
        return child.returncode


def as_user(name: str | None) -> dict[str, Any]:
    """Popen's arguments for running as that user; nothing when name is None."""
    if name is None:
        return {}
    entry = pwd.getpwnam(name)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def parse(arguments: list[str]) -> argparse.Namespace:
    """The guard's own arguments, then `--`, then the command."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--name", required=True)
    parser.add_argument("--records", type=Path, required=True)
    parser.add_argument("--lock", type=Path, required=True)
    parser.add_argument("--stop", type=lambda name: signal.Signals[f"SIG{name}"], default=signal.SIGTERM)
    parser.add_argument("--grace", type=float, default=4.0, help="seconds between asking and killing")
    parser.add_argument("--restart", action="store_true")
    parser.add_argument("--user")
    parser.add_argument("--cwd", type=Path)
    parser.add_argument("--log", type=Path)
    parser.add_argument("command", nargs="+")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(Keeper(parse(sys.argv[1:])).run())
