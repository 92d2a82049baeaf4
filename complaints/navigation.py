"""The entries of 投诉, 举报, 意见, 建议 and 表扬 in the side bar."""

from accounts.models import Role
from complaints.selectors.audit import audits
from workorders.navigation import Entry, offer, offer_home


def offer_audit() -> None:
    offer(Entry("省审核台", "checkbox", "complaints:audit", audits, keys="g a", place=15))
    offer_home(Role.AUDITOR, "complaints:audit", place=35)
