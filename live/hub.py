"""The hub: one reader, one bell, many listeners. Pure asyncio; whatever blocks has a thread of its own."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from time import monotonic
from typing import TypeVar

import structlog
from django.db import close_old_connections, connection
from django.db.utils import DatabaseError, InterfaceError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from accounts.access import Access, Grant
from accounts.attending import attending
from live.doorbell import channel
from live.listener import ENDED, RESYNC, Listener, block
from live.marks import parsed
from live.reader import Batch, Heard, Reader

LOOK = 1.0  # seconds between two looks when nobody rings
REST = 0.02  # between two looks when everybody rings
RECHECK = 10.0  # between two looks at who is still signed in, and what they may see
REPLAYED = 200  # events; who missed more looks again at everything
A_PERSON = 6  # streams
T = TypeVar("T")
log = structlog.get_logger()


class Hub:
    """``run()`` for as long as the process lives."""

    def __init__(self, redis_url: str) -> None:
        self.redis_url = redis_url
        self.reader = Reader()
        self.listeners: list[Listener] = []
        self.looked_at = float("-inf")
        self._bell = asyncio.Event()
        self._rung: set[str] = set()  # rings that are events themselves
        # Signing in waits for the database, and must not make the events wait.
        self._reading = ThreadPoolExecutor(1, "live-read")
        self._asking = ThreadPoolExecutor(1, "live-ask")

    async def run(self) -> None:
        tasks = [asyncio.create_task(each) for each in (self._pump(), self._hear_bell(), self._recheck())]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for thread in (self._reading, self._asking):  # each closes its own connection
                thread.submit(lambda: connection.close())
                thread.shutdown()

    @property
    def ready(self) -> bool:
        """Whether it is known from where on to tell: before that a listener would miss what comes first."""
        return self.reader.position != ""

    @property
    def well(self) -> bool:
        """Whether the events are being read."""
        return self.reader.well and monotonic() - self.looked_at < 5

    async def welcome(self, session_key: str, who: str, since: str, age: float | None) -> Listener | None:
        """A listener for whoever holds the session, beginning with what they missed: since the event ``since``, or in
        the last ``age`` seconds. None when the session is not good or not that of ``who``."""
        access = (await self._ask(partial(attending, [session_key]))).get(session_key)
        if access is None or (who and who != str(access.person_id)):
            return None
        listener = Listener(session_key, access)
        mine = [each for each in self.listeners if each.access.person_id == access.person_id]
        for each in mine[: max(0, len(mine) - A_PERSON + 1)]:
            each.close()
        missed = self._missed(since, age)
        heard = None if missed is None else told(missed, [each.for_posts(access) for each in missed], access)
        if heard is None or len(heard) > REPLAYED:
            listener.put(RESYNC)
        else:
            listener.put(b"".join(heard))
        listener.put(block(id=self.reader.position))
        self.listeners.append(listener)
        return listener

    def leave(self, listener: Listener) -> None:
        with contextlib.suppress(ValueError):
            self.listeners.remove(listener)

    def _missed(self, since: str, age: float | None) -> list[Heard] | None:
        memory = self.reader.memory
        if since:
            seen = parsed(since)
            return None if seen is None else memory.since(seen, self.reader.last())
        return memory.within(age) if age is not None else []

    # ---- reading
    async def _pump(self) -> None:
        while True:
            self._bell.clear()
            rung, self._rung = self._rung, set()
            batch = await self._read(self.reader.look)
            for message in sorted(rung):
                topic, order = message.split(":")
                batch.heard += await self._read(partial(self.reader.at_order, topic, int(order)))
            self.looked_at = monotonic()
            self._hand_out(batch)
            await asyncio.sleep(REST)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._bell.wait(), LOOK)

    def _hand_out(self, batch: Batch) -> None:
        if not batch.heard and not batch.storm:
            return
        end = block(id=batch.position)
        reached: dict[tuple[Grant, ...], list[int | None]] = {}
        for listener in self.listeners:
            if batch.storm:
                listener.put(RESYNC + end)
                continue
            posts = listener.access.grants
            if posts not in reached:  # the same for all who hold the same
                reached[posts] = [each.for_posts(listener.access) for each in batch.heard]
            heard = told(batch.heard, reached[posts], listener.access)
            if heard:
                listener.put(b"".join(heard) + end)

    async def _hear_bell(self) -> None:
        while True:
            try:
                async with Redis.from_url(self.redis_url, socket_connect_timeout=2).pubsub() as bell:
                    await bell.subscribe(channel())
                    while True:
                        message = await bell.get_message(ignore_subscribe_messages=True, timeout=30)
                        if message is not None:
                            self._ring(message["data"].decode())
            except (RedisError, OSError) as error:
                log.warning("live.bell_away", error=type(error).__name__)
                await asyncio.sleep(1)

    def _ring(self, message: str) -> None:
        self._rung.update(word for word in message.split() if word.partition(":")[2].isdigit())
        self._bell.set()

    # ---- who is still there
    async def _recheck(self) -> None:
        while True:
            await asyncio.sleep(RECHECK)
            present = list(self.listeners)
            try:
                good = await self._ask(partial(attending, {each.session_key for each in present}))
            except (DatabaseError, InterfaceError):
                continue  # nobody is sent away because we cannot ask
            for listener in present:
                access = good.get(listener.session_key)
                if access is None or access.person_id != listener.access.person_id:
                    listener.put(ENDED)
                    listener.close()
                elif access != listener.access:
                    listener.access = access
                    listener.put(RESYNC)

    async def _read(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._reading, work)

    async def _ask(self, work: Callable[[], T]) -> T:
        def asked() -> T:
            close_old_connections()
            try:
                return work()
            except (DatabaseError, InterfaceError):
                connection.close()
                raise

        return await asyncio.get_running_loop().run_in_executor(self._asking, asked)


def told(events: Sequence[Heard], by_post: Sequence[int | None], access: Access) -> list[bytes]:
    """What of ``events`` goes to a person, who is reached by those tellings for their posts; what names them counts too."""
    texts = []
    for each, post in zip(events, by_post, strict=True):
        found = [telling for telling in (post, each.for_name(access)) if telling is not None]
        if found:
            texts.append(each.texts[min(found)])
    return texts
