"""报修's own entry in the side bar."""

from accounts.models import Role
from workorders.navigation import Entry, offer


def offer_duty() -> None:
    offer(
        Entry(
            "值班与检查",
            "shield-check",
            "repair:duty",
            lambda person: person.access.has(Role.CREW, Role.DISPATCHER, Role.SUPERVISOR, Role.LEAD),
            keys="g d",
            place=40,
        )
    )
