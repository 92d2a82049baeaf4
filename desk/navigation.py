"""The desk's entry in the side bar; agents begin their day here."""

from accounts.models import Role
from workorders.navigation import Entry, offer, offer_home


def offer_desk() -> None:
    offer(
        Entry(
            "坐席工作台",
            "headset",
            "desk:desk",
            lambda person: person.access.has(Role.AGENT, Role.LEAD),
            keys="g w",
            place=5,
        )
    )
    offer_home(Role.AGENT, "desk:desk", place=20)
