"""What needs a sealed paper: 延期, 情况说明, 申诉. The unit brings it, the province decides."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

PROLONGED = 0.06  # of the cases need more time
STATED = 0.04  # of the complaints the unit holds to be unreasonable
APPEALED = 0.05  # of the findings the unit holds to be wrong
REFUSED = 0.3  # of what is asked for is not granted
LONGER = timedelta(days=3)
SEALED = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""  # a page with nothing on it
STATEMENT = {"text": "该客户多次反映同一事项，均已按规定答复并现场核实，诉求无政策依据，现报情况说明。"}
APPEAL = {"purpose": "责任不在供电企业，申请剔除", "basis": "现场照片、检测报告", "appellant": "营销部负责人"}


def extension(order: dict[str, Any]) -> dict[str, str]:
    """More time for ``order`` as the interface shows it."""
    due = max(datetime.fromisoformat(clock["due_at"]) for clock in order["deadlines"])
    return {"until": (due + LONGER).isoformat(), "reason": "须停电作业，停电计划已报待批"}


def decision(granted: bool) -> dict[str, str]:
    return {"granted": "yes"} if granted else {"granted": "no", "opinion": "理由不充分，请按期办理"}
