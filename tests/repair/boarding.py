"""Faults on a line, as the dispatch board meets them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from customers.models import Premises, Transformer
from customers.services.contacts import register_customer, register_premises
from tests.factories import District, accepted
from workorders.models import WorkOrder
from workorders.services import perform

BOARD = "/board/"


def lay_out(district: District) -> None:
    """Put the district's transformers where distances can be told: the near one beside the far one's line."""
    Transformer.objects.filter(pk=district.transformer.pk).update(x=1000, y=1000)
    Transformer.objects.filter(pk=district.far_transformer.pk).update(x=4000, y=1000)


def settle_street(district: District, count: int, transformers: int = 3) -> list[Premises]:
    """So many more homes on the first line, behind so many transformers of their own."""
    feeder = district.transformer.feeder
    boxes = [
        Transformer.objects.create(feeder=feeder, name=f"朝阳路{n + 2}号台区", code=f"TQ1{n}", x=1000 + 200 * n, y=1200)
        for n in range(transformers)
    ]
    return [
        register_premises(
            register_customer(f"住户{n}", phones=f"1380000{n:04d}"),
            account_no=f"{8_800_000_000_000 + n}",
            street="朝阳路",
            door=f"{n + 20}号",
            unit=district.station,
            transformer=boxes[n % transformers],
            town="东江市",
        )
        for n in range(count)
    ]


def report_from(district: District, home: Premises, ago: int = 60, **changes: Any) -> WorkOrder:
    """A fault reported from ``home`` so many seconds ago and dispatched."""
    told = {
        "premises": home.pk,
        "contact_name": home.customer.name,
        "contact_phones": home.customer.phones.first().number,
        "address": home.address,
        "occurred_at": (timezone.now() - timedelta(seconds=ago)).isoformat(),
        **changes,
    }
    order = accepted(district, **told)
    return perform(order.pk, "dispatch", district.agent, {}, occurred_at=order.accepted_at).order


def storm_on_the_line(district: District, count: int = 12) -> list[WorkOrder]:
    """So many reports from one line within minutes."""
    return [report_from(district, home, ago=60 - n) for n, home in enumerate(settle_street(district, count))]


def sent(order: WorkOrder, crew: int, **more: Any) -> dict[str, Any]:
    """What the board posts to send ``crew`` to ``order`` as it stands."""
    return {"order": f"{order.number}:{order.state}:{order.version}", "crew": str(crew), **more}
