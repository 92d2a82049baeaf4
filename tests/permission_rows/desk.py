"""Pages of desk."""

ROWS = ""
