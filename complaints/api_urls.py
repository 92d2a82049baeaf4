"""The part of 投诉, 举报, 意见, 建议 and 表扬 in ``/api/v1/``."""

from django.urls import path

from complaints.api.categories import Categories
from complaints.api.replies import CheckReply

api_urlpatterns = [
    path("categories/", Categories.as_view(), name="api_categories"),
    path("replies/check/", CheckReply.as_view(), name="api_reply_check"),
]
