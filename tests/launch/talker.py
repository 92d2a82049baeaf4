"""A process that says more at its end than a pipe holds."""

import signal
import sys


def say(*_: object) -> None:
    sys.stdout.write("再见\n" * 30_000)
    sys.exit(0)


signal.signal(signal.SIGTERM, say)
signal.pause()
