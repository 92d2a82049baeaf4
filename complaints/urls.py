"""Pages of 投诉, 举报, 意见, 建议 and 表扬 beside the core's own."""

from django.urls import path

from complaints.views import audit
from complaints.views.categories import categories

app_name = "complaints"
urlpatterns = [
    path("complaints/categories/", categories, name="categories"),
    path("audit/", audit.audit, name="audit"),
    path("audit/<number:number>/", audit.decide, name="audit_decide"),
    path("audit/<number:number>/hold/", audit.hold, name="audit_hold"),
]
