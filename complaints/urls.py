"""Pages of 投诉, 举报, 意见, 建议 and 表扬 beside the core's own."""

from django.urls import path

from complaints.views import audit, follow
from complaints.views.categories import categories
from complaints.views.replies import reply_check
from complaints.views.units import units

app_name = "complaints"
urlpatterns = [
    path("complaints/", follow.follow, name="follow"),
    path("complaints/export/", follow.export, name="export"),
    path("complaints/<number:number>/supervise/", follow.press, name="press"),
    path("complaints/categories/", categories, name="categories"),
    path("complaints/units/", units, name="units"),
    path("complaints/replies/<number:number>/check/", reply_check, name="reply_check"),
    path("audit/", audit.audit, name="audit"),
    path("audit/<number:number>/", audit.decide, name="audit_decide"),
    path("audit/<number:number>/hold/", audit.hold, name="audit_hold"),
]
