"""报修's own entries in the side bar."""

from accounts.models import Role
from workorders.navigation import Entry, offer, offer_home


def offer_board() -> None:
    offer(
        Entry(
            "派工台",
            "map-2",
            "repair:board",
            lambda person: person.access.has(Role.DISPATCHER, Role.SUPERVISOR, Role.LEAD),
            keys="g b",
            place=15,
        )
    )
    offer_home(Role.DISPATCHER, "repair:board", place=30)


def offer_crew() -> None:
    offer(
        Entry(
            "我的抢修",
            "tool",
            "repair:crew",
            lambda person: person.access.has(Role.CREW),
            keys="g m",
            place=5,
        )
    )
    offer_home(Role.CREW, "repair:crew", place=40)


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
