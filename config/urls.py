"""Where everything is. The permission matrix test walks this table: a URL without a row there fails."""

from django.urls import include, path

handler500 = "workorders.api.errors.server_error"  # one body for programs, the page for people
urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("customers.urls")),
    path("", include("workorders.urls")),
    path("", include("repair.urls")),
    path("", include("complaints.urls")),
    path("", include("desk.urls")),
    path("", include("supervision.urls")),
    path("", include("live.urls")),
    path("api/v1/", include("config.api_urls")),
]
