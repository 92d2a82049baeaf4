"""The rows of the permission matrix: address, method, and the code for each of ``POSTS``."""

from tests.permission_rows import administration, api, complaints, core, desk, live, repair, supervision

POSTS = (
    "anonymous",
    "agent",
    "lead",
    "dispatcher",
    "other_dispatcher",
    "handler",
    "crew",
    "supervisor",
    "telephony",
    "system_admin",
    "security_admin",
    "audit_admin",
)
# The administration has one gate before all of its pages; of those who are no administrators two stand for all.
ADMIN_POSTS = ("anonymous", "agent", "supervisor", "system_admin", "security_admin", "audit_admin")
PAGES = core.ROWS + repair.ROWS + desk.ROWS + supervision.ROWS + live.ROWS + complaints.ROWS
API = api.ROWS + complaints.API + supervision.API
ADMIN = administration.ROWS + complaints.ADMIN
