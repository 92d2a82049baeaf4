from repair.models.crews import DailyCheck, Duty
from repair.models.detail import RepairDetail
from repair.models.emergency import Emergency
from repair.models.order import Repair
from repair.models.storms import CallersTold, StormAct

__all__ = ["CallersTold", "DailyCheck", "Duty", "Emergency", "Repair", "RepairDetail", "StormAct"]
