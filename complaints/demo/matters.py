"""What the demo's customers call about, and what the units find. GENERATED: no real person, place or event is meant.

``{day}``: the day the unit went to look, as replies write it; ``{n}``: some number; ``{who}``: the handler, by surname.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Matter:
    """``category``: the code of a leaf of the tree of ``kind``."""

    kind: str
    category: str
    content: str
    text: str = ""
    opinion: str = "客户表示认可。"
    true: bool = True
    ours: bool = True
    adopted: str = ""


def _complaint(category: str, content: str, text: str, opinion: str, true: bool = True, ours: bool = True) -> Matter:
    return Matter("complaint", category, content, text, opinion, true, ours)


def _opinion(category: str, content: str, text: str, opinion: str, true: bool = True, ours: bool = True) -> Matter:
    return Matter("opinion", category, content, text, opinion, true, ours)


def _suggestion(category: str, content: str, text: str, opinion: str, adopted: str) -> Matter:
    return Matter("suggestion", category, content, text, opinion, True, False, adopted)


COMPLAINTS = (
    _complaint(
        "bill",
        "客户反映上月电费{n}元，比往月多出一倍，怀疑多收电费，要求核实并退还。",
        "{day}{who}到现场核对，因采集终端离线，上月电量按估抄计算，多计96千瓦时。依据《供电营业规则》已退还电费51.20元，冲抵下期电费。",
        "客户表示认可，同意冲抵下期电费。",
    ),
    _complaint(
        "reading",
        "客户反映电表示数与账单不一致，疑为抄表错误，要求重新抄表。",
        "{day}抄表员{who}上门核对，表码为4521，与账单一致，电量增加系客户新装空调所致。已出示用电曲线，并按阶梯电价标准讲解计费。",
        "客户对核对结果表示认可。",
        true=False,
        ours=False,
    ),
    _complaint(
        "arrears_cut",
        "客户称已缴清电费，仍被欠费停电，要求尽快复电。",
        "{day}{who}核实，因银行系统延迟到账触发欠费停电，按停复电规定当日远程合闸恢复供电，已向客户说明原因。",
        "客户表示理解。",
        ours=False,
    ),
    _complaint(
        "meter_wiring",
        "客户反映自家电表与邻居电表串户，电费不对，要求改正并退费。",
        "{day}城东供电所{who}到现场核对，因户表轮换时表后线接错造成串户，当日改正接线。依据《供电营业规则》，多收的{n}元已退至客户账户。",
        "客户表示谅解，认可退费金额。",
    ),
    _complaint(
        "meter_test",
        "客户反映更换智能电表后走字偏快，申请校验一个月未答复，要求验表。",
        "{day}计量人员{who}现场校验，电能表误差为0.3%，在规程允许范围内。因验表申请转派遗漏未及时答复，已向客户致歉并送达检定结果。",
        "客户认可校验结果。",
    ),
    _complaint(
        "outage_unannounced",
        "客户反映昨日停电三小时，事先没有收到停电通知，冰箱食物变质。",
        "{day}{who}核查，因短信平台号码未更新，该户未收到计划停电通知，线路已按计划送电。依据停电信息报送规定补录号码并致歉。",
        "客户表示谅解，要求以后提前通知。",
    ),
    _complaint(
        "outage_frequent",
        "客户反映小区一周内停电四次，影响老人小孩生活，要求彻底解决。",
        "{day}运检部{who}现场检查，因支线绝缘老化接地引起跳闸，已更换绝缘子6只并恢复供电。依据配电网检修规程列入本月改造计划。",
        "客户认可处理方案，希望尽快完成改造。",
    ),
    _complaint(
        "voltage_abnormal",
        "客户反映晚上电压低，空调启动不了，灯光昏暗，持续半个月。",
        "{day}{who}到现场实测，晚峰电压为{n}伏，低于供电质量标准，因台区负荷增长、线径偏细所致。当日调整配变档位，恢复至218伏。",
        "客户表示满意。",
    ),
    _complaint(
        "repair_late",
        "客户反映报修停电后两个多小时抢修人员才到，超过承诺时限。",
        "{day}运检部{who}核查，因当晚同时段故障集中，抢修班到达用时131分钟，超过45分钟的承诺时限。已恢复供电，并向客户致歉，增设夜间值班班组。",
        "客户接受致歉。",
    ),
    _complaint(
        "repair_attitude",
        "客户反映抢修人员语气生硬，说话不耐烦，要求道歉。",
        "{day}{who}调取记录仪录像核实，抢修人员解释时语气急躁，违反服务纪律，已按制度考核当事人，并上门向客户致歉。",
        "客户接受道歉。",
    ),
    _complaint(
        "hall_attitude",
        "客户反映营业厅人员办理过户时态度冷淡，推诿不办，要求核实。",
        "{day}{who}调阅营业厅监控和录音，窗口人员已一次性告知过户所缺材料，用语符合服务规范。已联系客户说明，材料齐全后当日办理。",
        "客户了解办理要求，表示认可。",
        true=False,
        ours=False,
    ),
    _complaint(
        "installation_late",
        "客户反映申请新装用电已二十天，一直没有人来装表，要求尽快接电。",
        "{day}{who}核实，因表箱到货延误，装表环节超过规定时限。当日已完成装表接电，并依据业扩报装时限规定约谈责任班组。",
        "客户对处理结果表示满意。",
    ),
    _complaint(
        "dunning",
        "客户反映催费人员深夜打电话催缴电费，影响休息，要求改正。",
        "{day}{who}核实，催费人员在晚九点以后拨打催费电话，不符合催缴费时间规定。已批评当事人，今后只在白天联系客户。",
        "客户表示认可。",
    ),
    _complaint(
        "grid_works",
        "客户反映供电公司施工挖路后没有恢复路面，影响通行，要求尽快修复。",
        "{day}{who}到现场查看，因电缆施工单位未按合同约定期限回填。当日已督促回填压实并完成路面硬化，恢复通行。",
        "客户表示满意。",
    ),
    _complaint(
        "grid_facilities",
        "客户反映门前电杆倾斜，电线低垂，存在安全隐患，要求处理。",
        "{day}{who}到现场检查，因雨水冲刷电杆基础下沉。依据配电线路运行规程，当日扶正电杆、浇筑基础并抬高线路，对地距离6.2米。",
        "客户认可处理结果。",
    ),
    _complaint(
        "charge_item",
        "客户反映装表人员收取材料费{n}元且未给发票，要求核实退还。",
        "{day}{who}核实，装表人员误将表后线材料计入收费，不符合收费公示标准。已全额退还客户{n}元，并按制度考核当事人。",
        "客户已收到退款，表示认可。",
    ),
)
OPINIONS = (
    _opinion(
        "business_tariff",
        "客户不理解阶梯电价按年累计，认为第四季度电费偏高，要求说明。",
        "{day}{who}联系客户，依据省发展改革委电价文件讲解阶梯电价按年度累计的计算办法，并核对账单电量，第四季度用电已进入第三档。",
        "客户表示理解。",
        ours=False,
    ),
    _opinion(
        "outage_schedule",
        "客户反映计划停电安排在周末，影响商户经营，希望调整停电时间。",
        "{day}{who}核实，因该线路改造须停电施工，依据检修计划安排在周末。已协调施工单位将停电时间缩短2小时，午间恢复供电。",
        "客户表示理解，认可调整后的时间。",
    ),
    _opinion(
        "quality_frequent",
        "客户反映村里近期频繁停电，家电受影响，希望改造线路。",
        "{day}{who}现场巡视，因树障碰线引起跳闸，当日修剪树木23棵，恢复供电。依据农网改造规划，该线路列入明年绝缘化改造。",
        "客户认可处理方案。",
    ),
    _opinion(
        "grid_facilities",
        "客户反映变压器离住房较近，夜间噪音大，希望处理。",
        "{day}{who}到现场检测，夜间噪声为43分贝，符合声环境质量标准。因底座螺栓松动产生振动，当日紧固并加装减振垫。",
        "客户表示认可。",
    ),
    _opinion(
        "charging_layout",
        "客户反映小区附近没有充电桩，充电不便，希望增设。",
        "{day}{who}现场勘查，因周边暂无公用充电桩，已依据充电设施布局规划，将小区南门停车场列入明年二季度建设计划，拟建快充桩4台。",
        "客户表示认可。",
        ours=False,
    ),
    _opinion(
        "charging_fee",
        "客户反映充电站服务费上涨，充电费用与平台显示不一致，要求核实。",
        "{day}{who}核查订单，因峰时电价调整，平台价格延迟更新，依据公示标准多收的12.60元已退款至客户账户，平台当日更新。",
        "客户认可退款。",
    ),
    _opinion(
        "business_reading",
        "客户反映收不到电费短信，希望恢复电费提醒。",
        "{day}{who}核实，因客户变更手机号码后系统未同步，当日更新号码并恢复电费短信提醒，测试短信已送达。",
        "客户表示满意。",
    ),
)
SUGGESTIONS = (
    _suggestion(
        "outage_notice",
        "客户建议停电通知在小区业主群和电梯间同时张贴，方便老人知晓。",
        "{day}{who}研究，依据停电信息公告管理规定，决定自下月起在小区公告栏和电梯间张贴计划停电通知，并由台区经理发送业主群。",
        "客户对采纳表示满意。",
        "yes",
    ),
    _suggestion(
        "service_hall",
        "客户建议营业厅增设老年人专用窗口，并延长中午营业时间。",
        "{day}{who}研究，依据营业厅服务标准，城区营业厅下月增设老年人窗口；因人员编制所限，中午营业时间暂不延长，已开通自助缴费终端。",
        "客户表示理解。",
        "partly",
    ),
    _suggestion(
        "charging",
        "客户建议充电桩旁设置遮雨棚和照明，夜间充电更安全。",
        "{day}{who}现场勘查，依据充电站运维标准，已为客户所提充电桩加装照明灯4盏，遮雨棚列入下季度建设计划。",
        "客户表示满意。",
        "yes",
    ),
)
MISCONDUCT = (
    Matter(
        "misconduct",
        "three_designations",
        "举报新装用电时工作人员指定某施工队和设备厂家，否则不予验收。",
        "{day}纪检人员{who}调阅业扩档案并询问当事人，工作人员口头推荐施工单位，违反业扩报装管理规定，已责令改正，移交纪检部门处理。",
        "客户表示认可。",
    ),
    Matter(
        "misconduct",
        "power_theft",
        "举报某小吃街商户绕越电表用电，夜间用电异常。",
        "{day}用电检查人员{who}到现场检查，发现一户绕越电能表用电，依据《供电营业规则》中止供电并追补电费和违约使用电费。",
        "",
        ours=False,
    ),
    Matter("misconduct", "private_gain", "举报抄表人员收受商户好处，少抄电量，要求查处。"),
)
PRAISE = (
    Matter("praise", "repair", "客户表扬抢修人员雨夜到场，四十分钟恢复供电，服务热情。"),
    Matter("praise", "field_metering", "客户表扬台区经理主动上门帮助老人缴费，耐心细致。"),
    Matter("praise", "hall", "客户表扬营业厅人员帮助补办材料，一次办成过户。"),
)
# What the gate cannot know and an auditor should see: the reply answers beside the point, or promises without a date.
FLAWED = (
    _complaint(
        "outage_frequent",
        "客户反映近一个月停电五次，要求说明原因并书面答复改造时间。",
        "{day}{who}到现场检查，因支线树障碰线跳闸，依据检修规程修剪树木后恢复供电，后续计划改造。",
        "客户表示认可。",
    ),
    _complaint(
        "bill",
        "客户反映电费连续三个月偏高，要求核对每月示数并退还多收电费。",
        "{day}{who}联系客户，因天气炎热用电增多，依据电价标准核对上月账单，电费计算无误。",
        "客户表示知道了。",
        true=False,
        ours=False,
    ),
    _complaint(
        "repair_attitude",
        "客户反映抢修人员态度不好，要求当事人本人道歉。",
        "{day}{who}核实，抢修人员沟通方式欠妥，已依据服务规范批评教育，并由班长电话向客户致歉。",
        "客户表示可以接受。",
    ),
)
