"""Files of an order: at most 5 MB each, their type told by their content."""

from django.conf import settings
from django.db import models

from workorders.models.orders import WorkOrder
from workorders.models.protection import kept, stands


class Attachment(models.Model):
    class Kind(models.TextChoices):
        DOCUMENT = "document", "附件"
        PHOTO = "photo", "照片"
        SIGNATURE = "signature", "签名"
        RECORDING = "recording", "录音"
        STATEMENT = "statement", "情况说明"

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="attachments")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.DOCUMENT)
    name = models.CharField(max_length=120)
    file = models.FileField(upload_to="orders/%Y/%m/%d/", max_length=200)
    size = models.PositiveIntegerField()
    content_type = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    purged_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        triggers = [
            *kept("attachment"),
            stands("attachment", "order_id", "kind", "name", "size", "sha256", "uploaded_by_id", "uploaded_at"),
        ]
