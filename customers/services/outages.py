"""What is known to be off, and when it is back (A2.1, E4)."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from customers.models import Feeder, Outage, Transformer


@transaction.atomic
def open_outage(
    *,
    kind: str,
    feeder: Feeder,
    reason: str,
    starts_at: datetime,
    expected_until: datetime | None = None,
    transformers: Iterable[Transformer] = (),
) -> Outage:
    """Make an outage known; without ``transformers`` the whole feeder is off. Raises ``ValidationError``."""
    affected = list(transformers)
    if expected_until is not None and expected_until <= starts_at:
        raise ValidationError({"expected_until": "预计送电时间须晚于停电时间"})
    if kind == Outage.Kind.PLANNED and expected_until is None:
        raise ValidationError({"expected_until": "计划停电须填写预计送电时间"})
    if any(transformer.feeder_id != feeder.pk for transformer in affected):
        raise ValidationError({"transformers": "所选台区不在该线路上"})
    outage = Outage(kind=kind, feeder=feeder, reason=reason, starts_at=starts_at, expected_until=expected_until)
    outage.full_clean()
    outage.save()
    outage.transformers.set(affected)
    return outage


@transaction.atomic
def close_outage(outage: Outage, ended_at: datetime) -> Outage:
    """Power is back. Closing twice changes nothing; ``ValidationError`` if it ends before it starts."""
    row = Outage.objects.select_for_update().get(pk=outage.pk)
    if row.ended_at is None:
        if ended_at < row.starts_at:
            raise ValidationError({"ended_at": "送电时间不能早于停电时间"})
        row.ended_at = ended_at
        row.save(update_fields=["ended_at"])
    outage.ended_at = row.ended_at
    return outage
