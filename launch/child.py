"""One command in the foreground, with everything it started, for the length of a test run or a measure."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping

from launch.places import ROOT
from launch.records import kill_group


def run_to_end(command: list[str], environment: Mapping[str, str], grace: float = 20.0) -> int:
    """Run it and return its exit code; when we are told to stop, so is it. Nothing it started is left."""
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=dict(environment), start_new_session=True)
    try:
        return process.wait()
    except BaseException:
        os.killpg(process.pid, signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(grace)
        raise
    finally:
        kill_group(process.pid)
        process.wait()
