"""The rows of the dispatch board. Three hundred are drawn with each refresh, so what repeats is put together here in a
tenth of the time a template would take."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from accounts.models import Person
from repair.selectors.board import Board
from repair.selectors.clusters import leads
from workorders.models import WorkOrder
from workorders.registry import registry
from workorders.selectors.clocks import Chip
from workorders.selectors.masking import contact
from workorders.templatetags.chips import chip
from workorders.templatetags.pages import icon
from workorders.templatetags.rows import order_url

register = template.Library()


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
        f'<a class="fault-link" data-row data-choose="{number}" data-order-url="{order_url(number)}"'
        f' href="{_board_url(board.asked.show)}fault={number}"{_here(mine)}>'
        f'<span class="fault-line"><span class="order-number">{number[:-6]}<b>{number[-6:]}</b></span>'
        f' <span class="fault-state">{registry[order.kind].state_labels[order.state]}</span>{chip(first)}</span>'
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


@cache
def _icon(name: str) -> str:
    return str(icon(name))


@cache
def _board_url(show: str) -> str:
    return f"{reverse('repair:board')}?{f'show={show}&amp;' if show else ''}"
