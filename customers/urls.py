from django.urls import path

from customers import views

app_name = "customers"
urlpatterns = [
    path("customers/", views.look_up_page, name="look_up"),
]
