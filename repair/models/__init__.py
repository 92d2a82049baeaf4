from repair.models.crews import DailyCheck, Duty
from repair.models.detail import RepairDetail
from repair.models.emergency import Emergency
from repair.models.order import Repair

__all__ = ["DailyCheck", "Duty", "Emergency", "Repair", "RepairDetail"]
