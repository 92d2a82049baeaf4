"""A3.5, C9: who reported is seen nowhere but where ``entitled`` says, and misconduct not even in a count."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.db import connection
from redis import Redis

from accounts.models import Person
from tests.leaks.asking import everything
from tests.leaks.planting import Case, World
from tests.leaks.walk import Walker
from workorders.models import WorkOrder

pytestmark = pytest.mark.clause("A3.5", "C9")


def test_nobody_is_shown_what_is_not_theirs(world: World, logged: list[str]):
    walker = Walker(world)
    seen = walker.walk(everything(world))
    for line in logged:
        walker.scan("log", "log line", line)
    assert not seen.leaks, seen.report()
    # A walk that sees nothing proves nothing: here is what it saw where it belongs.
    for rightly in (
        ("handler", "workorders:order", "open", "phone"),
        ("handler", "workorders:print", "open", "name"),
        ("lead", "workorders:export", "open", "phone"),
        ("lead", "api_orders", "open", "phone"),
        ("lead", "customers:look_up", "confidential", "account"),
        ("agent", "look", "confidential", "phone"),
        ("cleared_lead", "look", "misconduct", "name"),
        ("cleared_handler", "workorders:order", "misconduct", "content"),
        ("cleared_lead", "workorders:queue", "unknown", "number"),
        ("cleared_lead", "workorders:export", "misconduct", "content"),
        ("cleared_handler", "workorders:inbox", "misconduct", "number"),
        # every pile of the audit desk, its decision refused, and the reply's form with what the customer said beside it
        ("cleared_auditor", "complaints:audit", "misconduct replied", "content"),
        ("cleared_auditor", "complaints:audit", "misconduct dispatched", "content"),
        ("cleared_auditor", "complaints:audit", "misconduct extended", "content"),
        ("cleared_auditor", "complaints:audit", "misconduct", "content"),
        ("cleared_auditor", "complaints:audit_decide", "misconduct replied", "content"),
        ("cleared_auditor", "complaints:audit_decide", "misconduct dispatched", "content"),
        ("cleared_auditor", "complaints:audit_decide", "misconduct extended", "content"),
        ("cleared_auditor", "complaints:audit_decide", "misconduct", "content"),
        ("cleared_handler", "workorders:verb", "misconduct extended", "content"),
    ):
        assert rightly in seen.rightly
    assert seen.asked > 1500


def test_nothing_of_it_lies_in_the_database_but_sealed(world: World):
    """As whoever holds a dump: each row of each table as text, bytes in hexadecimal and decoded."""
    walker = Walker(world, posts=())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT each::text FROM "{table}" each')
            for (row,) in cursor.fetchall():
                walker.scan("database", f"table {table}", row + decoded(row))
    for session in Session.objects.all():
        walker.scan("database", "table django_session", str(session.get_decoded()))
    found = [leak for leak in walker.seen.leaks if leak.case != "open"]
    assert not found, walker.seen.report()
    assert ("database", "table customers_customer", "anonymous", "name") in walker.seen.rightly
    assert ("database", "table workorders_workorder", "open", "phone") in walker.seen.rightly


def decoded(row: str) -> str:
    """What stands in the bytes of a row, as text."""
    parts = (part.split('"')[0].split(",")[0].rstrip(")") for part in row.split("\\x")[1:])
    found = (
        bytes.fromhex(part) for part in parts if part and len(part) % 2 == 0 and set(part) <= set("0123456789abcdef")
    )
    return "".join(each.decode(errors="replace") for each in found)


def test_no_row_leads_from_an_order_that_names_nobody_to_a_call(world: World):
    """Neither a key nor an instant they share: the telephone's record and the order's stay two."""
    for case in hidden_callers(world):
        order = WorkOrder.objects.get(pk=case.order.pk)
        assert (order.call, order.customer, order.premises, order.phone, order.other_phones) == (
            None,
            None,
            None,
            "",
            [],
        )
        assert not order.urgings.exclude(call=None).exists()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM customers_callevent e JOIN customers_call c ON c.id = e.call_id"
                " JOIN workorders_step s ON s.order_id = %s AND e.at IN (s.occurred_at, s.recorded_at)"
                " WHERE c.caller = %s",
                [order.pk, case.who.phone],
            )
            assert cursor.fetchone() == (0,)
        assert case.call is not None
        case.call.refresh_from_db()
        assert case.call.disposal == "answered", "a call marked 已建工单 that no order names says whose it was"


def test_no_text_message_and_nothing_in_valkey_tells(world: World):
    walker = Walker(world, posts=())
    posts = {person.phone: person.username for person in Person.objects.exclude(phone="")}
    texts = [path.read_text() for path in Path(configured.SMS_FOLDER).glob("*.txt")]
    assert texts
    for text in texts:
        phone, _, said = text.partition("\n")
        walker.scan("handset", f"sms to {posts.get(phone, phone)}", said)
    with Redis.from_url(configured.REDIS_URL) as valkey:
        for key in valkey.scan_iter(count=1000):
            walker.scan(
                "valkey", f"key {key.decode(errors='replace')[:40]}", key.decode(errors="replace") + kept(valkey, key)
            )
    found = [leak for leak in walker.seen.leaks if leak.case != "open"]
    assert not found, walker.seen.report()


def kept(valkey: Redis, key: bytes) -> str:
    kind = valkey.type(key)
    read = {
        b"string": lambda: [valkey.get(key)],
        b"list": lambda: valkey.lrange(key, 0, -1),
        b"hash": lambda: [each for pair in valkey.hgetall(key).items() for each in pair],
        b"zset": lambda: valkey.zrange(key, 0, -1),
        b"set": lambda: list(valkey.smembers(key)),
    }.get(kind, list)
    found = [each for each in read() if each]
    texts = [each.decode(errors="replace") for each in found]
    return "\n".join([*texts, *(base64.b64decode(part + "==").decode(errors="replace") for part in bodies(texts))])


def bodies(texts: list[str]) -> list[str]:
    """The bodies of Celery's messages, which are base64."""
    return [part.split('"')[0] for text in texts for part in text.split('"body": "')[1:]]


def hidden_callers(world: World) -> list[Case]:
    return [case for case in world.cases if case.secrecy != "open"]
