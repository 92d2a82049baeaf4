"""Pages of supervision."""

ROWS = """
supervision:overview   GET  302 403 200 200 200 403 403 200 403 403 403 403
"""
