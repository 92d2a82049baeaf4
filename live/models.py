"""What people should hear of and what leaves no row of its own."""

from django.db import models
from django.utils import timezone


class Note(models.Model):
    """Written with the change it tells of, read by the stream, forgotten after a day. Holds no personal data.

    Who hears it: ``person_id`` · those who may see the order ``order_id`` · whoever holds one of ``roles`` at the unit
    with ``path`` or above. Plain ids: this room lies below those whose rows they are.
    """

    topic = models.CharField(max_length=20)
    data = models.JSONField(default=dict)
    person_id = models.BigIntegerField(null=True)
    order_id = models.BigIntegerField(null=True)
    path = models.CharField(max_length=200, blank=True)
    roles = models.JSONField(default=list)
    clearance = models.JSONField(default=list, db_default=[])  # one of these is asked for besides a role
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "实时通知"

    def __str__(self) -> str:
        return self.topic
