"""The project's own Python with its pinned libraries. Standard library only: it runs before they exist."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from launch import locks
from launch.places import LOGS, ROOT, SYSTEM_HOME, VAR, VENV, VENV_PYTHON, is_root, make_private
from launch.problem import DISK_FULL, Problem, last_line

INSTALLATION_BYTES = 1_000_000_000
RUNNING_BYTES = 200_000_000
NO_NETWORK = ("NewConnectionError", "Temporary failure", "Name or service not known", "Max retries", "timed out")
NOT_OFFERED = ("No matching distribution", "Could not find a version")


def ensure(requirements: list[str]) -> None:
    """Make .venv and install the given requirements files; quick when nothing changed. Raises Problem."""
    make_private(VAR)
    make_private(LOGS)
    lock = locks.hold(VAR / "venv.lock", patience=900)  # bin/run and bin/test may meet here
    if lock is None:
        raise Problem("另一个命令正在安装依赖，等了 15 分钟还没有完成：请结束它再运行一次。")
    try:
        _ensure_venv(missing := [name for name in requirements if not _is_installed(name)])
        if missing:
            _install(missing)
    finally:
        os.close(lock)


def _ensure_venv(missing: list[str]) -> None:
    disks = [ROOT, *(folder for folder in (SYSTEM_HOME, SYSTEM_HOME.parent) if is_root() and folder.exists())]
    free = min(shutil.disk_usage(disk).free for disk in disks)
    if free < (INSTALLATION_BYTES if missing else RUNNING_BYTES):
        raise Problem(DISK_FULL)
    if _works():
        return
    print("正在创建 Python 环境 .venv …", file=sys.stderr)
    if importlib.util.find_spec("ensurepip") is None:
        _install_venv_module()
    log = LOGS / "venv.log"
    with log.open("w") as output:
        base = getattr(sys, "_base_executable", sys.executable)  # an environment cannot clear itself
        command = [base, "-m", "venv", "--clear", str(VENV)]
        if subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, check=False).returncode:
            raise Problem(f"无法创建 .venv：{last_line(log)}（详见 {log}）")


def _works() -> bool:
    if not VENV_PYTHON.exists():
        return False
    probe = [str(VENV_PYTHON), "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def _install_venv_module() -> None:
    """Debian ships Python without the means to make an environment."""
    version = f"python3.{sys.version_info.minor}-venv"
    if is_root() and shutil.which("apt-get"):
        print(f"正在安装系统软件包 {version} …", file=sys.stderr)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update"], ["apt-get", "install", "-y", version]):
            subprocess.run(command, stdout=sys.stderr, env=environment, stdin=subprocess.DEVNULL, check=False)
        importlib.invalidate_caches()
        if importlib.util.find_spec("ensurepip") is not None:
            return
    raise Problem(f"这个 Python 缺少 venv 模块：请先运行 sudo apt install {version}，再运行一次。")


def _fingerprint(name: str) -> str:
    version = f"{sys.implementation.cache_tag} {os.uname().sysname} {os.uname().machine}"
    return hashlib.sha256(version.encode() + (ROOT / name).read_bytes()).hexdigest()


def _marker(name: str) -> Path:
    return VENV / f"installed-{name}.sha256"


def _is_installed(name: str) -> bool:
    marker = _marker(name)
    return marker.exists() and marker.read_text() == _fingerprint(name)


def _install(names: list[str]) -> None:
    print(f"正在安装 {'、'.join(names)} 中的依赖（第一次约需一两分钟）…", file=sys.stderr)
    log = LOGS / "pip.log"
    command = [str(VENV_PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    command += ["--progress-bar", "off", "--retries", "2"]
    for name in names:
        command += ["-r", str(ROOT / name)]
    with log.open("w") as output:
        pip = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, check=False)
    if pip.returncode:
        raise Problem(_why(log))
    for name in names:
        _marker(name).write_text(_fingerprint(name))


def _why(log: Path) -> str:
    text = log.read_text(errors="replace")
    if "No space left" in text:
        return DISK_FULL
    if any(mark in text for mark in NO_NETWORK):
        return f"连不上 Python 软件包索引：请检查网络或 pip 的镜像设置（PIP_INDEX_URL），再运行一次（详见 {log}）。"
    if any(mark in text for mark in NOT_OFFERED):
        return f"软件包索引里没有所需的版本：请换一个完整的镜像（PIP_INDEX_URL），再运行一次（详见 {log}）。"
    return f"安装依赖失败：{last_line(log)}（详见 {log}）"
