"""The plain pages, drawn from the types' declarations."""
