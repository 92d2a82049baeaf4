"""What is off in the demo district, told from now: two planned outages, one tomorrow, one known fault."""

from datetime import timedelta

from django.utils import timezone

from customers.demo.network import Stretch
from customers.models import Outage
from customers.services.outages import open_outage


def announce(stretches: list[Stretch]) -> list[Outage]:
    """Outages on different feeders; the last of the district has none."""
    hour = timezone.localtime(timezone.now()).replace(minute=0, second=0, microsecond=0)
    tomorrow = hour.replace(hour=9) + timedelta(days=1)
    feeders = list({stretch.transformer.feeder_id: stretch.transformer.feeder for stretch in stretches}.values())
    behind = {
        feeder.pk: [each.transformer for each in stretches if each.transformer.feeder_id == feeder.pk]
        for feeder in feeders
    }
    planned, fault = Outage.Kind.PLANNED, Outage.Kind.FAULT
    one, two, three, four = (feeders[number % len(feeders)] for number in (1, 4, 6, 8))
    return [
        open_outage(
            kind=planned,
            feeder=one,
            transformers=behind[one.pk][:3],
            reason="更换台区低压开关",
            starts_at=hour - timedelta(hours=1),
            expected_until=hour + timedelta(hours=7),
        ),
        open_outage(
            kind=planned,
            feeder=two,
            transformers=behind[two.pk][:5],
            reason="线路检修",
            starts_at=hour + timedelta(hours=2),
            expected_until=hour + timedelta(hours=6),
        ),
        open_outage(
            kind=planned,
            feeder=three,
            reason="配合市政道路施工迁移线路",
            starts_at=tomorrow,
            expected_until=tomorrow + timedelta(hours=8),
        ),
        open_outage(
            kind=fault,
            feeder=four,
            transformers=behind[four.pk][:2],
            reason="树木碰线跳闸",
            starts_at=timezone.now() - timedelta(minutes=40),
            expected_until=hour + timedelta(hours=3),
        ),
    ]
