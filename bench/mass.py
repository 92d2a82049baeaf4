"""Very many open orders at once: copies of one that came through the gate, each shifted to a time of its own.

Rows are written past the triggers (which is why the tables must be a measure's own) but as the triggers would have
made them: numbered, chained, with one clock each at the wished moment.
"""

from collections import namedtuple
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import DateTimeField, Model
from django.utils import timezone

from accounts.models import Person, Role, RoleAt, Unit
from customers.models import Premises
from repair.models import RepairDetail
from workorders.models import Deadline, Step, WorkOrder
from workorders.models.steps import HASHED
from workorders.services import accept, perform

Span = namedtuple("Span", "first last")  # ids of deadlines
CLOCK = "arrived_by"
FIRST_NUMBER = 10_000_000


def template() -> WorkOrder:
    """One order, accepted and dispatched by the gate; the copies are made from it, at once: its own clocks run on."""
    premises = Premises.objects.select_related("customer").order_by("pk")[0]
    order = accept("repair", agent(), report(premises)).order
    return perform(order.pk, "dispatch", agent(), {}).order


def agent() -> Person:
    """The first who takes calls at the centre."""
    post = RoleAt.objects.filter(role=Role.AGENT, unit__kind=Unit.Kind.CENTRE, person__is_active=True)
    return post.select_related("person").order_by("person__username")[0].person


def report(premises: Premises) -> dict[str, Any]:
    """What an agent enters for an ordinary fault."""
    phone = premises.customer.phones.all()[0]
    return {
        "premises": premises.pk,
        "contact_name": premises.customer.name[:40],
        "contact_phones": phone.number,
        "address": premises.address,
        "content": "客户来电反映家中突然停电，邻居家有电，已检查表后开关未跳闸，请尽快派人查修。",
        "category": "low_voltage",
        "safety_reminded": True,
    }


def spread(
    order: WorkOrder, orders: int, begin: datetime, gap: float, levels: Sequence[int] = (0,), every_clock: bool = True
) -> Span:
    """``orders`` copies of ``order``, the first of whose clocks fire at ``begin``, each ``gap`` seconds after the last.

    ``levels``: how many levels each has announced before, in turn. ``every_clock=False``: only the way to the site is
    still to be made, the other promises are kept. Returns the ids of the new clocks.
    """
    before = Deadline.objects.order_by("-pk").values_list("pk", flat=True)[0]
    _copy(order, {"begin": begin, "gap": float(gap), "orders": orders, "levels": list(levels)}, every_clock)
    return Span(before + 1, Deadline.objects.order_by("-pk").values_list("pk", flat=True)[0])


def fill(order: WorkOrder, pending: int) -> None:
    """So many clocks, two an order as after a dispatch, that wait for the next ten days, none for the next hours."""
    clocks = Deadline.objects.filter(order=order, state=Deadline.State.RUNNING).count()
    orders = max(1, pending // clocks)
    spread(order, orders, timezone.now() + timedelta(hours=3), timedelta(days=10).total_seconds() / orders)


def time_to_load(orders: int) -> timedelta:
    """How long before they are due so many copies should be begun; ``check`` afterwards."""
    return timedelta(seconds=2 + orders / 2_500)


def check(begin: datetime) -> None:
    """Raises RuntimeError when what was to be due from ``begin`` on was loaded too late."""
    if timezone.now() >= begin:
        raise RuntimeError("机器太忙：到期之前没有装完，请在空闲时重测")


def settle() -> None:
    """As tables are that have lived: statistics known, nothing left to clean up or write back."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")


WANTED = """
    SELECT g AS n, (%(levels)s)[1 + g %% cardinality(%(levels)s)] AS level,
           %(begin)s + make_interval(secs => %(gap)s * g) AS fire
      FROM generate_series(0, %(orders)s - 1) g
"""


def _copy(order: WorkOrder, parameters: dict[str, Any], every_clock: bool) -> None:
    marks = Deadline.objects.get(order=order, clock=CLOCK).marks
    with past_triggers() as cursor:
        cursor.execute(
            f"""
            CREATE TEMP TABLE fresh AS
            WITH phones AS (SELECT customer_id, min(number) AS phone FROM customers_phone GROUP BY customer_id),
                 home AS (SELECT p.id AS premises_id, t.feeder_id, p.customer_id, p.address, h.phone,
                                 row_number() OVER (ORDER BY p.id) - 1 AS place
                            FROM customers_premises p JOIN phones h USING (customer_id)
                            JOIN customers_transformer t ON t.id = p.transformer_id),
                 wanted AS ({WANTED})
            SELECT nextval(pg_get_serial_sequence('workorders_workorder', 'id')) AS id,
                   %(first)s + nextval('workorders_number') AS number, w.level,
                   w.fire - (%(marks)s)[w.level + 1] AS shift, h.premises_id, h.feeder_id, h.customer_id, h.address,
                   h.phone
              FROM wanted w JOIN home h ON h.place = w.n %% (SELECT count(*) FROM home)
            """,
            parameters | {"marks": marks, "first": FIRST_NUMBER},
        )
        cursor.execute("ANALYZE fresh")
        copy_rows(
            cursor,
            WorkOrder,
            {"id": "f.id", "number": "to_char(t.accepted_at + f.shift, 'YYYYMMDD') || lpad(f.number::text, 8, '0')"}
            | {name: f"f.{name}" for name in ("premises_id", "feeder_id", "customer_id", "address", "phone")},
            f"t.id = {order.pk}",
        )
        copy_rows(cursor, RepairDetail, {"order_id": "f.id"}, f"t.order_id = {order.pk}")
        for seq in Step.objects.filter(order=order).values_list("seq", flat=True):
            copy_step(cursor, order, seq)
        clocks = "t.state = 'running'" if every_clock else f"t.clock = '{CLOCK}'"
        overrides = {"id": None, "order_id": "f.id", "level": "f.level", "fire_at": "t.marks[f.level + 1] + f.shift"}
        overrides["marks"] = "(SELECT array_agg(m + f.shift ORDER BY m) FROM unnest(t.marks) m)"
        copy_rows(cursor, Deadline, overrides, f"t.order_id = {order.pk} AND {clocks}")


# What a copy's acceptance says is what its own row holds: `verify_log` compares the two. Of promises it says nothing: a
# copy has others.
SAID = """jsonb_set(jsonb_set(jsonb_set(t.data, '{address}', to_jsonb(f.address)),
    '{contact_phones}', jsonb_build_array(f.phone)), '{order,number}',
    to_jsonb(to_char(t.occurred_at + f.shift, 'YYYYMMDD') || lpad(f.number::text, 8, '0')), false)"""


def copy_step(cursor: Any, order: WorkOrder, seq: int) -> None:
    previous = f"(SELECT p.hash FROM workorders_step p WHERE p.order_id = f.id AND p.seq = {seq - 1})"
    overrides = {"order_id": "f.id", "key": "NULL::varchar", "previous": previous if seq > 1 else "''::bytea"}
    overrides["data"] = f"({SAID if seq == 1 else 't.data'}) - 'promises'"
    names, values = _columns(Step, overrides | {"id": None})
    source = ", ".join(f"{value} AS {name}" for name, value in zip(names, values, strict=True) if name != "hash")
    chosen = ", ".join(f"sha256(convert_to({HASHED}, 'UTF8'))" if name == "hash" else f"s.{name}" for name in names)
    cursor.execute(
        f"INSERT INTO workorders_step ({', '.join(names)}) SELECT {chosen} FROM ("
        f"SELECT {source} FROM workorders_step t, fresh f WHERE t.order_id = {order.pk} AND t.seq = {seq} OFFSET 0) s"
    )


def copy_rows(cursor: Any, model: type[Model], overrides: Mapping[str, str | None], which: str) -> None:
    """Of each row ``t`` of the table that is meant one for each row ``f`` of ``fresh``: its columns as ``overrides`` have
    them in SQL (None: left to the default), times moved by ``f.shift``, all others the same."""
    table = model._meta.db_table
    names, values = _columns(model, overrides)
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(map(_quoted, names))}) SELECT {', '.join(values)} FROM {table} t, fresh f WHERE {which}"
    )


def _columns(model: type[Model], overrides: Mapping[str, str | None]) -> tuple[list[str], list[str]]:
    """Column by column what a copy has: overridden, shifted in time, or the same. None: left to its default."""
    found = {}
    for field in model._meta.concrete_fields:
        column = str(field.column)
        value = overrides.get(
            column, f"t.{_quoted(column)}" + (" + f.shift" if isinstance(field, DateTimeField) else "")
        )
        if value is not None:
            found[column] = value
    return list(found), list(found.values())


def _quoted(column: str) -> str:
    """Some are called like words of SQL: ``true``."""
    return f'"{column}"'


@contextmanager
def past_triggers() -> Iterator[Any]:
    """A cursor whose writes no trigger sees. Whoever works with it makes the table ``fresh``, which goes with it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor
        cursor.execute("DROP TABLE fresh")
        cursor.execute("SET LOCAL session_replication_role = origin")
