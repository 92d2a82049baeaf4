"""Where things lie. Everything the launcher writes is in the checkout's var/ and .venv/, except the servers' files
when it runs as root (see launch/account.py)."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
VAR = ROOT / "var"
LOGS = VAR / "log"
# PostgreSQL refuses to run as root, and its own user may not be able to enter root's folders: they keep their 0700.
SYSTEM_HOME = Path("/var/lib/zhangdeng")


def is_root() -> bool:
    """Whether this process is the superuser."""
    return os.geteuid() == 0


def make_private(folder: Path) -> Path:
    """Create a folder of ours that nobody else can enter: it holds passwords and customers' files."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, never readable by others even for a moment."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(text)
