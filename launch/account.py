"""Running servers when we are root: PostgreSQL refuses to be root, so they run as a system user of their own.

Nothing of the checkout is opened up for that user. The servers' programs are copied to /var/lib/zhangdeng, once for
each version, and their data lives there too. For anybody but root there is nothing to do: programs run from .venv, data
is in var/.
"""

import importlib.metadata
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from launch.places import SYSTEM_HOME, is_root
from launch.problem import Problem

NAME = "zhangdeng"


def server_user() -> str | None:
    """The user the servers run as: None for an ordinary person, a system user (made if need be) for root."""
    if not is_root():
        return None
    for command in (
        ["useradd", "--system", "--no-create-home", "--home-dir", str(SYSTEM_HOME), "--shell", "/bin/false", NAME],
        ["adduser", "-S", "-D", "-H", "-h", str(SYSTEM_HOME), "-s", "/bin/false", NAME],  # busybox
    ):
        if not _exists(NAME) and shutil.which(command[0]):
            subprocess.run(command, capture_output=True, check=False)
    for name in (NAME, "nobody"):  # macOS has neither command; its root may still run the demo
        if _exists(name):
            return name
    raise Problem("无法创建系统用户 zhangdeng（PostgreSQL 不能以 root 运行）：请改用普通用户运行。")


def _exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def give(folder: Path, user: str | None) -> None:
    """Hand a folder of ours, made just now, to the servers' user."""
    if user is not None:
        entry = pwd.getpwnam(user)
        os.chown(folder, entry.pw_uid, entry.pw_gid)


def system_folder(*parts: str) -> Path:
    """A folder under /var/lib/zhangdeng that every user may enter but only root may change."""
    folder = SYSTEM_HOME.joinpath(*parts)
    for step in [SYSTEM_HOME, *(SYSTEM_HOME.joinpath(*parts[: n + 1]) for n in range(len(parts)))]:
        if not step.exists():
            step.mkdir(mode=0o755, parents=True)
            step.chmod(0o755)  # whatever the umask says
    return folder


def program(package: str, trees: Iterable[str], path: str, site_packages: Path) -> Path:
    """A server's program as its user can execute it: in .venv, or for root in a copy made once for each version.

    `trees` are what belongs together below site-packages (libraries are found by a relative path).
    """
    if not is_root():
        return site_packages / path
    home = SYSTEM_HOME / "programs" / f"{package}-{importlib.metadata.version(package)}"
    if not home.exists():
        fresh = Path(tempfile.mkdtemp(prefix="fresh-", dir=system_folder("programs")))
        try:
            for tree in trees:
                if (site_packages / tree).exists():  # macOS wheels keep their libraries elsewhere
                    shutil.copytree(site_packages / tree, fresh / tree, symlinks=True)
            _open_for_reading(fresh)
            fresh.rename(home)
        except OSError:
            shutil.rmtree(fresh, ignore_errors=True)
            if not home.exists():  # another run may have been quicker
                raise
    return home / path


def _open_for_reading(tree: Path) -> None:
    for folder, _, files in os.walk(tree):
        Path(folder).chmod(0o755)  # programs only, no data
        for name in files:
            file = Path(folder, name)
            if not file.is_symlink():
                file.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)
