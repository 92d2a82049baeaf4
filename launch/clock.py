"""The demo district's clock under --simulate, over several runs: it never goes back.

District time is epoch + (wall - epoch) * speed. A second run must begin where the first one had got to, or new orders
would be older than the ones already there; so the epoch is chosen such that the district's time continues.
"""

import json
import time
from pathlib import Path

from launch.places import VAR

FILE = VAR / "district-clock.json"


def reached(file: Path = FILE) -> float:
    """The latest district time (Unix seconds) any run can have got to; 0 before the first one."""
    if not file.exists():
        return 0.0
    note = json.loads(file.read_text())
    if "reached" in note:
        return float(note["reached"])
    return _district_time(note["epoch"], note["speed"])  # that run was killed: as if it had gone on until now


def begin(speed: float, file: Path = FILE) -> dict[str, str]:
    """The variables for a run at this speed (district seconds per second), continuing where the last one ended."""
    wall = time.time()
    start = max(wall, reached(file))
    epoch = wall if speed == 1 else (wall * speed - start) / (speed - 1)
    file.write_text(json.dumps({"epoch": epoch, "speed": speed}))
    return {"ZHANGDENG_SPEED": f"{speed:g}", "ZHANGDENG_EPOCH": f"{epoch:.3f}"}


def end(file: Path = FILE) -> None:
    """Note how far the district has got."""
    file.write_text(json.dumps({"reached": reached(file)}))


def ahead(file: Path = FILE) -> float:
    """Seconds the district's data is ahead of the wall clock; 0 or less when it is not."""
    return reached(file) - time.time()


def _district_time(epoch: float, speed: float) -> float:
    return epoch + (time.time() - epoch) * speed
