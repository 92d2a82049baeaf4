"""The rows of the dispatch board. Three hundred are drawn with each refresh, so what repeats is put together here in a
tenth of the time a template would take; the chip is the core's own, drawn once for each of its looks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from accounts.models import Person
from repair.selectors.board import Board
from repair.selectors.clusters import leads
from workorders.models import Deadline, WorkOrder
from workorders.registry import registry
from workorders.selectors.clocks import Chip
from workorders.selectors.masking import contact
from workorders.templatetags.pages import epoch, icon

register = template.Library()
SOMETIME, EARLIER = datetime(2001, 1, 1, tzinfo=UTC), datetime(2000, 1, 1, tzinfo=UTC)  # stand for a chip's own times
TEXT = "00:00"


@register.simple_tag(takes_context=True)
def faults(context: template.Context, orders: Iterable[WorkOrder]) -> SafeString:
    """A row for each of ``orders``."""
    board: Board = context["board"]
    person: Person = context["request"].user
    chosen = board.chosen.number if board.chosen else ""
    return mark_safe("".join(_row(order, board, person, chosen) for order in orders))  # noqa: S308  escaped below


@register.simple_tag(takes_context=True)
def pins(context: template.Context, orders: Iterable[WorkOrder]) -> SafeString:
    """What the map needs of ``orders`` that the list does not show."""
    board: Board = context["board"]
    rows = (f'<li data-pin="{order.number}"{_pin(order, _first(order, board))}></li>' for order in orders)
    return mark_safe("".join(rows))  # noqa: S308  escaped below


def _row(order: WorkOrder, board: Board, person: Person, chosen: str) -> str:
    number, first = order.number, _first(order, board)
    mine = number == chosen
    crew = order.repair.crew
    sent = f"<b>{escape(crew.name)}</b> · " if crew else ""
    place = f"{escape(order.premises.transformer.name)} · " if order.premises else ""
    return (
        f'<li class="fault{" fault-chosen" if mine else ""}" id="fault-{number}" data-pin="{number}"{_pin(order, first)}>'
        f'<a class="fault-link" data-row data-choose="{number}" data-order-url="{_order_url(number)}"'
        f' href="{_board_url(board.asked.show)}fault={number}"{_here(mine)}>'
        f'<span class="fault-line"><span class="order-number">{number[:-6]}<b>{number[-6:]}</b></span>'
        f' <span class="fault-state">{registry[order.kind].state_labels[order.state]}</span>{drawn(first)}</span>'
        f'<span class="fault-title">{_before(order)}{escape(order.title)}{_after(order)}</span>'
        f'<span class="fault-place">{sent}{place}{escape(contact(person, order)["address"])}</span></a></li>'
    )


def _here(mine: bool) -> str:
    return ' aria-current="true"' if mine else ""


def _pin(order: WorkOrder, first: Chip | None) -> str:
    """Where the order is and how its clock stands, for the map's script."""
    said = f' data-state="{order.state}" data-title="{escape(order.title)}" data-tone="{first.tone if first else "ok"}"'
    if order.premises is None:
        return said
    at = order.premises.transformer
    return (
        f'{said} data-x="{at.x}" data-y="{at.y}" data-feeder="{at.feeder_id}" data-transformer="{at.pk}"'
        f' data-place="{escape(at.name)}"'
    )


def _before(order: WorkOrder) -> str:
    """What the reader must know first."""
    marks = []
    if order.urgency == "urgent":
        marks.append(f"{_icon('urgent')}紧急")
    if order.repair.large_area:
        marks.append("大面积")
    if order.premises and order.premises.customer.importance:
        marks.append(escape(order.premises.customer.get_importance_display()))
    return "".join(f'<span class="tag tag-strong">{mark}</span> ' for mark in marks)


def _after(order: WorkOrder) -> str:
    marks = []
    if leads(order):
        marks.append(f"{_icon('git-merge')}带 {leads(order)} 张")
    if order.came_back:  # type: ignore[attr-defined]
        marks.append(f"{_icon('arrow-back-up')}退回过")
    if order.urges:
        marks.append(f"催办 {order.urges}")
    return "".join(f' <span class="tag">{mark}</span>' for mark in marks)


def _first(order: WorkOrder, board: Board) -> Chip | None:
    return next(iter(board.chips.get(order.pk, ())), None)


def drawn(chip: Chip | None) -> str:
    """The chip as its template draws it, with its own times put in."""
    if chip is None:
        return ""
    look = _look(chip.label, chip.tone, chip.counts, chip.warn_at is not None, bool(chip.text), _kept(chip.deadline))
    return (
        look.replace(epoch(SOMETIME), epoch(chip.deadline.due_at))
        .replace(epoch(EARLIER), epoch(chip.warn_at))
        .replace(TEXT, chip.text or TEXT)
    )


def _kept(deadline: Deadline) -> tuple[str, bool]:
    return deadline.state, deadline.provisional


@cache
def _look(label: str, tone: str, counts: bool, warns: bool, counting: bool, kept: tuple[str, bool]) -> str:
    deadline = Deadline(state=kept[0], provisional=kept[1], due_at=SOMETIME)
    chip = Chip(deadline, label, tone, counts, EARLIER if warns else None, TEXT if counting else "")
    return render_to_string("workorders/_chip.html", {"chip": chip}).strip()


@cache
def _icon(name: str) -> str:
    return str(icon(name))


def _order_url(number: str) -> str:
    return _pattern("workorders:order").replace("0" * 16, number)


@cache
def _pattern(name: str) -> str:
    return reverse(name, args=["0" * 16])


@cache
def _board_url(show: str) -> str:
    return f"{reverse('repair:board')}?{f'show={show}&amp;' if show else ''}"
