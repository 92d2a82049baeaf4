from workorders.models.archive import Archived
from workorders.models.bulk import BulkItem, BulkRun
from workorders.models.callbacks import Attempt, CallBack
from workorders.models.deadlines import OWED, Deadline, Pause
from workorders.models.drafts import Draft
from workorders.models.files import Attachment
from workorders.models.involvement import Involved, SupportTask
from workorders.models.messages import Delivery, Message, Watcher
from workorders.models.orders import Channel, LateCause, Phase, Urgency, WorkOrder
from workorders.models.returns import Return, Urge
from workorders.models.rules import CalendarDay, Rule, RuleProfile
from workorders.models.saved_views import QueueHabit, SavedView
from workorders.models.steps import Seal, Step
from workorders.models.tallies import Tally
from workorders.models.texts import OrderText, Unindexed

__all__ = [
    "OWED",
    "Archived",
    "Attachment",
    "Attempt",
    "BulkItem",
    "BulkRun",
    "CalendarDay",
    "CallBack",
    "Channel",
    "Deadline",
    "Delivery",
    "Draft",
    "Involved",
    "LateCause",
    "Message",
    "OrderText",
    "Pause",
    "Phase",
    "QueueHabit",
    "Return",
    "Rule",
    "RuleProfile",
    "SavedView",
    "Seal",
    "Step",
    "SupportTask",
    "Tally",
    "Unindexed",
    "Urge",
    "Urgency",
    "Watcher",
    "WorkOrder",
]
