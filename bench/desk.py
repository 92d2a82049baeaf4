"""The agent's desk: keys and clicks from the answer to the dispatch, and the longest wait while typing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.report import say

KEYS, CLICKS, LONGEST = 12, 0, 200  # keys besides free text, clicks, milliseconds on a machine four times slower
COMPLAINT = 10  # keys for a complaint
PROOFS = (
    "test_desk.py::test_a_known_callers_fault_takes_twelve_keys_and_no_mouse",
    "test_desk.py::test_what_is_typed_on_a_slow_machine_is_all_there",
    "test_desk_complaint.py::test_a_known_callers_complaint_takes_ten_keys_and_no_mouse",
)
WANTED = {"keys", "clicks", "longest_task_ms", "complaint_keys", "complaint_clicks"}


def run(arguments: list[str]) -> dict[str, Any]:
    """The figures of the browser tests that count them; a test that fails is no figure, and not met."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "figures.jsonl"
        command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider"]
        command += [f"tests/browser/{name}" for name in PROOFS]
        environment = os.environ | {"ZHANGDENG_ENV": "test", "DESK_FIGURES": str(file)}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        lines = file.read_text().splitlines() if file.exists() else []
    found: dict[str, Any] = {}
    for line in lines:
        found |= json.loads(line)
    if done.returncode or not found.keys() >= WANTED:
        say(done.stdout[-2000:])
        return {"ok": False, **found}
    say(f"desk：按键 {found['keys']} 次（不超过 {KEYS}），点击 {found['clicks']} 次（不超过 {CLICKS}）")
    say(f"      处理器慢 4 倍时，打字中最长的任务 {found['longest_task_ms']} 毫秒（不超过 {LONGEST}）")
    say(f"      投诉：按键 {found['complaint_keys']} 次（不超过 {COMPLAINT}），点击 {found['complaint_clicks']} 次")
    well = found["complaint_keys"] <= COMPLAINT and found["complaint_clicks"] <= CLICKS
    well = well and found["keys"] <= KEYS and found["clicks"] <= CLICKS and found["longest_task_ms"] <= LONGEST
    return {"ok": well, **found}
