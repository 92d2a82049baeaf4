"""Leftovers are recognised by id and beginning: a stranger with the same number is never touched."""

import json
import subprocess
import sys
from pathlib import Path

import psutil

from launch import records


def test_stranger_with_a_recorded_number_lives_on(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True) as stranger:
        began = psutil.Process(stranger.pid).create_time()
        (tmp_path / "web.json").write_text(json.dumps({"pid": stranger.pid, "began": began - 3600}))

        assert records.end_leftovers(tmp_path) == []
        assert stranger.poll() is None

        stranger.kill()


def test_recorded_process_is_ended(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True) as ours:
        records.record(tmp_path / "web.json", ours.pid)

        assert records.end_leftovers(tmp_path) == ["web"]

        assert ours.wait(5) != 0
    assert list(tmp_path.iterdir()) == []


def test_rubbish_in_the_record_is_thrown_away(tmp_path: Path) -> None:
    (tmp_path / "web.json").write_text("not a record")

    assert records.end_leftovers(tmp_path) == []
    assert list(tmp_path.iterdir()) == []
