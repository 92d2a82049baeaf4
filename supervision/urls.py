"""Pages of those who watch over the work: 班长总览, 退单分析, 业务周报."""

from django.urls import path

from supervision.views import overview, returns, weekly

app_name = "supervision"
urlpatterns = [
    path("overview/", overview.overview, name="overview"),
    path("returns/", returns.returns, name="returns"),
    path("returns/print/", returns.sheet, name="returns_print"),
    path("returns/export/", returns.export, name="returns_export"),
    path("weekly/", weekly.weekly, name="weekly"),
    path("weekly/print/", weekly.sheet, name="weekly_print"),
    path("weekly/export/", weekly.export, name="weekly_export"),
]
