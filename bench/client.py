"""Many callers at once: `python -m bench.client HOST PORT TOKEN FILE CLIENTS SECONDS KEEP`, a process of its own.

Speaks HTTP/1.1 over raw sockets, because on a machine it shares with the server a comfortable client would be what is
measured. KEEP is "close" for a connection a request, as nginx asks gunicorn, or "keep-alive". Takes the requests' bodies from FILE, one a line, each used once; prints one JSON object.
"""

import asyncio
import json
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PATH = "/api/v1/orders/repair/"


class Caller:
    """A request, its answer, the next request."""

    def __init__(self, host: str, port: int, token: str, bodies: Iterator[bytes], keep: str) -> None:
        self.host, self.port, self.bodies = host, port, bodies
        self.head = (
            f"POST {PATH} HTTP/1.1\r\nHost: {host}:{port}\r\nAuthorization: Token {token}\r\n"
            f"Content-Type: application/json\r\nAccept: application/json\r\nConnection: {keep}\r\n"
        )
        self.took: list[float] = []
        self.refused: list[str] = []

    async def call(self, until: float) -> None:
        link = None
        while time.perf_counter() < until and (body := next(self.bodies, None)) is not None:
            own = f"Idempotency-Key: {uuid.uuid4()}\r\nContent-Length: {len(body)}\r\n\r\n"
            began = time.perf_counter()
            reader, writer = link or await asyncio.open_connection(self.host, self.port)
            writer.write((self.head + own).encode() + body)
            status, answer, goes_on = await self._answer(reader)
            self.took.append(time.perf_counter() - began)
            if status != 201:
                self.refused.append(f"{status} {answer[:200].decode(errors='replace')}")
            link = (reader, writer) if goes_on else None
            if link is None:
                writer.close()

    async def _answer(self, reader: asyncio.StreamReader) -> tuple[int, bytes, bool]:
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        at = head.index(b"content-length:") + 15
        answer = await reader.readexactly(int(head[at : head.index(b"\r\n", at)]))
        return int(head[9:12]), answer, b"connection: close" not in head


async def drive(
    host: str, port: int, token: str, bodies: Iterator[bytes], clients: int, seconds: float, keep: str
) -> Any:
    callers = [Caller(host, port, token, bodies, keep) for _ in range(clients)]
    began, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(caller.call(began + seconds) for caller in callers))
    spent = time.perf_counter() - began
    took = [each for caller in callers for each in caller.took]
    refused = [each for caller in callers for each in caller.refused]
    return {
        "seconds": spent,
        "answered": len(took),
        "accepted": len(took) - len(refused),
        "refused": refused[:3],
        "took": took,
        "client_cpu": (time.process_time() - cpu) / spent,
    }


if __name__ == "__main__":
    host, port, token, file, clients, seconds, keep = sys.argv[1:]
    lines = iter(Path(file).read_bytes().splitlines())
    print(json.dumps(asyncio.run(drive(host, int(port), token, lines, int(clients), float(seconds), keep))))
