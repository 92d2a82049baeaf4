"""Changing the trees of categories. What was in use ends, and new rows go on from the same instant.

Each act is a system administrator's over everything (the trees are the same for all companies), stands in the account
log, and waits for any other: of two who change the same entry the second is told that it has been followed.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum, auto
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import AccountEvent, Person
from accounts.services.events import record
from complaints.models.categories import JOIN, Category
from complaints.selectors.categories import forget
from complaints.services.category_rules import (
    fitting_code,
    fitting_label,
    fitting_parent,
    refuse_same_label,
    spelled,
)
from workorders import errors
from workorders.configurators import may_configure_all


class Stays(Enum):
    """What is not to be changed, where None would say something."""

    HERE = auto()


@transaction.atomic
def add(
    actor: Person,
    *,
    kind: str,
    label: str,
    parent: Category | None = None,
    code: str = "",
    order: int | None = None,
    basis: str = "",
) -> Category:
    """A new entry below ``parent`` (None: on the first level), last of its siblings unless ``order`` says otherwise.
    ``code`` is made of the initials where none is given; one that was in use before comes back only under its former name.

    Raises ``NotAllowed``, ``WrongState`` for a parent that is not in force any more, ``Invalid`` naming the field.
    """
    _alone(actor)
    parent = _current(parent) if parent is not None else None
    label = fitting_label(label)
    fitting_parent(kind, parent, depth=1)
    refuse_same_label(kind, parent, label)
    code, former = fitting_code(kind, parent, label, code)
    now = timezone.now()
    new = _row(kind, parent, label, code, _last(kind, parent) if order is None else order, basis, now, former)
    _log(actor, "add", new, now=new.path_label)
    return new


def rename(actor: Person, category: Category, label: str) -> Category:
    """Call ``category`` ``label`` from now on. Returns the new row. Raises as ``change``."""
    return change(actor, category, label=label)


def move(actor: Person, category: Category, parent: Category | None, order: int | None = None) -> Category:
    """Hang ``category``, with all below it, under ``parent`` (None: first level). Returns the new row. Raises as ``change``."""
    return change(actor, category, parent=parent, order=order)


@transaction.atomic
def change(
    actor: Person,
    category: Category,
    *,
    label: str | None = None,
    parent: Category | Stays | None = Stays.HERE,
    order: int | None = None,
    basis: str | None = None,
) -> Category:
    """Name, place and basis at once; what is not given stays. All in force below is followed too. Returns the row that
    holds now: ``category`` itself when only its ``order`` is another, or nothing.

    Raises ``NotAllowed``, ``WrongState`` when ``category`` or ``parent`` has ended or been followed meanwhile, ``Invalid``
    for a name that is taken there, a parent of another business or below ``category``, or more than three levels.
    """
    _alone(actor)
    old = _current(category)
    above = old.parent if isinstance(parent, Stays) else parent
    above = _current(above) if above is not None else None
    label = old.label if label is None else fitting_label(label)
    basis = old.basis if basis is None else basis
    if order is not None and order != old.order:
        old.order = order
        old.save(update_fields=["order"])
        _log(actor, "order", old, now=old.path_label, order=order)
    if (label, above, basis) == (old.label, old.parent, old.basis):
        return old
    generations = _below(old)
    fitting_parent(old.kind, above, depth=len(generations), moved=old)
    refuse_same_label(old.kind, above, label, but=old)
    now = timezone.now()
    _end(generations, now)
    new = _row(old.kind, above, label, old.code, old.order, basis, now, old)
    _follow(generations[1:], {old.pk: new}, now)
    moved = "move" if above != old.parent else "rename"
    _log(actor, moved, new, was=old.path_label, now=new.path_label, below=sum(map(len, generations[1:])))
    return new


@transaction.atomic
def retire(actor: Person, category: Category, *, below: bool = False) -> int:
    """End ``category``; with ``below`` whatever hangs on it as well. Returns how many rows ended.

    Raises ``NotAllowed``, ``WrongState`` when it has ended or been followed meanwhile, or others in force hang on it.
    """
    _alone(actor)
    old = _current(category)
    generations = _below(old)
    hanging = sum(map(len, generations[1:]))
    if hanging and not below:
        raise errors.WrongState(f"「{old.label}」下面还有 {hanging} 个在用的分类，请先停用它们，或选择连同下级一起停用")
    _end(generations, timezone.now())
    _log(actor, "retire", old, was=old.path_label, below=hanging)
    return 1 + hanging


def _alone(actor: Person) -> None:
    """May ``actor``; and let nobody else change a tree until this is committed."""
    if not may_configure_all(actor):
        raise errors.NotAllowed("业务分类全网共用，只有最高一级单位的系统管理员可以修改")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('complaints.category'))")
    transaction.on_commit(forget)


def _current(category: Category) -> Category:
    """``category`` as it is now. Raises ``WrongState`` when it is not in force any more."""
    row = Category.objects.select_related("parent").get(pk=category.pk)
    if row.until is None:
        return row
    follower = Category.objects.filter(kind=row.kind, code=row.code, until=None).first()
    if follower is not None:
        raise errors.WrongState(f"「{row.path_label}」已改为「{follower.path_label}」，请在最新的一条上操作")
    raise errors.WrongState(f"「{row.path_label}」已停用，请刷新后重新选择")


def _below(row: Category) -> list[list[Category]]:
    """``row``, the rows in force below it, the rows below those."""
    generations = [[row]]
    while generations[-1]:
        generations.append(
            list(Category.objects.filter(parent__in=generations[-1], until=None).order_by("order", "pk"))
        )
    return generations[:-1]


def _end(generations: list[list[Category]], at: datetime) -> None:
    for rows in reversed(generations):
        Category.objects.filter(pk__in=[row.pk for row in rows]).update(until=at)


def _follow(generations: list[list[Category]], followers: dict[int, Category], at: datetime) -> None:
    """What hung on rows that were followed hangs on their followers."""
    for rows in generations:
        for row in rows:
            assert row.parent_id is not None
            above = followers[row.parent_id]
            followers[row.pk] = _row(row.kind, above, row.label, row.code, row.order, row.basis, at, row)


def _row(
    kind: str,
    parent: Category | None,
    label: str,
    code: str,
    order: int,
    basis: str,
    since: datetime,
    replaces: Category | None,
) -> Category:
    return Category.objects.create(
        kind=kind,
        parent=parent,
        level=parent.level + 1 if parent else 1,
        code=code,
        label=label,
        path_label=f"{parent.path_label}{JOIN}{label}" if parent else label,
        pinyin=spelled(label),
        order=order,
        basis=basis,
        since=since,
        replaces=replaces,
    )


def _last(kind: str, parent: Category | None) -> int:
    siblings = Category.objects.filter(kind=kind, parent=parent, until=None)
    return max(siblings.values_list("order", flat=True), default=0) + 10


def _log(actor: Person, act: str, row: Category, **data: Any) -> None:
    record(AccountEvent.Kind.CATEGORY_CHANGED, actor=actor, act=act, category=f"{row.kind}.{row.code}", **data)
