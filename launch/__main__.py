"""What bin/run, bin/test, bin/bench, bin/screens and bin/manage come to: `python -m launch NAME arguments…`.

Begins under any Python >= 3.11 with nothing installed, makes .venv, and goes on under its Python. Until then only the
standard library may be imported; that is why the commands are imported where they are called.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path

from launch import locks, options, ports, venv
from launch.places import ROOT, VAR, VENV, VENV_PYTHON
from launch.problem import Problem, sentence_for
from launch.stopping import Stopped, listen
from launch.timings import Timings

PRODUCT = ["requirements.txt"]
TOOLS = ["requirements.txt", "requirements-dev.txt"]
REQUIREMENTS = {"run": PRODUCT, "manage": PRODUCT, "test": TOOLS, "bench": TOOLS, "screens": TOOLS, "setup": TOOLS}


def main(name: str, arguments: list[str]) -> int:
    """The exit code; every expected failure is one sentence on stderr."""
    timings = Timings(float(os.environ.get("ZHANGDENG_BEGAN") or time.monotonic()))
    checking = name == "run" and "--check" in arguments
    # Before .venv exists nothing prints to stdout, and it must still be there for the Python that goes on.
    answer = None if not checking else _reserve_stdout() if _in_venv() else 1
    error = ""
    code = 1
    try:
        listen()
        code = _go(name, arguments, timings)
    except Problem as problem:
        error = str(problem)
    except OSError as problem:
        error = sentence_for(problem)
    except Stopped as stopped:
        code = 128 + stopped.number
        error = "已中途停止。"
    if error:
        print(f"✗ {error}", file=sys.stderr)
    if answer is not None:
        note = {"ok": code == 0, "seconds": {"total": timings.total(), **timings.seconds}}
        os.write(answer, (json.dumps(note | ({"error": error} if error else {}), ensure_ascii=False) + "\n").encode())
    return code


def _reserve_stdout() -> int:
    """--check prints one line and nothing else: what any process prints goes to stderr, the line to the answer."""
    answer = os.dup(1)
    os.dup2(2, 1)
    return answer


def _in_venv() -> bool:
    return Path(sys.prefix).resolve() == VENV.resolve()


def _go(name: str, arguments: list[str], timings: Timings) -> int:
    if name not in REQUIREMENTS:
        raise Problem(f"没有这个命令：{name}")
    wanted = options.parse_run(arguments) if name == "run" else argparse.Namespace()
    if name == "run":
        _fail_early(wanted)
    with timings.step("venv"):
        venv.ensure(REQUIREMENTS[name])
    if not _in_venv():
        os.environ["ZHANGDENG_BEGAN"] = str(timings.origin)
        os.environ["ZHANGDENG_VENV_SECONDS"] = str(timings.seconds["venv"])
        os.execv(VENV_PYTHON, [str(VENV_PYTHON), "-m", "launch", name, *arguments])  # noqa: S606
    timings.seconds["venv"] += float(os.environ.get("ZHANGDENG_VENV_SECONDS") or 0)
    return _command(name, arguments, wanted, timings)


def _fail_early(wanted: argparse.Namespace) -> None:
    """What can be known before anything heavy is begun."""
    VAR.mkdir(mode=0o700, exist_ok=True)
    lock = locks.hold(VAR / "run.lock")
    if lock is None:
        raise Problem(locks.already_running(VAR / "run.lock"))
    os.close(lock)
    left = any((VAR / "processes").glob("*.json"))  # by a killed run: it may have the port, and is ended later
    if wanted.port and not left:
        ports.require_free(wanted.host, wanted.port)


def _command(name: str, arguments: list[str], wanted: argparse.Namespace, timings: Timings) -> int:
    if name == "run":
        from launch import run

        run.run(wanted, timings)
        return 0
    if name == "test":
        from launch import suite

        return suite.run(arguments)
    if name == "bench":
        from launch import bench

        return bench.run(arguments)
    if name == "screens":
        from launch import screens

        return screens.run(arguments)
    if name == "manage":
        from launch import environment

        command = [str(VENV_PYTHON), str(ROOT / "manage.py"), *arguments]
        os.execve(VENV_PYTHON, command, environment.published())  # noqa: S606
    return 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "", sys.argv[2:]))
