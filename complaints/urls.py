"""Pages of 投诉, 举报, 意见, 建议 and 表扬 beside the core's own."""

from django.urls import path

from complaints.views import follow
from complaints.views.categories import categories
from complaints.views.replies import reply_check

app_name = "complaints"
urlpatterns = [
    path("complaints/", follow.follow, name="follow"),
    path("complaints/export/", follow.export, name="export"),
    path("complaints/<number:number>/supervise/", follow.press, name="press"),
    path("complaints/categories/", categories, name="categories"),
    path("complaints/replies/<number:number>/check/", reply_check, name="reply_check"),
]
