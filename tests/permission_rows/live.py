"""Pages of live."""

ROWS = ""
