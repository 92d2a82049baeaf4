"""Who to sign in as: one person for each role at each kind of unit."""

from accounts.models import Role, RoleAt


def first_of_each_post() -> list[RoleAt]:
    """The first demo person (by 工号) of each role and kind of unit, in the order of the roles. 举报专责 is held besides a
    post and is none."""
    held = RoleAt.objects.filter(person__demo=True, person__is_active=True).exclude(role=Role.INTEGRITY)
    held = held.select_related("person", "unit")
    order = [str(role) for role in Role]
    chosen: dict[tuple[str, str], RoleAt] = {}
    for row in held.order_by("person__username"):
        chosen.setdefault((row.role, row.unit.kind), row)
    return sorted(chosen.values(), key=lambda row: (order.index(row.role), row.person.username))


def everybody() -> list[tuple[str, str, int, str, str]]:
    """Of each demo person: 工号, role, and the unit's id, kind and path."""
    held = RoleAt.objects.filter(person__demo=True, person__is_active=True).order_by("person__username")
    return list(held.values_list("person__username", "role", "unit_id", "unit__kind", "unit__path"))
