"""Work that, once begun, is brought to its end: nobody drops the phone in the middle of a sentence."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from contextvars import ContextVar

_busy: ContextVar[bool] = ContextVar("busy", default=False)


class Hands:
    """Keeps the tasks of a run. After ``close`` nothing new begins; ``rest`` waits for what has begun."""

    def __init__(self) -> None:
        self.failed: list[BaseException] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._working = 0
        self._closed = False
        self._idle = asyncio.Event()
        self._idle.set()

    def begin(self, work: Coroutine[None, None, None]) -> None:
        """Let ``work`` go on by itself."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._end)

    def _end(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self.failed.append(error)

    @asynccontextmanager
    async def finishing(self) -> AsyncIterator[None]:
        """What is inside is finished even if the run ends meanwhile."""
        if _busy.get():  # inside something that is finished anyway
            yield
            return
        if self._closed:
            await asyncio.Event().wait()  # until it is cancelled
        self._working += 1
        self._idle.clear()
        token = _busy.set(True)
        try:
            yield
        finally:
            _busy.reset(token)
            self._working -= 1
            if not self._working:
                self._idle.set()

    async def rest(self, seconds: float) -> bool:
        """Begin nothing more and wait so many real seconds for the rest; whether all was finished."""
        self._closed = True
        try:
            await asyncio.wait_for(self._idle.wait(), seconds)
        except TimeoutError:
            return False
        finally:
            for task in list(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
        return True
