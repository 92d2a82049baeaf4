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

# Worth a clean end. What runs on them is built to be killed, and hangs when it is asked to end without them.
SERVERS = {"postgres", "valkey"}


def record(path: Path, pid: int) -> None:
    """Note a process we have just started; it leads its own process group."""
    path.write_text(json.dumps({"pid": pid, "began": psutil.Process(pid).create_time()}))


def end_leftovers(folder: Path, grace: float = 8.0) -> list[str]:
    """End what recorded processes still live, and return their names. The caller holds the run's lock."""
    left = []
    for path in sorted(folder.glob("*.json")):
        with contextlib.suppress(OSError, ValueError, KeyError):
            note = json.loads(path.read_text())
            pid = int(note["pid"])
            if _is_ours(pid, float(note["began"])):
                left.append((path.stem, pid))
        path.unlink(missing_ok=True)
    for name, pid in left:
        if name not in SERVERS:
            kill_group(pid)
    servers = [psutil.Process(pid) for name, pid in left if name in SERVERS and psutil.pid_exists(pid)]
    for server in servers:
        with contextlib.suppress(psutil.Error):
            server.send_signal(signal.SIGINT)  # both know it as: save and end at once
    until = time.monotonic() + grace
    while any(map(_runs, servers)) and time.monotonic() < until:
        time.sleep(0.05)
    for _, pid in left:
        kill_group(pid)
    return [name for name, _ in left]


def _is_ours(pid: int, began: float) -> bool:
    try:
        return bool(abs(psutil.Process(pid).create_time() - began) < 0.5)
    except psutil.NoSuchProcess:
        pass
    try:  # The leader is gone, its group may not be. No new process gets a number while a group bears it.
        os.killpg(pid, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _runs(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def kill_group(group: int) -> bool:
    """Kill every process of a group; False when there was none."""
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return False
    return True
