"""Pages of 班长总览."""

from django.urls import path

from supervision import views

app_name = "supervision"
urlpatterns = [path("overview/", views.overview, name="overview")]
