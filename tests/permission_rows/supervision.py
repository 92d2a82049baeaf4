"""Pages of supervision."""

ROWS = ""
