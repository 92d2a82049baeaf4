"""Who reported, kept apart (A3.5, C9): one sealed row an order, readable with the keys of the environment alone."""

import pgtrigger
from django.db import models

from workorders.models import WorkOrder
from workorders.models.protection import never_truncated


class Reporter(models.Model):
    """``sealed``: name, numbers, address, place and call as ``complaints.sealing`` closes them. Of an anonymous
    reporter there is no row. Only ``complaints.services.secrecy`` reads and writes here. The database lets
    ``sealed`` be written over, for keys turn over: what is no seal of this order does not open, and ``verify_log`` says so."""

    order = models.OneToOneField(WorkOrder, on_delete=models.PROTECT, related_name="reporter", primary_key=True)
    sealed = models.BinaryField()
    sealed_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "来电人身份（加密）"
        triggers = [
            pgtrigger.Protect(name="reporter_no_delete", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="reporter_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.order_id <> OLD.order_id"),
            ),
            never_truncated("reporter_no_truncate"),
        ]
