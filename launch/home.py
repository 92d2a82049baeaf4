"""The folder a set of servers lives in: its lock, its record of processes, its data."""

import os
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from launch import account, locks, records
from launch.places import ROOT, SYSTEM_HOME, VAR, is_root, make_private, write_private
from launch.problem import Problem


@dataclass(frozen=True)
class Home:
    """`data` is where the servers' files are; `lock` is held by the launcher as long as it lives."""

    data: Path
    records: Path
    lock: Path
    user: str | None

    def folder(self, name: str) -> Path:
        """A private folder in `data` that belongs to the servers' user."""
        path = self.data / name
        if not path.exists():
            path.mkdir(mode=0o700)
            account.give(path, self.user)
        return path


def open_lasting() -> Home:
    """The home of bin/run in this checkout. Raises Problem when another bin/run has it; ends what a killed one left."""
    make_private(VAR)
    lock = VAR / "run.lock"
    if locks.hold(lock) is None:
        raise Problem(locks.already_running(lock))
    notes = make_private(VAR / "processes")
    records.end_leftovers(notes)
    user = account.server_user()
    return Home(data=_system_data(user) if is_root() else VAR, records=notes, lock=lock, user=user)


def lasting_data() -> Path:
    """Where bin/run's servers of this checkout keep (or would keep) their files; makes nothing."""
    if not is_root():
        return VAR
    return SYSTEM_HOME / "data" / _instance_text() if _instance_text() else VAR / "nothing-yet"


def _instance_text() -> str:
    path = VAR / "instance"
    return path.read_text().strip() if path.exists() else ""


def _system_data(user: str | None) -> Path:
    """Bound to the checkout by a random name in var/, not by its path: a new clone at an old path starts afresh."""
    base = account.system_folder("data")
    name = _instance_text()
    if name and (base / name / "checkout").exists():
        known = Path((base / name / "checkout").read_text())
        if known != ROOT and (known / "var" / "instance").exists():
            name = ""  # this folder is a copy of another one that still exists: never two servers on one data folder
    if not name:
        name = secrets.token_hex(8)
        write_private(VAR / "instance", name)
    folder = base / name
    if not folder.exists():
        folder.mkdir(mode=0o700)
    account.give(folder, user)
    write_private(folder / "checkout", str(ROOT))
    return folder


def open_passing(purpose: str) -> Home:
    """A home for tests or measures, to be removed with `remove()`. Clears away what killed runs left."""
    user = account.server_user()
    base = account.system_folder("passing") if is_root() else make_private(VAR / "passing")
    _clear_abandoned(base)
    data = Path(tempfile.mkdtemp(prefix=f"{purpose}-", dir=base))
    lock = data / "lock"
    locks.hold(lock)
    account.give(data, user)
    notes = make_private(data / "processes")
    return Home(data=data, records=notes, lock=lock, user=user)


def remove(home: Home) -> None:
    """Delete a passing home with all that is in it."""
    shutil.rmtree(home.data, ignore_errors=True)


def _clear_abandoned(base: Path) -> None:
    for folder in base.iterdir():
        lock = folder / "lock"
        held = locks.hold(lock, patience=0) if lock.exists() else None
        if held is None:
            continue
        records.end_leftovers(folder / "processes")
        os.close(held)
        shutil.rmtree(folder, ignore_errors=True)
