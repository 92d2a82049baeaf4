"""Pages of those who watch over the work: 班长总览, 退单分析."""

from django.urls import path

from supervision.views import overview, returns

app_name = "supervision"
urlpatterns = [
    path("overview/", overview.overview, name="overview"),
    path("returns/", returns.returns, name="returns"),
    path("returns/print/", returns.sheet, name="returns_print"),
    path("returns/export/", returns.export, name="returns_export"),
]
