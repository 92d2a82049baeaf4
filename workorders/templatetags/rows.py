"""The line by which an order is recognised in every list. A page has dozens, so it is put together here in a tenth of the
time a template would take."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

from accounts.models import Person
from workorders.models import WorkOrder
from workorders.registry import registry
from workorders.selectors.clocks import Chip
from workorders.selectors.masking import contact
from workorders.selectors.saved_views import COLUMNS, USUAL
from workorders.templatetags.chips import chips
from workorders.templatetags.pages import icon, moment, number

register = template.Library()
# What a column shows of an order, as far as the reader may see it.
CELLS: dict[str, Callable[[WorkOrder, Person], SafeString | str]] = {
    "time": lambda order, person: moment(order.accepted_at),
    "unit": lambda order, person: order.unit.name,
    "place": lambda order, person: str(contact(person, order)["address"]),
    "content": lambda order, person: order.content[:80],
    "agent": lambda order, person: order.first_agent.name,
    "channel": lambda order, person: order.get_channel_display(),
    "area": lambda order, person: order.get_area_class_display(),
}
ELSEWHERE_ON_A_PHONE = ("time", "unit", "place")


@register.simple_tag(takes_context=True)
def rows(
    context: template.Context, orders: Iterable[WorkOrder], clocks: Mapping[int, list[Chip]] | None = None
) -> SafeString:
    """A row for each of ``orders``: what it is about, the columns the page's ``columns`` names (or the usual ones), and its
    ``clocks``. With these it can be ticked, to be handled with others."""
    person: Person = context["request"].user
    asked = context.get("columns")
    columns = tuple(name for name in (USUAL if asked is None else asked) if name in CELLS)
    owed = clocks or {}
    drawn = (_row(order, person, columns, owed.get(order.pk, []), clocks is not None) for order in orders)
    return mark_safe("".join(drawn))  # noqa: S308  escaped below


def order_url(of: str) -> str:
    """Where the order with the number ``of`` is looked at."""
    return _pattern().replace("0" * 16, of)


def _row(order: WorkOrder, person: Person, columns: tuple[str, ...], clocks: list[Chip], pickable: bool) -> str:
    business, urgent = registry[order.kind], order.urgency == "urgent"
    return (
        f'<li class="row-order{" urgent" if urgent else ""}{" row-pickable" if pickable else ""}" id="row-{order.number}"'
        f"{_to_tick(order) if pickable else '>'}"
        f'<span class="row-kind" title="{business.label}">{icon(business.icon)}'
        f'<span class="visually-hidden">{business.label}</span></span>'
        f'<a class="row-link" href="{order_url(order.number)}" data-row>{number(order.number)}</a>'
        f'<span class="row-state">{business.state_labels[order.state]}</span>'
        f'<span class="row-title">{_before(urgent)}{escape(order.title)}{_after(order)}</span>'
        f'<span class="cells">{"".join(_cell(name, order, person) for name in columns)}</span>'
        f'<span class="row-clocks">{chips(clocks)}</span></li>'
    )


def _to_tick(order: WorkOrder) -> str:
    picked = f"{order.number}.{order.version}"
    return (
        f' data-pick="{picked}"><label class="row-pick"><input type="checkbox" name="number" value="{picked}" tabindex="-1"'
        f' autocomplete="off"><span class="visually-hidden">勾选 {order.number}</span></label>'
    )


def _before(urgent: bool) -> str:
    return f'<span class="tag tag-strong">{icon("urgent")}紧急</span> ' if urgent else ""


def _after(order: WorkOrder) -> str:
    urged = f' <span class="tag">催办 {order.urges}</span>' if order.urges else ""
    late = f' <span class="tag tag-late">{icon("clock-exclamation")}曾超时</span>' if order.breached else ""
    return urged + late


def _cell(name: str, order: WorkOrder, person: Person) -> str:
    place = f" row-{name}" if name in ELSEWHERE_ON_A_PHONE else ""
    shown = conditional_escape(CELLS[name](order, person))
    return f'<span class="cell cell-{name}{place}" title="{COLUMNS[name]}">{shown}</span>'


@cache
def _pattern() -> str:
    return reverse("workorders:order", args=["0" * 16])
