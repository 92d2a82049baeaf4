"""Pages of live: what keeps a page's own parts up to date. The stream itself is not Django's (tests/live)."""

ROWS = """
workorders:unread      GET  302 200 200 200 200 200 200 200 200 200 200 200
"""
