"""Web, worker and timer together: the lines of Procfile under honcho, each kept alive by launch/keep.py."""

import shlex
import signal
import sys
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
    """honcho's helper process, which must outlive every signal that a terminal sends to all: it reports the end."""

    def run(self, events: "Queue[Message] | None" = None, ignore_signals: bool = False) -> None:
        for number in STOPPING:
            signal.signal(number, signal.SIG_IGN)
        super().run(events, ignore_signals)


class _Printer(Printer):
    """The processes' lines without honcho's own; a terminal that is gone is no reason to die half way."""

    def write(self, message: Message) -> None:
        if message.name == honcho.SYSTEM_PRINTER_NAME:
            return
        try:
            super().write(message)
        except OSError:
            self.output = sys.stderr = sys.stdout = open("/dev/null", "w")  # noqa: PTH123, SIM115


def build(home: Home, environment: Mapping[str, str], output: TextIO, restart: bool, speed: float | None) -> Any:
    """A honcho Manager with every line of Procfile; with a speed also the simulator. `loop()` runs until the end."""
    manager = honcho.Manager(_Printer(output))
    manager._process_ctor = _Process
    commands = dict(parse_procfile((ROOT / "Procfile").read_text()).processes)
    if speed is not None:
        commands["simulate"] = f"sh -c 'python -m launch.health && exec python manage.py simulate --speed {speed:g}'"
    for name, command in commands.items():
        options = ["--restart"] if restart else []
        guarded = [*guard_command(home, name, *options), "--", "sh", "-c", f"exec {command}"]
        manager.add_process(name, f"exec {shlex.join(guarded)}", env=dict(environment), cwd=str(ROOT))
    return manager
