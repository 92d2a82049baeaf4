"""The entries of 投诉, 举报, 意见, 建议 and 表扬 in the side bar."""

from accounts.models import Role
from complaints.selectors.audit import audits
from complaints.selectors.following import FOLLOWERS
from workorders.navigation import Entry, offer, offer_home


def offer_audit() -> None:
    offer(Entry("省审核台", "checkbox", "complaints:audit", audits, keys="g a", place=15))
    offer_home(Role.AUDITOR, "complaints:audit", place=35)


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
