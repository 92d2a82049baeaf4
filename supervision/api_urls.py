"""The part of supervision in ``/api/v1/``."""

from django.urls import path

from supervision.api.returns import ReturnRate

api_urlpatterns = [
    path("returns/rate/", ReturnRate.as_view(), name="api_return_rate"),
]
