"""The account log, for the audit administrator."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.administration import AuditAdmin
from accounts.models import AccountEvent
from accounts.selectors import account_events


@admin.register(AccountEvent)
class AccountEventAdmin(AuditAdmin):
    list_display = ["at", "kind", "actor", "person", "data"]
    list_filter = ["kind", "at"]
    search_fields = ["person__username", "actor__username"]
    list_select_related = ["actor", "person"]
    date_hierarchy = "at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[AccountEvent]:
        return account_events()
