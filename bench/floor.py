"""The floor of the intake: pgbench doing what accepting an order writes, statement by statement as it was recorded."""

import os
import re
import subprocess
import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from bench import mass
from customers.models import Premises
from workorders.services import accept

FAR = 800_000_000  # order ids from here on: nothing else in a statement can be mistaken for one


def record() -> list[str]:
    """The writing statements of one acceptance, with literals; the order's id and the key as pgbench variables."""
    premises = Premises.objects.select_related("customer").order_by("pk")[0]
    written: list[str] = []
    key = f"floor-{uuid.uuid4()}"

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            written.append(context["cursor"].query.decode())
        return result

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(name, greatest(%s, nextval(name)))"
            " FROM pg_get_serial_sequence('workorders_workorder', 'id') name",
            [FAR],
        )
        with connection.execute_wrapper(listen):
            order = accept("repair", mass.agent(), mass.report(premises), key=key).order
    return [_general(statement, order.pk, key) for statement in written]


def _general(statement: str, order_id: int, key: str) -> str:
    one_line = " ".join(statement.split())
    return re.sub(rf"\b{order_id}\b", ":order_id", one_line).replace(key, "floor-:number")


def script(statements: list[str]) -> str:
    """A pgbench transaction of ``statements``, of which the first makes the order."""
    first, *others = statements
    named = re.sub(r"RETURNING .*$", "RETURNING id AS order_id", first)
    lines = ["\\set number random(1, 1000000000000000)", "BEGIN;", f"{named} \\gset"]
    return "\n".join([*lines, *(f"{each};" for each in others), "END;", ""])


def measure(file: Path, clients: int, seconds: int) -> float:
    """Transactions a second of the script in ``file``. Raises RuntimeError when one fails."""
    found = settings.DATABASES["default"]
    command = [f"{os.environ['BENCH_PGBIN']}/pgbench", "--no-vacuum", f"--file={file}", f"--time={seconds}"]
    command += [f"--client={clients}", f"--jobs={min(2, clients)}", "-h", found["HOST"], "-p", str(found["PORT"])]
    command += ["-U", found["USER"], found["NAME"]]
    run = subprocess.run(
        command, env=os.environ | {"PGPASSWORD": found["PASSWORD"]}, capture_output=True, text=True, check=False
    )
    rate = re.search(r"tps = ([\d.]+)", run.stdout)
    if run.returncode or rate is None or "number of failed transactions: 0 " not in run.stdout:
        raise RuntimeError(f"pgbench: {run.stderr[-800:] or run.stdout[-800:]}")
    return float(rate.group(1))
