"""Very many cases at the province: copies of some that came through the gate, each with a time, a city and a home of its own.

As in ``bench.mass`` the rows are written past the triggers, as the triggers would have made them; only the hash chain of
the log is left out, which no page reads.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import Person, Role, RoleAt
from bench.mass import copy_rows, past_triggers
from complaints.models import CaseDetail, ContactAttempt, Relay
from complaints.selectors.categories import choices_at
from customers.models import Premises
from workorders.models import Deadline, Return, Step, WorkOrder
from workorders.services import accept, perform

KINDS = {"complaint": 0.5, "opinion": 0.3, "suggestion": 0.1, "misconduct": 0.1}
FIRST_NUMBER = 60_000_000
TEXT = "{day}到现场核实，该户空开接线松动导致计量异常，依据《供电营业规则》退补电费86元，已向客户解释。"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def build(waiting: int, done: int, auditor: Person) -> None:
    """``waiting`` cases replied to that nobody has audited, and ``done`` that ``auditor`` passed in the last year."""
    clear()
    for kind, share in KINDS.items():
        _copy(replied(kind), round(waiting * share), timedelta(days=2))
    if done:
        _copy(archived(auditor), done, timedelta(days=360))


def demo(role: Role) -> Person:
    """The first of the demo district with ``role``, within reach of each other."""
    held = RoleAt.objects.filter(role=role, person__demo=True).select_related("person").order_by("person__username")
    return held[0].person


def clear() -> None:
    """Those through whose hands the copied cases pass may know of 举报."""
    for role in (Role.AUDITOR, Role.DISPATCHER, Role.HANDLER):
        person = demo(role)
        for held in list(RoleAt.objects.filter(person=person, role=role)):
            RoleAt.objects.get_or_create(person=person, role=Role.INTEGRITY, unit=held.unit)


def handled(kind: str) -> WorkOrder:
    """A case that stands with the demo's first handler."""
    premises = Premises.objects.select_related("customer").order_by("pk")[0]
    data: dict[str, Any] = {
        "premises": premises.pk,
        "contact_name": premises.customer.name[:40],
        "contact_phones": premises.customer.phones.all()[0].number,
        "address": premises.address,
        "content": "客户反映10月电费比往月多出一倍，要求核实电表并答复原因。",
        "category": choices_at(kind)[0].pk,
    }
    if kind == "complaint":
        data["grade"] = "ordinary"
    handler = demo(Role.HANDLER)
    order = accept(kind, demo(Role.AGENT), data).order
    perform(order.pk, "dispatch", demo(Role.AGENT), {})
    unit = RoleAt.objects.filter(person=handler, role=Role.HANDLER)[0].unit
    city = next(each for each in [*_above(unit)] if each.kind == "city")
    perform(order.pk, "forward", demo(Role.AUDITOR), {"unit": city.pk})
    perform(order.pk, "receive", demo(Role.DISPATCHER), {"unit": unit.pk})
    if order.phone:
        return perform(order.pk, "contact", handler, {"outcome": "reached", "said": "已说明核实情况"}).order
    perform(order.pk, "ask_relay", handler, {"question": "请转告客户核查情况"})
    return perform(order.pk, "relay", demo(Role.AGENT), {"outcome": "reached", "answer": "客户表示知道了"}).order


def replied(kind: str) -> WorkOrder:
    """A case that waits to be audited, with a reminder left standing in its reply."""
    order, handler = handled(kind), demo(Role.HANDLER)
    now = timezone.localtime()
    reply = {
        "handled_at": now.isoformat(),
        "text": TEXT.format(day=f"{now:%m月%d日}"),
        "opinion": "客户表示满意，认可退补金额。",
        "handled_by": handler.name,
        "true": "yes",
        "ours": "yes",
        "adopted": "yes" if kind == "suggestion" else "",
    }
    return perform(order.pk, "reply", handler, reply).order


def archived(auditor: Person) -> WorkOrder:
    """One that ``auditor`` passed and nobody calls back about."""
    order = handled("complaint")
    file = SimpleUploadedFile("情况说明.pdf", PDF, "application/pdf")
    perform(
        order.pk,
        "submit_statement",
        demo(Role.DISPATCHER),
        {"text": "诉求超出规定，已多次解释。"},
        files={"file": file},
    )
    return perform(order.pk, "approve", auditor, {}).order


def _above(unit: Any) -> Any:
    return type(unit).objects.filter(pk__in=unit.ancestor_ids)


FRESH = """
    CREATE TEMP TABLE fresh AS
    WITH phone AS (SELECT customer_id, min(number) AS phone FROM customers_phone GROUP BY customer_id),
         home AS (SELECT p.id AS premises_id, p.customer_id, p.address, h.phone, row_number() OVER (ORDER BY p.id) - 1 AS place,
                         count(*) OVER () AS homes FROM customers_premises p JOIN phone h USING (customer_id)),
         office AS (SELECT d.id AS unit_id, d.parent_id AS city_id, row_number() OVER (ORDER BY d.id) - 1 AS place,
                           count(*) OVER () AS offices FROM accounts_unit d WHERE d.code LIKE 'M%%-B%%')
    SELECT nextval(pg_get_serial_sequence('workorders_workorder', 'id')) AS id, g AS n, %(first)s + g AS number,
           - make_interval(secs => %(span)s * (1 - g::float / %(orders)s)) AS shift, o.unit_id, o.city_id,
           h.premises_id, h.customer_id, h.address, h.phone, %(now)s::timestamptz AS now
      FROM generate_series(0, %(orders)s - 1) g
      JOIN home h ON h.place = g * 7919 %% h.homes JOIN office o ON o.place = g %% o.offices
"""
LATE = "t.done_at IS NULL AND t.due_at + f.shift < f.now"


def _copy(order: WorkOrder, orders: int, span: timedelta) -> None:
    """``orders`` copies, their times spread evenly over ``span`` until now, their handling over the measure's cities."""
    with past_triggers() as cursor:
        first = FIRST_NUMBER + WorkOrder.objects.count()
        cursor.execute(FRESH, {"first": first, "span": span.total_seconds(), "orders": orders, "now": timezone.now()})
        cursor.execute("ANALYZE fresh")
        known = (
            ("premises_id", "customer_id", "address", "phone") if order.phone else ()
        )  # nobody's where it is confidential
        home = {name: f"f.{name}" for name in (*known, "unit_id")}
        copy_rows(
            cursor,
            WorkOrder,
            home
            | {
                "id": "f.id",
                "number": "to_char(t.accepted_at + f.shift, 'YYYYMMDD') || f.number",
                "content": "t.content || '第' || f.n || '户。'",
                "breached": "coalesce(t.next_due + f.shift < f.now, false)",
            },
            f"t.id = {order.pk}",
        )
        which, own = f"t.order_id = {order.pk}", {"id": None, "order_id": "f.id"}
        copy_rows(cursor, CaseDetail, {"order_id": "f.id", "forwarded_to_id": "f.city_id"}, which)
        copy_rows(cursor, ContactAttempt, own, which)
        copy_rows(cursor, Relay, own, which)
        copy_rows(cursor, Step, own | {"key": "NULL::varchar"}, which)
        clock = {
            "marks": "(SELECT array_agg(m + f.shift ORDER BY m) FROM unnest(t.marks) m)",
            "state": f"CASE WHEN {LATE} THEN 'breached' ELSE t.state END",
            "breached_at": f"CASE WHEN {LATE} THEN t.due_at + f.shift END",
            "fire_at": "f.now + interval '30 days'",
        }
        copy_rows(cursor, Deadline, own | clock, which)
        cursor.execute(
            f"INSERT INTO {Return._meta.db_table} (order_id, level, codes, text, unit_id, by_id, at) SELECT id, 'province',"
            " '{no_result}', '请写明结果', unit_id, %s, now + shift FROM fresh WHERE n %% 10 = 0",
            [demo(Role.AUDITOR).pk],
        )
