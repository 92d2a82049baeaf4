"""The product itself, as it is started in earnest: its tables, its demo district, the processes of Procfile."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import django
from django.core.management import call_command
from honcho.environ import parse_procfile

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 30.0  # seconds for a process to begin its work, or to end it


def prepare(premises: int) -> None:
    """Tables and a demo district of so many premises, in a database that has none yet."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("seed_demo", "--if-empty", premises=premises, no_cases=True, verbosity=0)


@contextlib.contextmanager
def running(*names: str, **variables: str) -> Iterator[None]:
    """The processes ``names`` of Procfile ("web", "worker", "beat") for as long as the block lasts."""
    commands = dict(parse_procfile((ROOT / "Procfile").read_text()).processes)
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="zhangdeng-bench-"))
        environment = os.environ | {"BEAT_FILE": f"{folder}/beat", "WEB_HOST": "127.0.0.1"} | variables
        # Where root runs it, Celery would say so on a page of its own.
        environment["PYTHONWARNINGS"] = "ignore:You're running the worker with superuser privileges"
        for name in names:
            process = subprocess.Popen(
                ["sh", "-c", f"exec {commands[name]}"], cwd=ROOT, env=environment, stdout=sys.stderr
            )
            stack.callback(_end, process)
        yield


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_until(true: Callable[[], bool], seconds: float, pause: float = 0.05) -> None:
    """Return as soon as it is true. Raises TimeoutError."""
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            raise TimeoutError(f"not within {seconds:g} seconds")
        time.sleep(pause)


def wait_for_sweep() -> None:
    """Return when the workers are at work: a clock that is due already has been announced. Raises TimeoutError."""
    from django.utils import timezone

    from bench import effects, mass

    mass.spread(mass.template(), 1, timezone.now(), 0, every_clock=False)
    wait_until(lambda: not effects.pending(timezone.now()), PATIENCE * 3)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int) -> None:
    """Return when somebody listens there. Raises TimeoutError."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on port {port}")
