"""A power company that has been at work for a year: many units, very many orders, some of them in hand.

Written past the triggers (the tables must be a measure's own): numbers, states, steps, clocks and call-backs are as the
gate would have left them; only the hash chain of the log is left out, which no page reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Person, Role, RoleAt, Unit
from accounts.services.units import create_unit
from bench import house_words
from workorders.models import RuleProfile, WorkOrder
from workorders.selectors.keyset import BY_CLOCK
from workorders.services.tallies import count_anew
from workorders.services.texts import BATCH, index_texts

Kind = Unit.Kind
COUNTIES, STATIONS, CREWS = 6, 5, 4  # a city's counties, a county's stations, a station's crews
DEPARTMENTS = {"营销部": "marketing", "运检部": "operations", "安监部": "safety", "用电检查": "inspection"}
FIRST_NUMBER = 20_000_000


class Standing(NamedTuple):
    """How many of a thousand orders in hand are in ``state``, who holds them, and what they owe: ``clock`` falls due
    between the two numbers of minutes from now. ``steps``: how many verbs of an ordinary life led here."""

    state: str
    share: int
    holder: str
    clock: str
    due: tuple[int, int]
    steps: int


IN_HAND = (
    Standing("accepted", 8, "centre", "dispatched_by", (-1, 3), 1),
    Standing("dispatched", 25, "county", "received_by", (-1, 3), 2),
    Standing("received", 35, "county", "arrived_by", (-5, 45), 3),
    Standing("assigned", 70, "crew", "arrived_by", (-8, 90), 4),
    Standing("en_route", 50, "crew", "arrived_by", (-10, 90), 5),
    Standing("on_site", 120, "crew", "replied_by", (-20, 600), 6),
    Standing("restored", 42, "crew", "replied_by", (-4, 5), 8),
    Standing("replied", 600, "county", "called_back_by", (-60, 1440), 9),
    Standing("merged", 50, "crew", "", (0, 0), 4),
)
LIFE = ("accept", "dispatch", "receive", "assign", "depart", "arrive", "survey", "restore", "reply", "call_back")
STATES = (
    *("accepted", "dispatched", "received", "assigned", "en_route", "on_site", "on_site", "restored", "replied"),
    "archived",
)


def build(orders: int, in_hand: int, cities: int = 10) -> None:
    """``orders`` orders, ``in_hand`` of them open or waiting, over ``cities`` cities of the demo's province."""
    plant_units(cities)
    agents()
    with _past_triggers() as cursor:
        _fresh(cursor, orders, in_hand)
        for statement in (ORDERS, DETAILS, STEPS, CLOCKS, CALLBACKS, ATTEMPTS, INVOLVED, NOTED):
            cursor.execute(statement, _words())
    count_anew()
    _index_texts()


def archive(orders: int, kinds: Sequence[str], cities: int = 10) -> None:
    """``orders`` orders of the last 398 days and nothing beside them, 97 % archived, the others void; of ``kinds`` in turn."""
    plant_units(cities)
    agents()
    with _past_triggers() as cursor:
        _fresh(cursor, orders, 0)
        cursor.execute(
            ORDERS.replace("'repair'", "(%(kinds)s)[1 + n %% cardinality(%(kinds)s)]"), {"kinds": list(kinds)}
        )


def _index_texts() -> None:
    """As the worker does, but the index is built in one go afterwards: a third of the time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_indexdef('order_text_pairs'::regclass)")
        made = cursor.fetchone()[0]
        cursor.execute("DROP INDEX order_text_pairs")
        while index_texts() == BATCH:
            pass
        cursor.execute(made)


def plant_units(cities: int) -> None:
    """The cities with all that is below them, once."""
    province = Unit.objects.filter(kind=Kind.PROVINCE).order_by("pk")[0]
    for number in range(Unit.objects.filter(parent=province, code__startswith="M").count(), cities):
        code = f"M{number + 1}"
        city = create_unit(parent=province, kind=Kind.CITY, name=f"{house_words.CITIES[number]}市供电公司", code=code)
        for place, (name, function) in enumerate(DEPARTMENTS.items(), start=1):
            create_unit(parent=city, kind=Kind.DEPARTMENT, name=name, code=f"{code}-B{place}", function=function)
        for c in range(1, COUNTIES + 1):
            _plant_county(city, f"{code}-X{c}", f"{house_words.CITIES[number]}{house_words.COUNTIES[c - 1]}")


def _plant_county(city: Unit, code: str, name: str) -> None:
    county = create_unit(parent=city, kind=Kind.COUNTY, name=f"{name}供电公司", code=code)
    for s in range(1, STATIONS + 1):
        place = f"{name}{house_words.STATIONS[s - 1]}"
        station = create_unit(parent=county, kind=Kind.STATION, name=f"{place}供电所", code=f"{code}-S{s}")
        for g in range(1, CREWS + 1):
            create_unit(parent=station, kind=Kind.CREW, name=f"{place}抢修{g}班", code=f"{code}-S{s}-C{g}")


def agents(wanted: int = 300) -> None:
    """So many people who take calls at the centre."""
    centre = Unit.objects.filter(kind=Kind.CENTRE).order_by("pk")[0]
    have = Person.objects.filter(username__startswith="mass").count()
    people = [Person(username=f"mass{n:04}", name=f"座席{n}", password="!") for n in range(have, wanted)]
    Person.objects.bulk_create(people)
    RoleAt.objects.bulk_create(RoleAt(person=person, role=Role.AGENT, unit=centre) for person in people)


def person_at(username: str, role: Role, unit: Unit) -> Person:
    """Somebody who holds ``role`` there, and nothing else."""
    person = Person.objects.filter(username=username).first()
    if person is None:
        person = Person.objects.create_user(username, None, name=f"{unit.name}{role.label}"[:40])
        RoleAt.objects.create(person=person, role=role, unit=unit)
    return person


def middle() -> str:
    """Where the list of what is not one's own turn is half through, as its links say it."""
    live = WorkOrder.objects.filter(phase__in=["open", "waiting"], next_due__isnull=False).order_by("next_due", "pk")
    return "r:" + BY_CLOCK.mark(live[live.count() // 2])


def _words() -> dict[str, Any]:
    return {
        "openings": list(house_words.OPENINGS),
        "wants": list(house_words.WANTS),
        "streets": list(house_words.STREETS),
        "letters": house_words.LETTERS,
        "life": list(LIFE),
        "states": list(STATES),
    }


def _fresh(cursor: Any, orders: int, in_hand: int) -> None:
    """What distinguishes one order from another, in a table of its own for as long as the building lasts."""
    shares = [standing for standing in IN_HAND for _ in range(standing.share)]
    centre = Unit.objects.filter(kind=Kind.CENTRE).order_by("pk")[0]
    numbers = {
        "orders": orders,
        "done": orders - in_hand,
        "now": timezone.now(),
        "first": FIRST_NUMBER + WorkOrder.objects.count(),
        "centre": centre.pk,
        "profile": RuleProfile.objects.order_by("pk")[0].pk,
        "standing": [IN_HAND.index(standing) + 1 for standing in shares],
        "s_state": [standing.state for standing in IN_HAND],
        "s_holder": [standing.holder for standing in IN_HAND],
        "s_clock": [standing.clock for standing in IN_HAND],
        "s_from": [standing.due[0] for standing in IN_HAND],
        "s_to": [standing.due[1] for standing in IN_HAND],
        "s_steps": [standing.steps for standing in IN_HAND],
    }
    cursor.execute("SELECT setseed(0.42)")
    cursor.execute(FRESH, _words() | numbers)
    cursor.execute("CREATE UNIQUE INDEX ON fresh (id)")
    cursor.execute("ANALYZE fresh")


FRESH = """
CREATE TEMP TABLE fresh ON COMMIT DROP AS
WITH crew AS (
        SELECT c.id AS crew, s.id AS station, s.parent_id AS county, k.parent_id AS city,
               row_number() OVER (ORDER BY c.id) - 1 AS place, count(*) OVER () AS crews
          FROM accounts_unit c JOIN accounts_unit s ON s.id = c.parent_id JOIN accounts_unit k ON k.id = s.parent_id
         WHERE c.kind = 'crew' AND c.code LIKE 'M%%'),
     agent AS (
        SELECT id AS agent, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS agents
          FROM accounts_person WHERE username LIKE 'mass%%'),
     phone AS (SELECT customer_id, min(number) AS phone FROM customers_phone GROUP BY customer_id),
     home AS (
        SELECT p.id AS premises, t.feeder_id AS feeder, p.customer_id AS customer, p.address, p.area_class, h.phone, c.name,
               row_number() OVER (ORDER BY p.id) - 1 AS place, count(*) OVER () AS homes
          FROM customers_premises p JOIN phone h USING (customer_id) JOIN customers_customer c ON c.id = p.customer_id
               JOIN customers_transformer t ON t.id = p.transformer_id),
     drawn AS MATERIALIZED (
        SELECT g AS n, g >= %(done)s AS live, random() AS chance, random() AS spot,
               (%(standing)s)[1 + floor(random() * cardinality(%(standing)s))::int] AS s,
               floor(random() * (SELECT count(*) FROM crew))::bigint AS crew_place,
               floor(random() * (SELECT count(*) FROM agent))::bigint AS agent_place,
               floor(random() * (SELECT count(*) FROM home))::bigint AS home_place,
               (%(openings)s)[1 + floor(random() * cardinality(%(openings)s))::int] AS opening,
               (%(wants)s)[1 + floor(random() * cardinality(%(wants)s))::int] AS want,
               (%(streets)s)[1 + floor(random() * cardinality(%(streets)s))::int] AS street,
               substr(%(letters)s, 1 + floor(random() * length(%(letters)s))::int, 1)
               || substr(%(letters)s, 1 + floor(random() * length(%(letters)s))::int, 1)
               || substr(%(letters)s, 1 + floor(random() * length(%(letters)s))::int, 1) AS rare,
               floor(random() * 900 + 100)::int AS door
          FROM generate_series(0, %(orders)s - 1) g),
     told AS (
        SELECT d.*, c.crew, c.county, c.city, a.agent, h.premises, h.feeder, h.customer, h.address, h.area_class, h.phone, h.name,
               CASE WHEN d.live THEN (%(s_state)s)[d.s] WHEN d.chance < 0.03 THEN 'void' ELSE 'archived' END AS state,
               CASE WHEN d.live THEN (%(s_holder)s)[d.s] ELSE 'crew' END AS holder,
               CASE WHEN d.live THEN (%(s_clock)s)[d.s] ELSE '' END AS clock,
               CASE WHEN d.live THEN (%(s_steps)s)[d.s] WHEN d.chance < 0.03 OR d.n < %(done)s * 0.9 THEN 2 ELSE 10 END
                   AS steps,
               %(now)s + make_interval(secs => 60 * ((%(s_from)s)[d.s] + d.spot * ((%(s_to)s)[d.s] - (%(s_from)s)[d.s])))
                   AS due,
               CASE WHEN d.live THEN %(now)s - make_interval(mins => 3 * (%(s_steps)s)[d.s] * (%(s_steps)s)[d.s])
                                      - make_interval(secs => d.chance * 60)
                    ELSE %(now)s - make_interval(hours => 1) - (interval '398 days') * (1 - d.n::float / %(done)s) END
                   AS accepted
          FROM drawn d JOIN crew c ON c.place = d.crew_place JOIN agent a ON a.place = d.agent_place
               JOIN home h ON h.place = d.home_place)
SELECT nextval(pg_get_serial_sequence('workorders_workorder', 'id')) AS id, t.*,
       to_char(t.accepted AT TIME ZONE 'Asia/Shanghai', 'YYYYMMDD') || (%(first)s + t.n)::text AS number,
       CASE t.holder WHEN 'centre' THEN %(centre)s WHEN 'county' THEN t.county ELSE t.crew END AS unit,
       CASE WHEN t.state = 'void' THEN 'void' WHEN t.state = 'archived' THEN 'done' WHEN t.state = 'replied'
            THEN 'waiting' ELSE 'open' END AS phase,
       CASE WHEN t.live AND t.clock <> '' THEN t.due END AS next_due,
       %(centre)s AS centre, %(profile)s AS profile, %(now)s AS now
  FROM told t ORDER BY t.n
"""

ORDERS = """
INSERT INTO workorders_workorder (id, number, kind, state, phase, version, channel, source_no, urgency, area_class, title,
    content, contact_name, phone, other_phones, address, accepted_at, archived_at, next_due, breached,
    state_before_merge, urges, earlier_calls, centre_id, customer_id, first_agent_id, premises_id, feeder_id, profile_id,
    unit_id)
SELECT id, number, 'repair', state, phase, steps, 'phone', '', CASE WHEN n %% 50 = 0 THEN 'urgent' ELSE 'ordinary' END,
    area_class, left(opening, 40), opening || '地址在' || street || door || '号' || rare || '附近。' || want, left(name, 40),
    phone, '{}', address, accepted, CASE WHEN phase = 'done' THEN accepted + interval '1 day' END, next_due,
    coalesce(next_due < now, n %% 40 = 0), '', 0, n %% 3, centre, customer, agent, premises, feeder, profile, unit
  FROM fresh ORDER BY id
"""

DETAILS = """
INSERT INTO repair_repairdetail (order_id, category, extent, accident, ownership_guess, large_area, safety_reminded, hints,
    explained, no_position, verdict, cause, ownership, affected, result_kind, consent, result, opinion, in_charge,
    confirmation, phone_left, damage, paperwork, dispatched_at, received_at, assigned_at, taken_at, departed_at,
    arrived_at, restored_at, replied_at, crew_id, dispatched_to_id)
SELECT id, 'low_voltage', '', '', '', false, true, '[]', '', '', '', '', '', '', '', '', '', '', '', '', false, '', '',
    CASE WHEN steps > 1 THEN accepted + interval '2 minutes' END, CASE WHEN steps > 2 THEN accepted + interval '4 minutes' END,
    CASE WHEN steps > 3 THEN accepted + interval '7 minutes' END, CASE WHEN steps > 4 THEN accepted + interval '9 minutes' END,
    CASE WHEN steps > 4 THEN accepted + interval '12 minutes' END, CASE WHEN steps > 5 THEN accepted + interval '31 minutes' END,
    CASE WHEN steps > 7 THEN accepted + interval '55 minutes' END, CASE WHEN steps > 8 THEN accepted + interval '59 minutes' END,
    CASE WHEN steps > 3 THEN crew END, CASE WHEN steps > 1 THEN county END
  FROM fresh ORDER BY id
"""

STEPS = """
INSERT INTO workorders_step (order_id, seq, verb, from_state, to_state, actor_id, occurred_at, recorded_at, data, digest,
    previous, hash)
SELECT id, seq, (%(life)s)[seq], CASE WHEN seq = 1 THEN '' ELSE (%(states)s)[seq - 1] END, (%(states)s)[seq], agent,
    accepted + make_interval(mins => 6 * (seq - 1)), accepted + make_interval(mins => 6 * (seq - 1)), '{}', '', '', ''
  FROM fresh, generate_series(1, steps) seq ORDER BY id, seq
"""

CLOCKS = """
INSERT INTO workorders_deadline (order_id, clock, generation, state, started_at, due_at, marks, tells, breach_mark, level,
    fire_at, provisional, breached_at, done_at, late_cause, late_text, note, rule_id)
SELECT f.id, 'dispatched_by', 1, 'met', f.accepted, f.accepted + interval '3 minutes',
       ARRAY[f.accepted + interval '3 minutes'], '{above}'::varchar[], 1, 0, NULL::timestamptz, false, NULL::timestamptz,
       f.accepted + interval '2 minutes', '', '', '', r.id
  FROM fresh f JOIN workorders_rule r ON r.profile_id = f.profile AND r.kind = 'repair' AND r.clock = 'dispatched_by'
 WHERE f.clock <> 'dispatched_by'
UNION ALL
SELECT f.id, f.clock, 1, CASE WHEN f.due < f.now THEN 'breached' ELSE 'running' END, f.due - interval '45 minutes', f.due,
       ARRAY[f.due - interval '20 minutes', f.due, f.due + interval '20 minutes'], '{handler,lead,supervisor}'::varchar[], 2,
       CASE WHEN f.due < f.now THEN 2 ELSE 0 END, f.due + interval '30 days', false,
       CASE WHEN f.due < f.now THEN f.due END, NULL, '', '', '', r.id
  FROM fresh f JOIN LATERAL (SELECT id FROM workorders_rule r WHERE r.profile_id = f.profile AND r.kind = 'repair' AND r.clock = f.clock
                              ORDER BY id LIMIT 1) r ON true
 WHERE f.clock <> ''
 ORDER BY 1
"""

CALLBACKS = """
INSERT INTO workorders_callback (order_id, round, state, opens_at, attempts_made, closed_at)
SELECT id, 1, CASE WHEN phase = 'waiting' THEN 'open' ELSE 'reached' END,
       CASE WHEN phase = 'waiting' THEN now + make_interval(mins => floor(spot * 600)::int - 300)
            ELSE accepted + interval '2 hours' END,
       CASE WHEN phase = 'waiting' THEN 0 ELSE 1 END,
       CASE WHEN phase = 'done' THEN accepted + interval '1 day' END
  FROM fresh WHERE phase = 'waiting' OR steps = 10 ORDER BY id
"""

ATTEMPTS = """
INSERT INTO workorders_attempt (callback_id, number, outcome, at, agent_id, answers, satisfaction, dissatisfied, words, solved)
SELECT c.id, 1, 'reached', f.accepted + interval '1 day', f.agent, '{"service": "good"}', 1, '{}', '', true
  FROM fresh f JOIN workorders_callback c ON c.order_id = f.id WHERE f.phase = 'done'
"""

INVOLVED = """
INSERT INTO workorders_involved (order_id, unit_id, why, live, held_by)
SELECT f.id, d.id, 'support', f.live, f.unit FROM fresh f JOIN accounts_unit d ON d.parent_id = f.city AND d.function = 'operations'
 WHERE f.n %% 33 = 0
"""


NOTED = "INSERT INTO workorders_unindexed (order_id) SELECT id FROM fresh"


@contextmanager
def _past_triggers() -> Any:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL synchronous_commit = off")
        yield cursor
        cursor.execute("SET LOCAL session_replication_role = origin")
