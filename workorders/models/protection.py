"""Triggers that keep rows from going away."""

import pgtrigger


def never_truncated(name: str) -> pgtrigger.Trigger:
    """TRUNCATE skips row triggers, so it is refused by a statement trigger of its own."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'pgtrigger: % cannot be truncated', TG_TABLE_NAME;",
    )
