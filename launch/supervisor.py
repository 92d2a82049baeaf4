"""Web, events, worker and timer together: the lines of Procfile under honcho, each kept alive by launch/keep.py."""

import os
import shlex
import signal
import sys
import threading
import time
from collections.abc import Mapping
from multiprocessing import Queue
from typing import Any, TextIO

from honcho import manager as honcho
from honcho.environ import parse_procfile
from honcho.printer import Message, Printer
from honcho.process import Process

from launch.guarded import guard_command
from launch.home import Home
from launch.places import ROOT

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# honcho kills after this many seconds; the guards have given up by then (4 s), so nobody is orphaned.
honcho.KILL_WAIT = 8


class _Process(Process):
    """honcho's helper process, which must outlive every signal that a terminal sends to all: it reports the end. A launcher
    that was killed reads no reports: the rest of them, when it is more than a pipe holds, would keep the helper for ever."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._launcher = os.getpid()

    def run(self, events: "Queue[Message] | None" = None, ignore_signals: bool = False) -> None:
        for number in STOPPING:
            signal.signal(number, signal.SIG_IGN)
        super().run(events, ignore_signals)
        # While what it said last is still being read.
        threading.Thread(target=self._leave_with_launcher, daemon=True).start()

    def _leave_with_launcher(self) -> None:
        while os.getppid() == self._launcher:
            time.sleep(0.5)
        os._exit(0)


class _Printer(Printer):
    """A terminal that is gone is no reason to die half way."""

    def write(self, message: Message) -> None:
        try:
            super().write(message)
        except OSError:
            self.output = sys.stderr = sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115


class Supervisor(honcho.Manager):
    """honcho's Manager, which says less and may be told to end at any moment; `loop()` runs until the end."""

    def __init__(self, output: TextIO) -> None:
        super().__init__(_Printer(output))
        self._process_ctor = _Process
        self._asked_early = False

    def terminate(self) -> None:
        """Ask every process to end; while some are still being started, as soon as they are."""
        if self._all_started():
            super().terminate()
        else:
            self._asked_early = True

    def _system_print(self, data: str) -> None:
        """Called at each start and stop; the lines themselves are of no interest to the person watching."""
        if self._asked_early and self._all_started():
            super().terminate()

    def end(self) -> None:
        """End what `loop()` has left, if it was interrupted."""
        for process in self._processes.values():
            if "pid" in process and "returncode" not in process:
                self._procmgr.terminate(process["pid"])
            if "process" in process:
                process["process"].join(honcho.KILL_WAIT)
                process["process"].kill()  # nobody reads any more what it still has to say


def build(home: Home, environment: Mapping[str, str], output: TextIO, restart: bool, speed: float | None) -> Supervisor:
    """A supervisor of every line of Procfile; with a speed also of the simulator."""
    manager = Supervisor(output)
    commands = dict(parse_procfile((ROOT / "Procfile").read_text()).processes)
    if speed is not None:
        commands["simulate"] = f"sh -c 'python -m launch.health && exec python manage.py simulate --speed {speed:g}'"
    for name, command in commands.items():
        options = ["--restart"] if restart else []
        guarded = [*guard_command(home, name, *options), "--", "sh", "-c", f"exec {command}"]
        manager.add_process(name, f"exec {shlex.join(guarded)}", env=dict(environment), cwd=str(ROOT))
    return manager
