"""The people of the demo district. All share one password, which production refuses (``Person.demo``)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from accounts.demo.units import City, District
from accounts.models import AccountEvent, Certificate, Person, Role, RoleAt, Unit

DEMO_PASSWORD = "Zhangdeng-2026"  # noqa: S105  known to everybody; such accounts never open in production
CREW_SIZE = 3
LAPSED_EVERY = 17  # every so many crew members' certificate has lapsed (B5.5)
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
# Besides their post they may see 举报: a few at each desk, so that one can try what the others do not see.
CLEARED = ("agent01", "agent02", "lead01", "auditor01", "dispatcher01", "handler03", "supervisor03")
GIVEN = (
    *"伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚",
    *re.findall("..", "桂英建华志强秀兰海燕立新国栋晓东雪梅文博春梅玉兰家豪子涵雨桐浩然思远嘉怡振宇佳琪"),
)


@dataclass(frozen=True)
class Post:
    """Someone's 工号, role and unit."""

    username: str
    role: Role
    unit: Unit


@transaction.atomic
def hire(district: District, seed: int = 2026) -> list[Person]:
    """Fill every post of the district. Deterministic for a ``seed``, but for the dates of today."""
    random = Random(seed)  # noqa: S311  names, not secrets
    now = timezone.now()
    posts = list(_posts(district))
    password = make_password(DEMO_PASSWORD)  # one hash for all: hashing is meant to be slow
    people = Person.objects.bulk_create(
        Person(
            username=post.username,
            name=random.choice(SURNAMES) + random.choice(GIVEN),
            phone=f"1390000{number:04d}",
            password=password,
            password_changed_at=now,
            demo=True,
        )
        for number, post in enumerate(posts)
    )
    pairs = list(zip(people, posts, strict=True))
    held = [
        *pairs,
        *((person, replace(post, role=Role.INTEGRITY)) for person, post in pairs if post.username in CLEARED),
    ]
    RoleAt.objects.bulk_create(RoleAt(person=person, role=post.role, unit=post.unit) for person, post in held)
    AccountEvent.objects.bulk_create(
        AccountEvent(
            kind=AccountEvent.Kind.ROLE_GRANTED,
            person=person,
            data={"role": str(post.role), "unit": post.unit.pk, "at": post.unit.name, "demo": True},
        )
        for person, post in held
    )
    _certify([person for person, post in pairs if post.role == Role.CREW], random)
    return people


def _posts(district: District) -> Iterator[Post]:
    centre, province, city = district.centre, district.province, district.city
    yield from _numbered("agent", Role.AGENT, [centre] * 12)
    yield from _numbered("lead", Role.LEAD, [centre] * 2)
    yield from _numbered("auditor", Role.AUDITOR, [province] * 2)
    dispatching = [city.unit] * 3 + [county for county in city.counties for _ in range(2)] + [district.other.unit]
    yield from _numbered("dispatcher", Role.DISPATCHER, dispatching)
    handling = [*city.departments, *city.stations, *district.other.departments]
    yield from _numbered("handler", Role.HANDLER, handling)
    managing = [centre, province, city.unit, *city.counties, *city.departments, district.other.unit]
    yield from _numbered("supervisor", Role.SUPERVISOR, managing)
    yield from _crews(city, district.other)
    yield Post("sysadmin", Role.SYSTEM_ADMIN, centre)
    yield Post("secadmin", Role.SECURITY_ADMIN, centre)
    yield Post("auditadmin", Role.AUDIT_ADMIN, centre)
    yield from _numbered("telephony", Role.TELEPHONY, [centre])


def _numbered(word: str, role: Role, units: list[Unit]) -> Iterator[Post]:
    for number, unit in enumerate(units, start=1):
        yield Post(f"{word}{number:02d}", role, unit)


def _crews(*cities: City) -> Iterator[Post]:
    crews = [crew for city in cities for crew in city.crews]
    for number, crew in enumerate(crews, start=1):
        for member in range(1, CREW_SIZE + 1):
            yield Post(f"crew{number:02d}{member}", Role.CREW, crew)


def _certify(crew: list[Person], random: Random) -> None:
    today = timezone.localdate()
    rows = []
    for number, person in enumerate(crew, start=1):
        lapsed = number % LAPSED_EVERY == 0
        days = -random.randint(5, 60) if lapsed else random.randint(90, 1000)
        expires = today + timedelta(days=days)
        issued = expires - timedelta(days=1095)
        rows.append(Certificate(person=person, number=f"DG{number:06d}", issued_on=issued, expires_on=expires))
    Certificate.objects.bulk_create(rows)
