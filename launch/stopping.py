"""Ctrl+C, a closed terminal, a polite kill: each ends the same way, through every `finally`."""

import signal

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked us to end."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def listen() -> None:
    """From now on the first such signal raises Stopped in the main thread; further ones are ignored."""

    def stop(number: int, _frame: object) -> None:
        for each in SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped(number)

    for each in SIGNALS:
        signal.signal(each, stop)
