"""The entry of 投诉跟踪 in the side bar."""

from complaints.selectors.following import FOLLOWERS
from workorders.navigation import Entry, offer


def offer_follow() -> None:
    """For those whose post it is; a leader named for complaints beside another post has the address."""
    offer(
        Entry(
            "投诉跟踪",
            "message-report",
            "complaints:follow",
            lambda person: person.access.has(*FOLLOWERS),
            keys="g t",
            place=35,
        )
    )
