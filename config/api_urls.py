"""``/api/v1/``: each app's part, and the document of the whole."""

from django.urls import path, re_path

from accounts.api_urls import api_urlpatterns as of_accounts
from complaints.api_urls import api_urlpatterns as of_complaints
from config.api_docs import Document, docs_page
from customers.api_urls import api_urlpatterns as of_customers
from repair.api_urls import api_urlpatterns as of_repair
from supervision.api_urls import api_urlpatterns as of_supervision
from workorders.api.nowhere import Nowhere
from workorders.api.urls import api_urlpatterns as of_orders

urlpatterns = [
    *of_accounts,
    *of_customers,
    *of_orders(),
    *of_repair,
    *of_complaints,
    *of_supervision,
    path("schema/", Document.as_view(), name="api_schema"),
    path("docs/", docs_page, name="api_docs"),
    re_path(r"", Nowhere.as_view(), name="api_nowhere"),
]
