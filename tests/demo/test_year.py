"""The year before the demo begins: every month has its archived cases, and fewer and fewer of them were sent back."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone

from workorders.books import paths
from workorders.models import Message, Return, WorkOrder
from workorders.services.seal import faults


@pytest.fixture(scope="module")
def year(sown):
    with sown(premises=300) as began:
        yield began


def test_a_year_of_months(year, db):
    before = WorkOrder.objects.filter(accepted_at__lt=year - timedelta(days=20))
    assert set(before.values_list("state", flat=True)) == {"archived"}
    months = before.annotate(month=TruncMonth("accepted_at")).values("month").annotate(n=Count("pk")).order_by("month")
    assert len(months) >= 11 and before.count() == 88
    half = year - timedelta(days=185)
    sent_back = Return.objects.filter(order__in=before).values_list("order__accepted_at", flat=True)
    early = sum(at < half for at in sent_back)
    assert early > len(sent_back) - early > 0


def test_its_books_are_right_and_its_messages_were_read(year, db):
    assert not [*paths.broken(), *faults()]
    call_command("recount", check=True, stdout=StringIO())
    assert not Message.objects.filter(created_at__lt=timezone.now() - timedelta(days=15), expanded_at=None).exists()
