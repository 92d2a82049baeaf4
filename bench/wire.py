"""A wire with a meter: hands on what a browser and a server say to each other and counts what the server sends."""

from __future__ import annotations

import asyncio
import threading


class Wire:
    """Listens on ``port`` of 127.0.0.1 while the block lasts; ``sent`` are the bytes that came from the server."""

    def __init__(self, server_port: int) -> None:
        self.server_port = server_port
        self.sent = 0
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Wire:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            behind, before = await asyncio.open_connection("127.0.0.1", self.server_port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(self._hand_on(reader, before, False), self._hand_on(behind, writer, True))

    async def _hand_on(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, counted: bool) -> None:
        try:
            while data := await source.read(65536):
                self.sent += len(data) if counted else 0
                target.write(data)
                await target.drain()
        except OSError:
            pass
        finally:
            target.close()
