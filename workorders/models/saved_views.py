"""How people like to look at their queue: named views of it, and the columns they last chose."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models import Unit


class SavedView(models.Model):
    """Filters, sort and columns under a name: its owner's, or shared with everybody at ``unit`` and below it.

    ``query`` is what the address of the queue says, without the page mark.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=20)
    query = models.CharField(max_length=1000, blank=True)
    columns = ArrayField(models.CharField(max_length=12), default=list)
    unit = models.ForeignKey(Unit, on_delete=models.SET_NULL, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)  # kept for a while, so that taking it away can be undone

    class Meta:
        verbose_name = verbose_name_plural = "列表视图"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], condition=models.Q(removed_at=None), name="one_view_of_a_name"
            )
        ]


class QueueHabit(models.Model):
    """``columns``: None until somebody chooses. ``view``: what the queue opens with."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="queue_habit"
    )
    columns = ArrayField(models.CharField(max_length=12), null=True)
    view = models.ForeignKey(SavedView, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "列表习惯"
