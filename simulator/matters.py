"""What people call about besides faults, and how the units answer. All of it invented."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Matter:
    """``category``: words that find a leaf of the tree. ``text``: the reply, ``{day}`` and ``{who}`` left open."""

    weight: int
    kind: str
    category: str
    content: str
    text: str = ""
    opinion: str = "客户表示认可。"
    true: str = "yes"
    ours: str = "yes"
    adopted: str = ""


# The weights are an assumption; fault reports outnumber all of these about twenty to one.
MATTERS = (
    Matter(
        12,
        "opinion",
        "停电安排",
        "客户反映计划停电安排在周末，影响商户经营，希望调整停电时间。",
        "{day}{who}核实，因该线路改造须停电施工，依据检修计划安排在周末。已协调施工单位将停电时间缩短2小时，午间恢复供电。",
        ours="no",
    ),
    Matter(
        12,
        "opinion",
        "抄表催费",
        "客户反映收不到电费短信，希望恢复电费提醒。",
        "{day}{who}核实，因客户变更手机号码后系统未同步，当日更新号码并恢复电费短信提醒，测试短信已送达。",
    ),
    Matter(
        10,
        "opinion",
        "设施布局",
        "客户反映小区附近没有充电桩，充电不便，希望增设。",
        "{day}{who}现场勘查，因周边暂无公用充电桩，已依据充电设施布局规划列入明年二季度建设计划，拟建快充桩4台。",
        ours="no",
    ),
    Matter(
        6,
        "complaint",
        "电压质量长时间异常",
        "客户反映晚上电压低，空调启动不了，灯光昏暗，持续半个月。",
        "{day}{who}到现场实测，晚峰电压为186伏，低于供电质量标准，因台区负荷增长、线径偏细所致。当日调整配变档位，恢复至218伏。",
    ),
    Matter(
        5,
        "complaint",
        "抢修人员服务态度",
        "客户反映抢修人员语气生硬，说话不耐烦，要求道歉。",
        "{day}{who}调取记录仪录像核实，抢修人员解释时语气急躁，违反服务纪律，已按制度考核当事人，并上门向客户致歉。",
    ),
    Matter(
        4,
        "suggestion",
        "停电通知",
        "客户建议停电通知在小区业主群和电梯间同时张贴，方便老人知晓。",
        "{day}{who}研究，依据停电信息公告管理规定，决定自下月起在小区公告栏和电梯间张贴计划停电通知，并由台区经理发送业主群。",
        adopted="yes",
    ),
    Matter(
        2,
        "misconduct",
        "三指定",
        "举报新装用电时工作人员指定某施工队和设备厂家，否则不予验收。",
        "{day}纪检人员{who}调阅业扩档案并询问当事人，工作人员口头推荐施工单位，违反业扩报装管理规定，已责令改正，移交纪检部门处理。",
    ),
    Matter(4, "praise", "抢修服务", "客户表扬抢修人员雨夜到场，四十分钟恢复供电，服务热情。"),
)
