"""What happens in the district until the moment: faults, told as lives. Data only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from screens.clock import LAST_WEEK, MONDAY, TUESDAY

# Minutes after the report; a life goes as far as its ``until``.
WAY: tuple[tuple[str, float], ...] = (
    ("dispatch", 1.5),
    ("receive", 3),
    ("assign", 5),
    ("take", 6),
    ("depart", 8),
    ("arrive", 25),
    ("survey", 32),
    ("restore", 57),
    ("reply", 60),
)
SAFE = "已提醒客户远离带电部位、不要自行登高。"


@dataclass(frozen=True, eq=False)
class Life:
    """One fault. ``place``: station, number of a transformer there, number of a premises behind it. ``crew``: which of
    the station's crews. ``pace`` stretches the way; ``until`` is its last verb."""

    at: str
    place: tuple[str, int, int]
    category: str
    content: str
    until: str = "reply"
    crew: int = 1
    agent: str = "agent02"
    pace: float = 1.0
    day: datetime = TUESDAY
    extent: str = "one"
    more: dict[str, Any] = field(default_factory=dict)  # of the intake
    found: dict[str, Any] = field(default_factory=dict)  # of the survey
    result: str = ""
    then: tuple[tuple[str, str, str, dict[str, Any]], ...] = ()  # (time, verb, who, data); also days later


REACHED = {"outcome": "reached", "workmanship": "good", "service": "good", "arrival": "yes", "restoration": "yes"}
PLEASED = {**REACHED, "satisfaction": "1", "solved": "yes", "words": "师傅来得快，已经来电了，谢谢。"}
FAIR = {**REACHED, "arrival": "no", "satisfaction": "2", "solved": "yes", "words": "修好了，就是等得久了一点。"}
L, H, C, Q, M = "low_voltage", "high_voltage", "customer", "quality", "meter"

LIVES: tuple[Life, ...] = (
    # ---- Monday: what is called back this morning
    Life("08:40", ("城东", 4, 2), L, f"客户反映家中停电，邻居正常，表后开关未跳。{SAFE}", day=MONDAY, crew=2,
         result="接户线接头氧化发热，已重做接头，送电正常。", then=(("16:20", "call_back", "agent05", PLEASED),)),
    Life("10:15", ("城西", 2, 5), Q, f"客户反映灯光忽明忽暗，疑似电压不稳。{SAFE}", day=MONDAY, crew=1,
         result="零线接触不良，已紧固，实测电压 226 V。", then=(("16:32", "call_back", "agent05", PLEASED),)),
    Life("14:05", ("城南", 6, 1), L, f"整单元停电，共六户，单元门口表箱有焦味。{SAFE}", day=MONDAY, crew=2, extent="several",
         result="表箱进线烧损，已更换进线和熔断器，六户全部送电。"),
    Life("15:48", ("柳溪", 3, 4), L, f"村口三户停电，昨夜大风后一根低压线下垂。{SAFE}", day=MONDAY, pace=1.3, extent="several",
         result="低压导线弧垂过大，已收紧并加装绝缘护套，三户送电。"),
    Life("16:20", ("城东", 7, 3), C, f"客户家中跳闸，合不上。{SAFE}", day=MONDAY, crew=3,
         result="客户厨房插座短路，属客户产权，已指导断开该回路，其余恢复用电。"),
    Life("17:10", ("河口", 1, 2), M, f"客户反映电能表黑屏，家中有电。{SAFE}", day=MONDAY, pace=1.2,
         result="电能表液晶故障，已更换表计并与客户核对底数。"),
    # ---- Tuesday, done
    Life("07:31", ("城东", 2, 6), L, f"早上起来发现家中没电，楼道灯正常。{SAFE}", crew=3, agent="agent03",
         result="表前熔断器熔断，已更换，送电正常。", found={"cause": "熔断器烧损"},
         then=(("09:06", "call_back", "agent05", PLEASED),)),
    Life("07:58", ("城西", 5, 2), Q, f"客户反映电压偏低，电饭锅煮不熟。{SAFE}", crew=2, agent="agent04",
         result="台区三相负荷不平衡，已调相，实测电压 221 V。", found={"cause": "三相不平衡"},
         then=(("09:18", "call_back", "agent05", FAIR),)),
    Life("08:20", ("城南", 3, 8), L, f"一楼商铺停电，影响营业，请尽快处理。{SAFE}", agent="agent01", crew=2,
         result="电缆分支箱进水，已烘干并更换熔断器，送电正常。", found={"cause": "分支箱进水"}),
    # ---- under way
    Life("08:04", ("柳溪", 6, 1), H, f"全村停电，村民听到变压器处有响声。{SAFE}", until="depart", pace=1.1, agent="agent03",
         extent="area", then=(("09:31", "urge", "agent03", {"content": "村委会来电：全村仍未来电，有老人在家吸氧，请告知到达时间。"}),
                              ("09:58", "urge", "agent03", {"content": "第二次来电催办，称已停电近两小时。"}))),
    Life("08:47", ("城西", 7, 3), L, f"整栋楼停电，物业称低压柜断路器跳开。{SAFE}", until="restore", crew=1, agent="agent05",
         extent="several", pace=1.25, found={"cause": "低压出线断路器跳闸", "affected": "一栋楼 36 户"}),
    Life("09:14", ("城东", 5, 4), L, f"客户称家中停电，楼上楼下均正常，孩子在上网课。{SAFE}", until="survey", agent="agent01",
         found={"cause": "表前熔断器烧损", "affected": "一户"}),
    Life("09:20", ("城南", 1, 7), L, f"小区三栋停电，路灯也不亮。{SAFE}", until="survey", crew=1, agent="agent04", extent="area",
         found={"cause": "电缆外力损伤", "affected": "三栋楼约 90 户"},
         then=(("10:02", "support", "crew", {"units": "运检部", "needed": "施工挖断低压电缆约 3 米，需电缆班带接头材料到场。"}),)),
    Life("09:27", ("城东", 9, 1), L, f"客户反映停电，表箱内有一路开关跳开合不上。{SAFE}", until="depart", crew=2, agent="agent02"),
    Life("09:35", ("霞岭", 2, 3), L, f"山上两户停电，树枝压在线上。{SAFE}", until="depart", agent="agent05", extent="several"),
    Life("09:44", ("河口", 4, 5), Q, f"客户反映家中电压过高，灯泡烧坏两只。{SAFE}", until="depart", crew=2, agent="agent03"),
    Life("09:48", ("城西", 3, 1), M, f"客户反映电能表异响并有焦味。{SAFE}", until="assign", crew=3, agent="agent04"),
    Life("09:52", ("城东", 6, 2), L, f"客户反映半边房间没电。{SAFE}", until="take", agent="agent02"),
    # ---- for the dispatcher
    Life("09:57", ("城东", 12, 3), H, f"吊车碰断 10 kV 导线，线头垂落路边，已拉警戒。{SAFE}", until="receive", agent="agent01",
         extent="area", more={"accident": "equipment", "urgency": "urgent"}),
    Life("10:00", ("城南", 5, 2), L, f"客户反映停电，邻居也没有电。{SAFE}", until="receive", agent="agent05", extent="several"),
    Life("10:04", ("城西", 8, 6), C, f"客户家中漏电保护器频繁跳闸。{SAFE}", until="dispatch", agent="agent03",
         then=(("10:08:20", "refuse", "dispatcher01", {"codes": ["address_unclear"], "text": "地址写“学府路市场旁”，找不到门牌，请与客户核实。"}),)),
    Life("10:06:35", ("城东", 3, 1), L, f"整层停电，楼道灯也灭了。{SAFE}", until="dispatch", agent="agent02", extent="several"),
    Life("10:07:50", ("城东", 3, 4), L, f"客户反映刚才突然停电，整栋都黑了。{SAFE}", until="dispatch", agent="agent04", extent="several"),
    Life("10:08:30", ("城东", 3, 7), L, f"楼下超市停电，冰柜里有货，很急。{SAFE}", until="dispatch", agent="agent05"),
    Life("10:09:05", ("城东", 3, 9), L, f"客户反映停电，小区群里都在说没电。{SAFE}", until="dispatch", agent="agent03"),
    Life("10:09:40", ("城东", 8, 2), L, f"客户反映停电，不清楚范围。{SAFE}", until="dispatch", agent="agent02"),
    Life("10:09:50", ("城南", 8, 5), L, f"老人独居，来电说屋里没电，暖气也停了。{SAFE}", until="accept", agent="agent01",
         more={"urgency": "urgent"}),
)  # fmt: skip
# Last week's Tuesday, told shortly: when, where, whose crew; all of them done and called back the same day.
ORDINARY: tuple[tuple[str, str, int], ...] = (
    ("06:48", "城东", 2), ("07:20", "城西", 1), ("07:52", "城南", 2), ("08:10", "柳溪", 1), ("08:34", "城东", 3),
    ("08:55", "城西", 2), ("09:08", "河口", 1), ("09:26", "城东", 4), ("09:47", "城南", 4), ("10:15", "城西", 3),
    ("10:52", "城东", 1), ("11:30", "霞岭", 2), ("13:05", "城西", 4), ("14:20", "城东", 2), ("15:40", "城南", 2),
    ("16:35", "城东", 3), ("17:25", "城西", 1),
)  # fmt: skip
LIVES += tuple(
    Life(when, (station, 10 + number, number), L, f"客户反映家中停电。{SAFE}", day=LAST_WEEK, crew=crew, agent="agent04",
         result="更换熔断器，送电正常。",
         then=((f"19:{number + 10}", "call_back", "agent05", PLEASED if number % 3 else FAIR),))
    for number, (when, station, crew) in enumerate(ORDINARY)
)  # fmt: skip
# Calls: number of a premises behind the first transformer of 城东; minutes and seconds before the moment.
WAITING = ("10:11:38", "10:11:51")
ON_THE_LINE = "10:11:06"
