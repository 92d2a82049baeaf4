"""A copy of the launcher with a very small project around it, in a folder with a space and a Chinese name."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
SYSTEM_DATA = Path("/var/lib/zhangdeng/data")


class Checkout:
    """One such folder, and what runs in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("bin", "launch"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("Procfile", "requirements.txt", "requirements-dev.txt"):
            shutil.copy(ROOT / name, folder / name)
        shutil.copytree(Path(__file__).parent / "project", folder, dirs_exist_ok=True)
        (folder / ".venv").symlink_to(ROOT / ".venv")

    @property
    def data(self) -> Path:
        """Where its servers' files are."""
        instance = self.folder / "var" / "instance"
        return SYSTEM_DATA / instance.read_text() if instance.exists() else self.folder / "var"

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """bin/run until it ends by itself."""
        return subprocess.run(
            ["bin/run", *arguments],
            cwd=self.folder,
            env=_environment() | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def start(self, *arguments: str) -> "Running":
        """bin/run until it greets."""
        return Running(self, arguments)

    def processes(self) -> list[psutil.Process]:
        """Everything that lives in this folder or in its data."""
        found = []
        for process in psutil.process_iter():
            try:
                place = Path(process.cwd())
            except (psutil.Error, OSError):
                continue
            inside = place.is_relative_to(self.folder) or (self.data != place and place.is_relative_to(self.data))
            if inside and process.pid != os.getpid():
                found.append(process)
        return found

    def wait_until_empty(self, seconds: float = 20.0) -> list[psutil.Process]:
        """What still lives after that time; should be nothing."""
        return psutil.wait_procs(self.processes(), timeout=seconds)[1]

    def remove(self) -> None:
        """End everything and leave no trace."""
        for process in self.processes():
            process.kill()
        if self.data.is_relative_to(SYSTEM_DATA):
            shutil.rmtree(self.data, ignore_errors=True)


class Running:
    """A bin/run that has greeted; `lines` is what it said until then."""

    def __init__(self, checkout: Checkout, arguments: tuple[str, ...]) -> None:
        self.checkout = checkout
        self.process = subprocess.Popen(
            ["bin/run", *(arguments or ("--port", "0"))],
            cwd=checkout.folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.lines: list[str] = []
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.lines.append(line)
            if line.startswith("按 Ctrl+C"):
                break
        else:
            raise AssertionError("".join(self.lines))

    def said(self) -> str:
        return "".join(self.lines)

    def end(self, number: signal.Signals) -> int:
        """Send the signal and return the exit code."""
        self.process.send_signal(number)
        try:
            self.process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            alive = [f"{p.pid} {p.status()} {p.cmdline()}" for p in self.checkout.processes()]
            raise AssertionError("\n".join(["still there:", *alive])) from None
        return self.process.returncode


def _environment() -> dict[str, str]:
    """Ours without what bin/test has set for the tests."""
    ours = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ALLOWED_HOSTS", "MEDIA_ROOT", "SMS_FOLDER", "ZHANGDENG_ENV"}
    kept = {name: value for name, value in os.environ.items() if name not in ours and not name.startswith("DJANGO")}
    return kept | {"PYTHONDONTWRITEBYTECODE": "1"}
