"""bin/run with real servers and real processes: it starts, refuses, survives being killed, and leaves nothing."""

import contextlib
import json
import os
import shutil
import signal
import socket
import stat
from pathlib import Path

import psutil

from tests.launch.checkout import Checkout


def permissions(folder: Path) -> dict[str, tuple[int, int]]:
    """Mode and owner of a folder and all above it."""
    return {str(p): (stat.S_IMODE(p.stat().st_mode), p.stat().st_uid) for p in [folder, *folder.parents]}


def test_check_starts_everything_prints_one_line_and_changes_no_folder(checkout: Checkout) -> None:
    before = permissions(checkout.folder)

    ended = checkout.run("--check", "--port", "0")

    assert ended.returncode == 0, ended.stderr
    (line,) = ended.stdout.splitlines()
    answer = json.loads(line)
    assert answer["ok"] is True
    steps = {"venv", "postgres", "valkey", "migrate", "seed", "web", "events", "worker", "beat", "total"}
    assert steps <= set(answer["seconds"])
    assert permissions(checkout.folder) == before
    assert checkout.wait_until_empty() == []
    for path in (checkout.folder / "var", checkout.data / "pg", checkout.data / "valkey"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    for path in (checkout.folder / "var" / "secret_key", checkout.data / "pg.password"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_taken_port_is_one_sentence(checkout: Checkout) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        ended = checkout.run("--check", "--port", str(port))

    assert ended.returncode == 1
    assert ended.stderr.startswith(f"✗ 端口 {port} 已被")
    assert len(ended.stderr.splitlines()) == 1
    assert json.loads(ended.stdout)["ok"] is False


def test_second_run_is_refused_a_crashed_process_starts_again_and_ctrl_c_leaves_nothing(checkout: Checkout) -> None:
    running = checkout.start()
    assert "WHO CAN SIGN IN" in running.said()

    refused = checkout.run("--port", "0")
    assert refused.returncode == 1
    assert f"已有一个 bin/run 在运行（进程 {running.process.pid}）" in refused.stderr

    note = checkout.folder / "var" / "processes" / "beat.json"
    os.kill(json.loads(note.read_text())["pid"], signal.SIGKILL)
    assert running.process.stderr is not None
    assert "1 秒后重新启动" in next(line for line in running.process.stderr if "beat" in line)

    assert running.end(signal.SIGINT) == 0
    assert checkout.wait_until_empty() == []


def test_killed_launcher_leaves_nothing_and_the_next_run_keeps_the_data(checkout: Checkout) -> None:
    shutil.copy(Path(__file__).parent / "talker.py", checkout.folder)
    with (checkout.folder / "Procfile").open("a") as procfile:
        procfile.write("talker: python talker.py\n")  # nobody is left to hear it out
    running = checkout.start()
    running.end(signal.SIGKILL)
    assert checkout.wait_until_empty() == []

    # What a power cut leaves: a pid file, whose number belongs to somebody else by now.
    stale = checkout.data / "pg" / "data" / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{stale.parent}\n1\n5432\n\n127.0.0.1\n1 1\nready\n")
    again = checkout.start()

    assert "SEEDED" not in again.said()
    assert again.end(signal.SIGHUP) == 0  # as when the terminal is closed
    assert checkout.wait_until_empty() == []


def test_everything_killed_at_once_leaves_servers_that_the_next_run_ends_and_resets(checkout: Checkout) -> None:
    running = checkout.start()
    servers = [p for p in checkout.processes() if "launch" not in " ".join(p.cmdline())]
    for process in checkout.processes():
        with contextlib.suppress(psutil.NoSuchProcess):  # some end by themselves as their guard does
            if "launch" in " ".join(process.cmdline()):
                process.kill()  # the launcher and every guard: nobody is left to clear up
    running.process.communicate(timeout=20)

    again = checkout.start("--reset", "--yes", "--port", "0")

    assert not [p for p in servers if p.is_running()]
    assert f"已清空：{checkout.data / 'pg'}" in again.said()
    assert "SEEDED" in again.said()
    assert again.end(signal.SIGTERM) == 0
    assert checkout.wait_until_empty() == []


def test_reset_leaves_an_outside_database_alone(checkout: Checkout) -> None:
    ended = checkout.run("--reset", "--yes", "--port", "0", DATABASE_URL="postgres://x@127.0.0.1:1/x")

    assert ended.returncode == 1
    assert "不动外部数据库" in ended.stderr
