"""What somebody typed and has not submitted. A draft is its author's alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import Person
from workorders import errors
from workorders.models import Draft, WorkOrder
from workorders.registry import Verb, registry
from workorders.selectors.orders import visible_to

LONGEST = 200_000  # characters of all fields together
LONGEST_NAME = 40
VEIL = 6  # bytes of a number that stands for another


def keep(actor: Person, form: str, data: Mapping[str, Any], order: str = "") -> Draft | None:
    """Keep ``data`` as ``actor``'s draft of ``form`` ("repair.reply") for the order numbered ``order``.

    Nothing typed keeps nothing. Raises ``NotVisible`` for a form or an order that is not there for ``actor``,
    ``Invalid`` when it is too long.
    """
    target = _target(actor, form, order)
    if sum(len(str(value)) for value in data.values()) > LONGEST:  # before anything reads it
        raise errors.Invalid("内容太长，草稿没有保存")
    verb = verb_named(form)
    withheld = verb.form.withheld(data) if verb else frozenset()
    business = registry[target.kind] if target is not None else None
    if business is not None and business.unkept is not None and target is not None:
        withheld |= business.unkept(target, actor, data)
    kept = ((name, value) for name, value in data.items() if not name.startswith("_") and name not in withheld)
    typed = {_text(name): _text(value) for name, value in kept}
    typed = {name: value for name, value in typed.items() if value not in ("", [], None)}
    plain, veiled = names_of(actor, form)
    name, other = (veiled, plain) if "call" in withheld else (plain, veiled)
    if other != name or not typed:
        Draft.objects.filter(person=actor, order=target, form__in=[other] if typed else [name, other]).delete()
    if not typed:
        return None
    draft, _ = Draft.objects.update_or_create(
        person=actor, order=target, form=name, defaults={"data": typed, "updated_at": timezone.now()}
    )
    return draft


@contextmanager
def submitted(
    actor: Person, form: str, data: Mapping[str, Any] | None, order: WorkOrder | None = None
) -> Iterator[None]:
    """Around what submits a form. Gone through, its draft goes; refused, what was submitted is the draft, with the words
    typed since it was last kept. ``data``: None for a form that has no draft of its own."""
    try:
        yield
    except Exception:
        if data is not None:
            with suppress(errors.GateError):  # not there any more, or too long: the page still holds it
                keep(actor, form, data, order.number if order is not None else "")
        raise
    discard(actor, form, order)


def names_of(actor: Person, form: str) -> tuple[str, str]:
    """What a draft of ``form`` is called, and what it is called when nobody may tell from it which of several it was
    begun as: "complaint.accept#42" names the call, and with it the caller."""
    name, several, one = form.partition("#")
    if not several:
        return form, form
    digest = salted_hmac("workorders.drafts", f"{actor.pk}:{one}").digest()
    return form, f"{name}#{int.from_bytes(digest[:VEIL])}"


def kept(actor: Person, form: str, order: WorkOrder | None = None) -> Draft | None:
    found = Draft.objects.filter(person=actor, form__in=names_of(actor, form), order_id=_id(order))
    return found.order_by("-updated_at").first()


def unfinished(actor: Person) -> list[Draft]:
    """The forms of new orders ``actor`` has begun, the latest first."""
    return list(Draft.objects.filter(person=actor, order=None).order_by("-updated_at")[:20])


def verb_named(form: str) -> Verb | None:
    """The verb whose form is called so: "repair.reply"; or "repair.accept#42", one of several of the same form."""
    name, several, one = form.partition("#")
    if several and not (one.isascii() and one.isdigit()):
        return None
    kind, _, verb = name.partition(".")
    business = registry.get(kind)
    return business.by_name.get(verb) if business else None


def discard(actor: Person, form: str, order: WorkOrder | None = None) -> None:
    Draft.objects.filter(person=actor, form__in=names_of(actor, form), order_id=_id(order)).delete()


def discard_of_call(actor: Person, call_id: int) -> None:
    """Everything ``actor`` typed while on the call with this id, for whatever business it was begun: who called is
    not to be kept anywhere."""
    Draft.objects.filter(person=actor, order=None, form__endswith=f"#{call_id}").delete()


def discard_by_number(actor: Person, form: str, order: str = "") -> None:
    """As ``discard``, by the order's number. Raises ``NotVisible``."""
    discard(actor, form, _target(actor, form, order))


def _text(value: Any) -> Any:
    """``value`` without NUL, which the database takes in no text."""
    if isinstance(value, list):
        return [_text(part) for part in value]
    return value.replace("\0", "") if isinstance(value, str) else value


def _target(actor: Person, form: str, number: str) -> WorkOrder | None:
    if len(form) > LONGEST_NAME or verb_named(form) is None:
        raise errors.NotVisible("没有这个表单")
    if not number:
        return None
    kind = form.partition(".")[0]
    order = visible_to(actor).filter(number=_text(number), kind=kind).first()
    if order is None:
        raise errors.NotVisible("没有找到这张工单，或者它不在您的管辖范围内")
    return order


def _id(order: WorkOrder | None) -> int | None:
    return order.pk if order is not None else None
