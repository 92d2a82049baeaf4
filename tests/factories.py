"""A small district to test with: two cities under one centre, a station, two crews, a street, people for each role."""

from __future__ import annotations

import dataclasses
from copy import copy
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Certificate, Person, Role, RoleAt, Unit
from accounts.services.units import create_unit
from customers.models import Customer, Feeder, Phone, Premises, Substation, Transformer
from customers.services.contacts import register_customer, register_premises
from repair.models import DailyCheck, Duty
from workorders.models import RuleProfile, WorkOrder
from workorders.services import Outcome, accept, perform

PASSWORD = "Lamp-light-2026"
_hash: list[str] = []


def hashed() -> str:
    """One slow hash for all people of a run."""
    if not _hash:
        _hash.append(make_password(PASSWORD))
    return _hash[0]


@dataclass
class District:
    centre: Unit
    city: Unit
    county: Unit
    station: Unit
    crew_unit: Unit
    second_crew_unit: Unit
    safety: Unit
    operations: Unit
    other_city: Unit
    other_crew_unit: Unit
    transformer: Transformer
    far_transformer: Transformer
    premises: Premises
    neighbour: Premises
    far_premises: Premises
    people: dict[str, Person] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        """People by the name of their post: ``district.agent``. A fresh one each time, as a request has it."""
        people = self.__dict__.get("people", {})
        if name in people:
            return Person.objects.get(pk=people[name].pk)
        raise AttributeError(name)


# post, role, unit
POSTS = (
    ("agent", Role.AGENT, "centre"),
    ("second_agent", Role.AGENT, "centre"),
    ("lead", Role.LEAD, "centre"),
    ("auditor", Role.AUDITOR, "centre"),
    ("dispatcher", Role.DISPATCHER, "city"),
    ("other_dispatcher", Role.DISPATCHER, "other_city"),
    ("handler", Role.HANDLER, "operations"),
    ("safety_officer", Role.HANDLER, "safety"),
    ("crew", Role.CREW, "crew_unit"),
    ("crew_mate", Role.CREW, "crew_unit"),
    ("second_crew", Role.CREW, "second_crew_unit"),
    ("other_crew", Role.CREW, "other_crew_unit"),
    ("supervisor", Role.SUPERVISOR, "city"),
    ("director", Role.SUPERVISOR, "centre"),
    ("telephony", Role.TELEPHONY, "centre"),
    ("system_admin", Role.SYSTEM_ADMIN, "centre"),
    ("security_admin", Role.SECURITY_ADMIN, "centre"),
    ("audit_admin", Role.AUDIT_ADMIN, "centre"),
)


def make_places() -> District:
    """Units under their rules, network, customers and where they live, as the services make them."""
    kind, function = Unit.Kind, Unit.Function
    centre = create_unit(parent=None, kind=kind.CENTRE, name="测试客服中心", code="Z")
    city = create_unit(parent=centre, kind=kind.CITY, name="东江市供电公司", code="C1")
    county = create_unit(parent=city, kind=kind.COUNTY, name="青石县供电公司", code="X1")
    station = create_unit(parent=county, kind=kind.STATION, name="城东供电所", code="S1")
    crew_unit = create_unit(parent=station, kind=kind.CREW, name="城东抢修一班", code="T1")
    second = create_unit(parent=station, kind=kind.CREW, name="城东抢修二班", code="T2")
    safety = create_unit(parent=city, kind=kind.DEPARTMENT, function=function.SAFETY, name="安监部", code="D1")
    operations = create_unit(parent=city, kind=kind.DEPARTMENT, function=function.OPERATIONS, name="运检部", code="D2")
    other_city = create_unit(parent=centre, kind=kind.CITY, name="西湖市供电公司", code="C2")
    other_crew = create_unit(parent=other_city, kind=kind.CREW, name="西湖抢修班", code="T9")
    RuleProfile.objects.get(code="sgcc").units.add(centre)
    substation = Substation.objects.create(name="110kV青石变电站")
    feeder = Feeder.objects.create(substation=substation, name="10kV朝阳线", code="L1")
    far_feeder = Feeder.objects.create(substation=substation, name="10kV青石线", code="L2")
    transformer = Transformer.objects.create(feeder=feeder, name="朝阳路1号台区", code="TQ1")
    far = Transformer.objects.create(feeder=far_feeder, name="青石巷1号台区", code="TQ2")

    def settle(number: int, name: str, street: str, door: str, phones: str, at: Transformer) -> Premises:
        return register_premises(
            register_customer(name, phones=phones),
            account_no=f"{7_700_000_000_000 + number}",
            street=street,
            door=door,
            unit=station,
            transformer=at,
            town="东江市",
        )

    return District(
        centre,
        city,
        county,
        station,
        crew_unit,
        second,
        safety,
        operations,
        other_city,
        other_crew,
        transformer,
        far,
        settle(1, "张伟", "朝阳路", "18号3单元502室", "13812345678、0427-2821234", transformer),
        settle(2, "李娜", "朝阳路", "18号3单元501室", "13912345679", transformer),
        settle(3, "王强", "青石巷", "7号", "13712345670", far),
    )


LAID = (Unit, Substation, Feeder, Transformer, Customer, Phone, Premises, RuleProfile.units.through)
_places: list[tuple[str, dict[str, Any]]] = []  # the statement that lays them down, and the district's own by name


def lay_places() -> District:
    """``make_places``, made once in a process and laid down in one statement from then on: most tests begin with them."""
    if not _places:
        with transaction.atomic():
            district = make_places()
            rows = {model: model._base_manager.order_by("pk").in_bulk() for model in LAID}
            transaction.set_rollback(True)
        with transaction.atomic(), CaptureQueriesContext(connection) as asked:
            for model, laid in rows.items():
                model._base_manager.bulk_create(laid.values())
            transaction.set_rollback(True)
        statement = ";".join(query["sql"] for query in asked.captured_queries if query["sql"].startswith("INSERT"))
        fields = {each.name: getattr(district, each.name) for each in dataclasses.fields(District)}
        named = {name: rows[type(row)][row.pk] for name, row in fields.items() if name != "people"}
        _places.append((statement, named))
    statement, named = _places[0]
    with connection.cursor() as cursor:
        cursor.execute(statement)
    return District(**{name: copy(row) for name, row in named.items()})


def build_district() -> District:
    """Everything a fault report meets, with both crews of the city on duty, certified and checked today."""
    district = lay_places()
    people = Person.objects.bulk_create(
        Person(
            username=post,
            name=f"某{Role(role).label}",
            phone=f"1390000{place:04d}",
            password=hashed(),
            password_changed_at=timezone.now(),
        )
        for place, (post, role, _) in enumerate(POSTS)
    )
    district.people = {person.username: person for person in people}
    RoleAt.objects.bulk_create(
        RoleAt(person=district.people[post], role=role, unit=getattr(district, unit)) for post, role, unit in POSTS
    )
    put_on_duty(
        {district.crew_unit: district.people["crew"], district.second_crew_unit: district.people["second_crew"]}
    )
    return district


def put_on_duty(crews: dict[Unit, Person]) -> None:
    now = timezone.now()
    today, valid = timezone.localdate(now), timedelta(days=400)
    Certificate.objects.bulk_create(
        Certificate(person=person, number=f"T{person.pk}", issued_on=today - valid, expires_on=today + valid)
        for person in crews.values()
    )
    Duty.objects.bulk_create(Duty(crew=crew, person=person, since=now) for crew, person in crews.items())
    DailyCheck.objects.bulk_create(
        DailyCheck(crew=crew, day=today, by=person, at=now) for crew, person in crews.items()
    )


def report(district: District, **changes: Any) -> dict[str, Any]:
    """What an agent enters for an ordinary fault at ``district.premises``."""
    return {
        "premises": district.premises.pk,
        "contact_name": "张伟",
        "contact_phones": "138 1234 5678",
        "address": "东江市朝阳路18号3单元502室",
        "content": "客户报修一户无电，室内及表下开关未跳闸，请尽快核实处理。",
        "category": "low_voltage",
        "safety_reminded": True,
        **changes,
    }


def accepted(district: District, **changes: Any) -> WorkOrder:
    return accept("repair", district.agent, report(district, **changes)).order


# What each verb of an ordinary life takes, and who does it.
LIFE: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("dispatch", "agent", {}),
    ("receive", "dispatcher", {}),
    ("assign", "dispatcher", {"crew": "crew_unit"}),
    ("depart", "crew", {}),
    ("arrive", "crew", {"latitude": 41.1, "longitude": 122.0}),
    (
        "survey",
        "crew",
        {
            "verdict": "low_voltage",
            "cause": "熔断器烧损",
            "ownership": "utility",
            "affected": "一户",
            "expected_at": "+2h",
        },
    ),
    ("restore", "crew", {"result_kind": "power"}),
    (
        "reply",
        "crew",
        {
            "result": "更换熔断器，已恢复供电。",
            "opinion": "满意",
            "in_charge": "某抢修人员",
            "confirmation": "signed",
            "phone_left": True,
        },
    ),
)

ANSWERS: dict[str, Any] = {
    "outcome": "reached",
    "workmanship": "good",
    "service": "good",
    "arrival": "yes",
    "restoration": "yes",
    "satisfaction": "1",
    "solved": "yes",
}


def verb_data(district: District, data: dict[str, Any]) -> dict[str, Any]:
    filled = dict(data)
    if filled.get("crew") == "crew_unit":
        filled["crew"] = district.crew_unit.pk
    if filled.get("expected_at") == "+2h":
        filled["expected_at"] = (timezone.now() + timedelta(hours=2)).isoformat()
    return filled


def act(district: District, order: WorkOrder, verb: str, post: str, /, **data: Any) -> Outcome:
    return perform(order.pk, verb, getattr(district, post), verb_data(district, data))


def lived_until(district: District, state: str, **changes: Any) -> WorkOrder:
    """An order that has lived an ordinary life until it reached ``state``."""
    order = accepted(district, **changes)
    for verb, post, data in LIFE:
        if order.state == state:
            break
        order = act(district, order, verb, post, **data).order
    assert order.state == state, order.state
    return order


def archived(district: District, order: WorkOrder) -> WorkOrder:
    """``order``, which has been replied to, called back about and done with."""
    order.callbacks.update(opens_at=timezone.now())
    return act(district, order, "call_back", "agent", **ANSWERS).order
