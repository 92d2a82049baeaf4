"""Pages of 班长总览."""

from django.urls import URLPattern

app_name = "supervision"
urlpatterns: list[URLPattern] = []
