"""Hashes of the passwords a person had, so that none comes back too soon."""

from django.db import models
from django.utils import timezone

from accounts.models.people import Person


class PastPassword(models.Model):
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="past_passwords")
    password = models.CharField(max_length=128)
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "曾用密码"
        ordering = ["-set_at", "-pk"]
