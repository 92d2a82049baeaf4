"""PostgreSQL and Valkey for as long as a `with` block lasts."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from launch import home as homes
from launch.home import Home
from launch.postgres import Postgres, client_bin
from launch.timings import Timings
from launch.valkey import Valkey

Kind = Literal["run", "test", "bench"]


@dataclass
class Servers:
    """What runs. `pg` and `valkey` are None where the environment named a real server instead."""

    home: Home
    database_url: str
    redis_url: str
    pgbin: Path
    pg: Postgres | None
    valkey: Valkey | None

    def environment(self) -> dict[str, str]:
        """The variables by which the application finds them."""
        return {"DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}


@contextmanager
def servers(kind: Kind, timings: Timings | None = None, home: Home | None = None) -> Iterator[Servers]:
    """Start both servers side by side; stop them at the end, whatever happened. Raises Problem.

    `run`: lasting data of this checkout, restarted when they die; DATABASE_URL and REDIS_URL of the environment are
    used instead where they are set. `test`: their own, careless with the disk, gone afterwards. `bench`: their own,
    with fsync, on a real disk, gone afterwards. `home` is for a caller that has opened it already.
    `pg.kill9()`, `pg.start()`, `valkey.kill9()` and `valkey.start()` play crashes; both keep their ports.
    """
    timings = timings or Timings()
    lasting = kind == "run"
    if home is None:
        home = homes.open_lasting() if lasting else homes.open_passing(kind)
    outside_database = os.environ.get("DATABASE_URL", "") if lasting else ""
    outside_redis = os.environ.get("REDIS_URL", "") if lasting else ""
    with ExitStack() as stack:
        if not lasting:
            stack.callback(homes.remove, home)
        durable = kind != "test"
        connections = 200 if kind == "bench" else 100
        pg = None if outside_database else Postgres(home, durable, connections, restart=lasting)
        valkey = None if outside_redis else Valkey(home, durable, restart=lasting)
        with ThreadPoolExecutor() as pool:
            starting = []
            for server in (pg, valkey):
                if server is not None:
                    stack.callback(server.stop)
                    starting.append(pool.submit(timings.measured(server.name, server.start)))
        for start in starting:
            start.result()
        yield Servers(
            home=home,
            database_url=pg.url if pg else outside_database,
            redis_url=valkey.url if valkey else outside_redis,
            pgbin=client_bin(),
            pg=pg,
            valkey=valkey,
        )
