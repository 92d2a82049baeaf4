"""Reads of units and people."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Length

from accounts.access import Access, Subtree
from accounts.models import AccountEvent, Certificate, Person, Role, RoleAt, SecondFactorRule, Unit
from schema.ready import answer

ANOTHER_TOP = "SELECT EXISTS (SELECT FROM accounts_unit WHERE parent_id IS NULL AND path <> ALL(%s))"


def units_within(paths: Iterable[str]) -> QuerySet[Unit]:
    """The units with ``paths`` and everything below them, inactive ones included; none for no paths."""
    condition = Q()
    for path in paths:
        condition |= Q(path__startswith=path)
    return Unit.objects.filter(condition) if condition else Unit.objects.none()


def subtree_ids(paths: Iterable[str]) -> list[int]:
    """Ids of ``units_within(paths)``."""
    return list(units_within(paths).order_by().values_list("pk", flat=True))


def subtree_of(access: Access, paths: tuple[str, ...]) -> Subtree:
    """The units below ``paths``, read once for each ``Access``, that is, once a request."""
    if paths not in access.known:
        tops = [path for path in paths if path.count("/") == 2]
        whole = bool(tops) and not answer(ANOTHER_TOP, tops)[0]
        access.known[paths] = Subtree([], True) if whole else Subtree(subtree_ids(paths))
    return access.known[paths]


def find_units(text: str, within: Iterable[str] | None = None) -> QuerySet[Unit]:
    """Active units whose name, code, pinyin or initials contain ``text``, those that begin with it first.
    ``within``: only below these paths. Not cut off: slice it."""
    wanted = text.strip()
    spelled = wanted.lower().replace(" ", "")
    units = Unit.objects.all() if within is None else units_within(within)
    if not wanted:
        return units.filter(active=True)
    begins = Q(name__startswith=wanted) | Q(pinyin__startswith=spelled) | Q(pinyin__contains=f" {spelled}")
    return (
        units.filter(active=True)
        .filter(Q(name__icontains=wanted) | Q(code__istartswith=wanted) | Q(pinyin__contains=spelled))
        .annotate(rank=Case(When(begins, then=Value(0)), default=Value(1), output_field=IntegerField()))
        .order_by("rank", "path")
    )


def _ids(path: str) -> list[int]:
    """Ids from the root down to the unit with ``path``, itself included."""
    return [int(part) for part in path.strip("/").split("/") if part]


def holders(path: str, roles: Iterable[str], up: bool = True) -> QuerySet[Person]:
    """Active people holding one of ``roles`` at the unit with ``path`` or, when ``up``, at any unit above it."""
    units = _ids(path) if up else _ids(path)[-1:]
    held = RoleAt.objects.filter(role__in=list(roles), unit_id__in=units, unit__active=True)
    return Person.objects.filter(is_active=True, pk__in=held.values("person_id"))


def nearest_holders(path: str, roles: Iterable[str]) -> QuerySet[Person]:
    """Active people holding one of ``roles`` at the nearest unit, upwards from ``path``, where anybody does."""
    held = RoleAt.objects.filter(
        role__in=list(roles), unit_id__in=_ids(path), unit__active=True, person__is_active=True
    )
    nearest = held.order_by(Length("unit__path").desc()).values("unit_id")[:1]
    return Person.objects.filter(is_active=True, pk__in=held.filter(unit_id=nearest).values("person_id"))


def holding_within(people: Iterable[Person], roles: Iterable[str], path: str) -> set[int]:
    """Ids of those of ``people`` who hold one of ``roles`` at the unit with ``path`` or above it."""
    held = RoleAt.objects.filter(role__in=list(roles), unit_id__in=_ids(path), unit__active=True)
    return set(held.filter(person__in=[person.pk for person in people]).values_list("person_id", flat=True))


def nearest_posts(path: str, roles: Iterable[str]) -> Unit | None:
    """The nearest unit, upwards from ``path``, where anybody active holds one of ``roles``."""
    held = RoleAt.objects.filter(
        role__in=list(roles), unit_id__in=_ids(path), unit__active=True, person__is_active=True
    )
    nearest = held.order_by(Length("unit__path").desc()).select_related("unit").first()
    return nearest.unit if nearest else None


def crew_members(crew_unit: Unit) -> QuerySet[Person]:
    """Active people who work in the crew ``crew_unit``."""
    return holders(crew_unit.path, [Role.CREW], up=False)


def certified(person: Person, on: date) -> bool:
    """B5.5: whether ``person`` holds a certificate valid on the day ``on`` (first and last day count)."""
    return certified_ids([person.pk], on) == {person.pk}


def certified_ids(person_ids: Iterable[int], on: date) -> set[int]:
    """B5.5 for many at once: which of ``person_ids`` are certified on the day ``on``."""
    valid = Certificate.objects.filter(person_id__in=list(person_ids), issued_on__lte=on, expires_on__gte=on)
    return set(valid.values_list("person_id", flat=True))


def active_person(pk: int) -> Person | None:
    """The person with this key, unless they left."""
    return Person.objects.filter(pk=pk, is_active=True).first()


def people_named(usernames: Iterable[str]) -> QuerySet[Person]:
    """The active people with these 工号."""
    return Person.objects.filter(username__in=list(usernames), is_active=True)


def second_factor_required(person: Person) -> bool:
    """Whether one of the person's roles demands a second factor."""
    return SecondFactorRule.objects.filter(role__in=person.access.roles).exists()


def with_posts(people: QuerySet[Person]) -> QuerySet[Person]:
    """``people``, each with its ``posts``."""
    held = Unit.objects.filter(
        active=True, pk__in=RoleAt.objects.filter(person=OuterRef(OuterRef("pk"))).values("unit")
    )
    found: QuerySet[Any] = people
    return found.annotate(posts=ArraySubquery(held.order_by("path").values("name")))


def read_posts(people: Iterable[Person | None]) -> None:
    """Give each of ``people`` its ``posts``, all in one query."""
    found = [person for person in people if person is not None]
    if not found:
        return
    held = RoleAt.objects.filter(person_id__in={person.pk for person in found}, unit__active=True)
    posts: dict[int, dict[int, str]] = {person.pk: {} for person in found}
    for person_id, unit_id, name in held.order_by("unit__path").values_list("person_id", "unit_id", "unit__name"):
        posts[person_id][unit_id] = name  # several roles at one unit are one post
    for person in found:
        person.posts = list(posts[person.pk].values())


def roles_of(person: Person) -> QuerySet[RoleAt]:
    """The person's roles, with their units, highest unit first."""
    return RoleAt.objects.filter(person=person).select_related("unit").order_by("unit__path", "role")


def people_administered_by(actor: Person) -> QuerySet[Person]:
    """Whom a security administrator may see: people with a role within reach, and people without any role."""
    within = units_within(actor.access.paths(Role.SECURITY_ADMIN)).values("pk")
    return (
        Person.objects.exclude(username=Person.SYSTEM)
        .filter(Q(roles__unit__in=within) | Q(roles__isnull=True))
        .distinct()
    )


def account_events() -> QuerySet[AccountEvent]:
    """The whole account log, newest first. For the audit administrator."""
    return AccountEvent.objects.select_related("actor", "person")
