"""Pages of the administrators for this app."""

from complaints.admin import categories  # noqa: F401  # they register themselves
