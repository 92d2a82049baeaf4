"""投诉, 举报, 意见, 建议 and 表扬: their pages, their part of the API and of the administration."""

ROWS = """
complaints:categories GET 302 404 404 404 404 404 403 404 403 403 403 403
complaints:reply_check POST 401 403 422 422 404 404 403 422 403 403 403 403
"""
API = """
api_categories GET 401 422 422 422 422 422 403 422 403 403 403 403
api_reply_check POST 401 403 422 422 422 422 403 422 403 403 403 403
"""
ADMIN = """
admin:complaints_category_changelist GET 302 302 302 200 403 403
admin:complaints_category_add        GET 302 302 302 200 403 403
admin:complaints_category_history    GET 302 302 302 200 403 403
admin:complaints_category_delete     GET 302 302 302 403 403 403
admin:complaints_category_change     GET 302 302 302 200 403 403
"""
