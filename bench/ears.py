"""Many people listening: `python -m bench.ears HOST PORT FILE`, a process of its own.

FILE holds a session key a line; each opens ``/events/`` over a raw socket. Prints one line when all streams are open; when
its input ends, one JSON object: for each event's id the moments (Unix seconds) it arrived, and who had it how often.
"""

import asyncio
import json
import re
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

ID = re.compile(rb'"id":"(o\d+)"')


class Ear:
    """One stream."""

    def __init__(self, number: int, key: str) -> None:
        self.number, self.key = number, key
        self.heard: Counter[str] = Counter()
        self.resyncs = 0

    async def open(self, host: str, port: int) -> None:
        self.reader, writer = await asyncio.open_connection(host, port, limit=1 << 20)
        writer.write(
            f"GET /events/ HTTP/1.1\r\nHost: {host}:{port}\r\nAccept: text/event-stream\r\n"
            f"Cookie: zhangdeng_session={self.key}\r\n\r\n".encode()
        )
        self.writer = writer
        head = await self.reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head.split(b"\r\n", 1)[0]:
            raise RuntimeError(head.decode(errors="replace"))

    async def listen(self, arrived: dict[str, list[float]]) -> None:
        rest = b""
        while text := await self.reader.read(1 << 16):
            at = time.time()
            rest += text
            *blocks, rest = rest.split(b"\n\n")
            for block in blocks:
                found = ID.search(block)
                if found:
                    event = found[1].decode()
                    arrived[event].append(at)
                    self.heard[event] += 1
                self.resyncs += block.count(b"event: resync")


async def main(host: str, port: int, keys: list[str]) -> None:
    ears = [Ear(number, key) for number, key in enumerate(keys)]
    for start in range(0, len(ears), 50):
        await asyncio.gather(*(ear.open(host, port) for ear in ears[start : start + 50]))
    arrived: dict[str, list[float]] = defaultdict(list)
    listening = [asyncio.create_task(ear.listen(arrived)) for ear in ears]
    print(len(ears), flush=True)
    cpu, began = time.process_time(), time.perf_counter()
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    spent = (time.process_time() - cpu) / (time.perf_counter() - began)
    cut = sum(task.done() for task in listening)
    for task in listening:
        task.cancel()
    found = {
        "arrived": arrived,
        "heard": [list(ear.heard) for ear in ears],
        "twice": sum(count - 1 for ear in ears for count in ear.heard.values()),
        "resyncs": sum(ear.resyncs for ear in ears),
        "cut": cut,
        "client_cpu": round(spent, 2),
    }
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]).read_text().split()))
