"""Pages of 实时."""

from django.urls import URLPattern

app_name = "live"
urlpatterns: list[URLPattern] = []
