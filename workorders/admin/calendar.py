"""The working calendar, for the system administrator."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.actor import actor_of
from accounts.administration import ConfigurationAdmin
from workorders.configurators import may_configure_all
from workorders.models import CalendarDay
from workorders.services.calendar_days import keep_day, remove_day


@admin.register(CalendarDay)
class CalendarDayAdmin(ConfigurationAdmin):
    """Days that follow the week need no row. A year counts as published once its 1 October is entered."""

    deletable = True
    list_display = ["day", "is_workday", "name"]
    date_hierarchy = "day"
    ordering = ["-day"]

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return super().has_add_permission(request) and may_configure_all(actor_of(request))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["day"] if obj else []

    def save_model(self, request: HttpRequest, obj: CalendarDay, form: Any, change: bool) -> None:
        if not may_configure_all(actor_of(request)):
            raise PermissionDenied("工作日历全网共用，只有最高一级单位的系统管理员可以修改")
        obj.pk = keep_day(actor_of(request), obj.day, is_workday=obj.is_workday, name=obj.name).pk

    def delete_model(self, request: HttpRequest, obj: CalendarDay) -> None:
        remove_day(actor_of(request), obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[CalendarDay]) -> None:
        for row in queryset:
            remove_day(actor_of(request), row)
