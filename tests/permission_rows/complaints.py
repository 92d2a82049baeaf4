"""投诉, 举报, 意见, 建议 and 表扬: their pages, their part of the API and of the administration."""

ROWS = """
complaints:categories  GET  302 404 404 404 404 404 403 404 403 403 403 403
complaints:units       GET  302 200 200 403 403 403 403 403 403 403 403 403
complaints:reply_check POST 401 403 422 422 404 404 403 422 403 403 403 403
complaints:follow      GET  302 403 200 200 200 403 403 200 403 403 403 403
complaints:export      GET  302 403 200 200 200 403 403 200 403 403 403 403
complaints:press       POST 401 403 404 404 404 403 403 404 403 403 403 403
complaints:audit        GET  302 403 403 403 403 403 403 403 403 403 403 403
complaints:audit_decide POST 401 403 403 403 403 403 403 403 403 403 403 403
complaints:audit_hold   POST 401 403 403 403 403 403 403 403 403 403 403 403
"""
API = """
api_categories             GET  401 422 422 422 422 422 403 422 403 403 403 403
api_accept_complaint       POST 401 422 422 403 403 403 403 403 403 403 403 403
api_accept_misconduct      POST 401 422 422 403 403 403 403 403 403 403 403 403
api_accept_opinion         POST 401 422 422 403 403 403 403 403 403 403 403 403
api_accept_suggestion      POST 401 422 422 403 403 403 403 403 403 403 403 403
api_accept_praise          POST 401 422 422 403 403 403 403 403 403 403 403 403
api_order_forward          POST 401 403 403 403 404 403 404 403 404 404 404 404
api_order_contact          POST 401 403 403 422 404 422 404 403 404 404 404 404
api_order_ask_relay        POST 401 403 403 422 404 422 404 403 404 404 404 404
api_order_relay            POST 401 422 422 403 404 403 404 403 404 404 404 404
api_order_submit_statement POST 401 403 403 422 404 403 404 403 404 404 404 404
api_order_approve          POST 401 403 403 403 404 403 404 403 404 404 404 404
api_order_send_back        POST 401 403 403 403 404 403 404 403 404 404 404 404
api_order_extend           POST 401 403 403 422 404 422 404 403 404 404 404 404
api_order_decide_extension POST 401 403 403 403 404 403 404 403 404 404 404 404
api_order_appeal           POST 401 403 403 409 404 403 404 403 404 404 404 404
api_order_decide_appeal    POST 401 403 403 403 404 403 404 403 404 404 404 404
api_order_relate           POST 401 422 422 422 404 422 404 403 404 404 404 404
api_order_look             POST 401 422 422 403 404 403 404 403 404 404 404 404
api_order_acknowledge      POST 401 403 403 422 404 422 404 422 404 404 404 404
api_order_archive          POST 401 409 409 409 404 409 404 409 404 404 404 404
api_reply_check POST 401 403 422 422 422 422 403 422 403 403 403 403
"""
ADMIN = """
admin:complaints_category_changelist GET 302 302 302 200 403 403
admin:complaints_category_add        GET 302 302 302 200 403 403
admin:complaints_category_history    GET 302 302 302 200 403 403
admin:complaints_category_delete     GET 302 302 302 403 403 403
admin:complaints_category_change     GET 302 302 302 200 403 403
"""
