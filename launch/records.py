"""Which processes are ours: one small file each, so that a run after `kill -9` can end what the killed one left.

A process is recognised by its id and the moment it began, never by name.
"""

import contextlib
import json
import os
import signal
import time
from pathlib import Path

import psutil


def record(path: Path, pid: int) -> None:
    """Note a process we have just started; it leads its own process group."""
    path.write_text(json.dumps({"pid": pid, "began": psutil.Process(pid).create_time()}))


def end_leftovers(folder: Path, grace: float = 8.0) -> list[str]:
    """End what recorded processes still live, and return their names. The caller holds the run's lock."""
    ended = []
    for path in sorted(folder.glob("*.json")):
        with contextlib.suppress(OSError, ValueError, KeyError):
            note = json.loads(path.read_text())
            if _end(int(note["pid"]), float(note["began"]), grace):
                ended.append(path.stem)
        path.unlink(missing_ok=True)
    return ended


def _end(pid: int, began: float, grace: float) -> bool:
    try:
        process = psutil.Process(pid)
    except psutil.NoSuchProcess:
        # The leader is gone, its group may not be. The system gives no id to a new process while a group bears it.
        return kill_group(pid)
    if abs(process.create_time() - began) > 0.5:
        return False
    with contextlib.suppress(psutil.Error):
        process.send_signal(signal.SIGINT)  # PostgreSQL: fast shutdown; the others: shutdown
    until = time.monotonic() + grace
    while time.monotonic() < until and process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.05)
    kill_group(pid)
    return True


def kill_group(group: int) -> bool:
    """Kill every process of a group; False when there was none."""
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return False
    return True
