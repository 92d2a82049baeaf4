"""What orders are found by. Filled by a worker moments after an order came in, never on its way in.

Building a text index costs an order's acceptance a third of its speed; a line in a list of what is still to be indexed
costs next to nothing. Until the worker has come by, the few orders on that list are searched by reading them.
"""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from customers.bigrams import Bigrams
from workorders.models.orders import WorkOrder

NOTE = pgtrigger.Trigger(
    name="to_be_indexed",
    operation=pgtrigger.Insert,
    when=pgtrigger.After,
    func="INSERT INTO workorders_unindexed (order_id) VALUES (NEW.id); RETURN NULL;",
)
pgtrigger.register(NOTE)(WorkOrder)


class OrderText(models.Model):
    """``words``: title, content, address and number, a line each. ``ending``: the number backwards, found by its last digits.
    What an order is found by never changes after its acceptance."""

    order = models.OneToOneField(WorkOrder, on_delete=models.PROTECT, primary_key=True, related_name="+")
    words = models.TextField()
    ending = models.CharField(max_length=16)
    other_phones = ArrayField(models.CharField(max_length=20), default=list)

    class Meta:
        verbose_name = verbose_name_plural = "工单检索"
        indexes = [
            GinIndex(Bigrams("words"), name="order_text_pairs"),
            models.Index(fields=["ending"], opclasses=["varchar_pattern_ops"], name="order_text_ending"),
            GinIndex(fields=["other_phones"], condition=~models.Q(other_phones=[]), name="order_text_phones"),
        ]


class Unindexed(models.Model):
    """An order the worker has not indexed yet. Written by the trigger above, in the transaction of the order itself."""

    order_id = models.BigIntegerField(primary_key=True)

    class Meta:
        verbose_name = verbose_name_plural = "待检索工单"
