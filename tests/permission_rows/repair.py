"""Pages of 报修."""

ROWS = """
repair:duty            GET  302 403 200 200 200 403 200 200 403 403 403 403
repair:duty_on         POST 401 403 403 403 403 403 302 403 403 403 403 403
repair:duty_off        POST 401 403 403 403 403 403 302 403 403 403 403 403
repair:duty_check      POST 401 403 403 403 403 403 302 403 403 403 403 403
"""
