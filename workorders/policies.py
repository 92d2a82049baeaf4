"""Which rows and which verbs: asked of one order and one person. Lists ask ``selectors.orders`` the same."""

from __future__ import annotations

from accounts.access import Grant
from accounts.models import Person, Role
from workorders.models import WorkOrder
from workorders.registry import BusinessType, Verb, registry

# Roles that see the whole subtree of their unit; agents see their own and what is on the line.
SUBTREE = frozenset({Role.LEAD, Role.AUDITOR, Role.DISPATCHER, Role.HANDLER, Role.CREW, Role.SUPERVISOR})


# They see numbers and addresses, so they may look for them; for others a hit would confirm what is masked.
FINDERS = frozenset({Role.AGENT, Role.LEAD, Role.DISPATCHER, Role.CREW})


def sees(actor: Person, order: WorkOrder) -> bool:
    """Whether ``order`` is among what ``actor`` may see; no query when the tree answers."""
    access = actor.access
    if access.system or order.first_agent_id == actor.pk:
        return True
    if access.reaches(order.unit.path, SUBTREE) and cleared(actor, order):
        return True
    from workorders.selectors.orders import visible_to

    return visible_to(actor).filter(pk=order.pk).exists()


def cleared(actor: Person, order: WorkOrder) -> bool:
    """Whether ``actor`` holds the clearance the order's type asks for, where it is. Who accepted it needs none."""
    clearance = registry[order.kind].clearance
    return not clearance or order.first_agent_id == actor.pk or actor.access.reaches(order.unit.path, clearance)


def may(actor: Person, order: WorkOrder, verb: Verb) -> bool:
    """Whether ``actor`` holds one of the verb's roles where the order is. The system may do what its workers do."""
    access = actor.access
    if access.system:
        return True
    if not cleared(actor, order):
        return False
    if access.reaches(order.unit.path, verb.roles):
        return True
    return verb.involved and any(access.reaches(path, verb.roles) for path in _involved(order))


def _involved(order: WorkOrder) -> list[str]:
    """Paths of the units that take part: asked for once, however many verbs are weighed."""
    known: list[str] | None = order.__dict__.get("_involved_paths")
    if known is None:
        known = order.__dict__["_involved_paths"] = list(order.involved.values_list("unit__path", flat=True))
    return known


def verbs_for(actor: Person, order: WorkOrder) -> list[Verb]:
    """The verbs ``actor`` may use on ``order`` now, the next thing to do first."""
    business = registry[order.kind]
    return [
        verb
        for verb in business.verbs
        if order.state in business.sources(verb)
        and may(actor, order, verb)
        and (verb.offered is None or verb.offered(order, actor))
    ]


def desk_of(actor: Person, business: BusinessType) -> Grant:
    """The centre the actor takes calls at: where they hold a role that accepts."""
    return next(grant for grant in actor.access.grants if grant.role in business.accept.roles)
