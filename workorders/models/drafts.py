"""What somebody typed and has not submitted: kept whatever happens to the session or the server."""

from django.conf import settings
from django.db import models

from workorders.models.orders import WorkOrder


class Draft(models.Model):
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    order = models.ForeignKey(WorkOrder, on_delete=models.CASCADE, null=True, related_name="drafts")
    form = models.CharField(max_length=40)  # "repair.accept", "repair.reply"
    data = models.JSONField()
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "草稿"
        constraints = [
            models.UniqueConstraint(fields=["person", "order", "form"], name="one_draft", nulls_distinct=False)
        ]
