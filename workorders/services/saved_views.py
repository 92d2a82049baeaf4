"""Keeping, sharing and taking away views of the queue. A view is changed by its owner alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Person
from workorders import errors
from workorders.models import QueueHabit, SavedView
from workorders.selectors.saved_views import canonical, readable, unit_to_share_with, usable

MOST = 30
LONGEST = 20
LONGEST_QUERY = 1000
UNDO = timedelta(days=1)


def keep(actor: Person, name: str, query: str, columns: Iterable[str]) -> SavedView:
    """A new view of ``actor``'s. Raises ``Invalid`` when the name is empty, too long or taken."""
    _room(actor)
    return _saved(SavedView(owner=actor, name=_name(name), query=canonical(query), columns=list(usable(columns))))


def rewrite(actor: Person, view_id: int, query: str, columns: Iterable[str]) -> SavedView:
    """The view shows from now on what is on the screen."""
    view = _own(actor, view_id)
    view.query, view.columns = canonical(query), list(usable(columns))
    return _saved(view)


def rename(actor: Person, view_id: int, name: str) -> SavedView:
    view = _own(actor, view_id)
    view.name = _name(name)
    return _saved(view)


def share(actor: Person, view_id: int, shared: bool) -> SavedView:
    """Everybody at the unit ``actor`` leads, and below it, has the view too; or no longer. Raises ``NotAllowed``."""
    view = _own(actor, view_id)
    unit = unit_to_share_with(actor) if shared else None
    if shared and unit is None:
        raise errors.NotAllowed("只有值班长和主管可以把视图共享给本单位")
    view.unit = unit
    return _saved(view)


def remove(actor: Person, view_id: int) -> SavedView:
    """Take the view away; ``restore`` brings it back within a day."""
    view, now = _own(actor, view_id), timezone.now()
    SavedView.objects.filter(owner=actor, removed_at__lt=now - UNDO).delete()
    view.removed_at = now
    return _saved(view)


def restore(actor: Person, view_id: int) -> SavedView:
    view = SavedView.objects.filter(owner=actor, pk=view_id).first()
    if view is None:
        raise errors.NotVisible("这个视图已经彻底删除，请重新保存一个")
    if view.removed_at is not None:
        _room(actor)
    view.removed_at = None
    return _saved(view)


def open_with(actor: Person, view_id: int | None) -> None:
    """The queue opens with this view; with None as it does for everybody."""
    if view_id is not None and not readable(actor).filter(pk=view_id).exists():
        raise errors.NotVisible("没有这个视图，它可能已被删除或不再共享")
    QueueHabit.objects.update_or_create(person=actor, defaults={"view_id": view_id})


def choose_columns(actor: Person, columns: Iterable[str]) -> None:
    QueueHabit.objects.update_or_create(person=actor, defaults={"columns": list(usable(columns))})


def _own(actor: Person, view_id: int) -> SavedView:
    view = SavedView.objects.filter(owner=actor, pk=view_id, removed_at=None).first()
    if view is None:
        raise errors.NotVisible("没有这个视图，或者它是别人的")
    return view


def _room(actor: Person) -> None:
    if SavedView.objects.filter(owner=actor, removed_at=None).count() >= MOST:
        raise errors.Invalid(f"最多保存 {MOST} 个视图，请先删除不用的")


def _name(text: str) -> str:
    name = " ".join(text.replace("\0", "").split())
    if not name:
        raise errors.Invalid("请给视图起个名字", fields={"name": ["请填写"]})
    if len(name) > LONGEST:
        raise errors.Invalid(f"视图名最多 {LONGEST} 个字", fields={"name": [f"最多 {LONGEST} 个字"]})
    return name


def _saved(view: SavedView) -> SavedView:
    if len(view.query) > LONGEST_QUERY:
        raise errors.Invalid("筛选条件太长，不能存成视图，请把查找的文字改短")
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError:
        raise errors.Invalid(
            f"您已经有一个叫「{view.name}」的视图，请换个名字", fields={"name": ["已经有了"]}
        ) from None
    return view
