"""Pages of 坐席工作台."""

from django.urls import URLPattern

app_name = "desk"
urlpatterns: list[URLPattern] = []
