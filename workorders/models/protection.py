"""Triggers that keep rows from going away, and from changing (C2, C9)."""

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


def kept(name: str) -> list[pgtrigger.Trigger]:
    """Rows of an order, which never go away."""
    return [
        pgtrigger.Protect(name=f"{name}_no_delete", operation=pgtrigger.Delete),
        never_truncated(f"{name}_no_truncate"),
    ]


def written_once(name: str) -> list[pgtrigger.Trigger]:
    """Rows of an order, which neither go away nor change."""
    return [
        pgtrigger.Protect(name=f"{name}_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        never_truncated(f"{name}_no_truncate"),
    ]


def for_life(name: str, undone: str) -> pgtrigger.Trigger:
    """A breach is never taken back (decision 0008). ``undone``: the condition under which a change would do it."""
    return pgtrigger.Protect(
        name=f"{name}_breach_stays", operation=pgtrigger.Update, condition=pgtrigger.Condition(undone)
    )


def stands(name: str, *columns: str, once: str = "") -> pgtrigger.Trigger:
    """What of a row never changes: these columns, and once the column ``once`` is filled all of it."""
    new, old = (", ".join(f"{row}.{each}" for each in columns) for row in ("NEW", "OLD"))
    changed = f"ROW({new}) IS DISTINCT FROM ROW({old})"
    return pgtrigger.Protect(
        name=f"{name}_stands",
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(f"{changed} OR OLD.{once} IS NOT NULL" if once else changed),
    )
