"""What the people of the demo enter on the way of a case. GENERATED."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

PAGE = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""
SAID = (
    "已与客户通话，说明将到现场核实，约定处理时间。",
    "客户补充了发生经过，希望尽快答复。",
    "已向客户说明核查情况，客户同意处理方案。",
    "电话联系客户，核对地址和户号，客户愿意配合现场核实。",
)
BACK: tuple[tuple[list[str], str], ...] = (
    (["no_result"], "请写明处理的具体结果和完成时间"),
    (["demand_not_answered"], "客户的诉求没有全部答复，请逐项写明"),
    (["truth_contradicts", "evidence_missing"], "属实与否与处理情况不一致，请核实并补充判定依据"),
    (["opinion_misplaced"], "客户意见请填在“客户意见”栏"),
)
REFUSED = {"codes": ["not_our_area"], "text": "该地址属邻县供电区域，请核实后重新转派"}
MISSED = {"outcome": "no_answer", "said": ""}
QUESTION = {"question": "请转告客户：已安排人员核查，另请确认来电发生的大致时间。"}
RELAYED = {"outcome": "reached", "answer": "客户表示知道了，时间为上周三晚上。"}
STATEMENT = "该客户多次反映同一事项，均已按规定答复并现场核实，诉求无政策依据，现报情况说明。"
APPEAL = {
    "purpose": "到达超时系强对流天气中道路被倒树阻断，属不可抗力，申请剔除",
    "basis": "当晚气象预警记录、道路抢通记录和抢修车辆行驶轨迹",
    "appellant": "营销部张主任",
}
EXPLAINED = {"said": "已按电价文件向客户解释充电服务费的构成和公示办法。", "satisfaction": "2", "accepted": True}
PASSED_ON = {"passed_on": "已在班前会宣读，并告知当事人。"}
LATE = {"late_cause": "utility", "late_text": "同期工单集中，现场核实延误"}


def pdf(name: str) -> SimpleUploadedFile:
    """A page with nothing on it."""
    return SimpleUploadedFile(name, PAGE, "application/pdf")


def heard(solved: bool) -> dict[str, Any]:
    """What the customer says when called back. Questions a type does not ask are left out by its form."""
    data: dict[str, Any] = {"outcome": "reached", "workmanship": "good", "attitude": "good", "timing": "yes"}
    if solved:
        return {**data, "result": "good", "adopted": "yes", "satisfaction": "2", "solved": "yes"}
    told = {"satisfaction": "5", "dissatisfied": ["result"], "words": "电压还是低，没有解决"}
    return {**data, **told, "result": "bad", "solved": "no", "fault": "utility", "return_codes": ["no_result"]}
