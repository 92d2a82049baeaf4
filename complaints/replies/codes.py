"""Why a reply comes back (D5), as codes: for the provincial desk's and the centre's returns, and for the gate's rules."""

from __future__ import annotations

WRITING = (
    ("wrong_time", "处理时间填写错误"),
    ("opinion_misplaced", "客户意见未填在“客户意见”栏"),
    ("pasted_twice", "处理情况重复粘贴"),
    ("swapped", "处理结果与客户意见填反"),
    ("wrong_characters", "有错别字或标点错误"),
)
CONTENT = (
    ("too_long", "超过128字且未按附件方式填写"),
    ("demand_not_answered", "未答复客户诉求"),
    ("no_result", "没有具体处理结果"),
    ("not_contacted", "未在时限内联系客户"),
    ("truth_contradicts", "是否属实与处理情况不符"),
    ("liability_contradicts", "电力公司责任与处理情况不符"),
    ("early_without_statement", "工单未到时限，未上报情况说明"),
    ("evidence_missing", "附件缺少判定依据或证明材料"),
    ("wording", "用词不当（贬损客户或生硬推诿）"),
    ("other", "其他"),
)

# (code, what people see), in the order a form shows them. Codes are stored: at most 24 characters, never renamed.
RETURN_CODES = WRITING + CONTENT
LABELS = dict(RETURN_CODES)
FOUND_WANTING = (
    "demand_not_answered",
    "no_result",
    "not_contacted",
    "truth_contradicts",
    "liability_contradicts",
    "evidence_missing",
    "wording",
    "other",
)
# On the phone: what the customer finds wanting comes before how it was written down.
GROUPS = (
    ("处理得怎样", FOUND_WANTING),
    ("写得怎样", tuple(code for code, _ in RETURN_CODES if code not in FOUND_WANTING)),
)
