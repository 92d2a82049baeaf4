"""Pages of supervision, and its part of the API."""

ROWS = """
supervision:overview       GET  302 403 200 200 200 403 403 200 403 403 403 403
supervision:returns        GET  302 403 200 200 200 403 403 200 403 403 403 403
supervision:returns_print  GET  302 403 200 200 200 403 403 200 403 403 403 403
supervision:returns_export GET  302 403 200 200 200 403 403 200 403 403 403 403
supervision:weekly         GET  302 403 200 200 200 403 403 200 403 403 403 403
supervision:weekly_print   GET  302 403 200 200 200 403 403 200 403 403 403 403
supervision:weekly_export  GET  302 403 200 200 200 403 403 200 403 403 403 403
"""
API = """
api_return_rate GET 401 403 200 200 200 403 403 200 403 403 403 403
"""
