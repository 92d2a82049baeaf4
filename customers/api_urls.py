from django.urls import path

from customers import api

api_urlpatterns = [
    path("customers/", api.Customers.as_view(), name="customers"),
    path("premises/<int:premises_id>/", api.PremisesDetail.as_view(), name="premises"),
    path("calls/events/", api.CallEvents.as_view(), name="call-events"),
    path("calls/current/", api.CurrentCall.as_view(), name="call-current"),
]
