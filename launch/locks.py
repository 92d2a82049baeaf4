"""Locks between processes that vanish with their holder, however it dies.

POSIX record locks, not flock(): a forked child does not inherit them, so the supervisor's helpers cannot keep the lock
of a supervisor that was killed. Their trap: closing any descriptor of the file lets go of the lock, so the file is
opened once and stays open for the life of the process.
"""

import fcntl
import os
import time
from pathlib import Path


def hold(path: Path, patience: float = 1.0) -> int | None:
    """Take the lock for the life of this process and return its descriptor, or None when another process has it.

    `patience` is in seconds: a dying run's watchers hold it for a moment.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() > until:
                os.close(descriptor)
                return None
            time.sleep(0.05)
        else:
            os.ftruncate(descriptor, 0)
            os.write(descriptor, str(os.getpid()).encode())
            return descriptor


def wait_until_free(path: Path) -> None:
    """Block until the holder of the lock is gone; returns at once when nobody holds it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.lockf(descriptor, fcntl.LOCK_EX)
    os.close(descriptor)


def already_running(path: Path) -> str:
    """The sentence for a bin/run whose lock is taken."""
    try:
        holder = path.read_text().strip()
    except OSError:
        holder = "未知"
    return f"这个文件夹里已有一个 bin/run 在运行（进程 {holder}）：请先用 Ctrl+C 结束它。"
