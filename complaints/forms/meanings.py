"""What the agent is told of each answer before it is chosen: secrecy (A3.5) and the grade of a complaint."""

from __future__ import annotations

from complaints.models import Grade, Secrecy
from workorders.asking import Meaning

IDENTITY = ("contact_name", "contact_phones", "address", "premises", "call")
NAMED = ("contact_name", "contact_phones", "address")

CONFIDENTIAL = Meaning(
    "姓名、电话、地址单独加密，处理单位看不到，由受理中心中转联系和回访",
    kept_apart=IDENTITY,
    asked=("place",),
)
ANONYMOUS = Meaning(
    "不会保存姓名、电话、地址和来电关联，也不答复、不回访；请先告诉客户：匿名可能影响查处",
    kept_apart=IDENTITY,
    left_out=NAMED,
    asked=("place",),
)
SECRECY: dict[str, Meaning] = {
    Secrecy.OPEN: Meaning("处理单位能看到姓名、电话，直接与客户联系"),
    Secrecy.CONFIDENTIAL: CONFIDENTIAL,
    Secrecy.ANONYMOUS: ANONYMOUS,
}
ALWAYS_SECRET: dict[str, Meaning] = {Secrecy.CONFIDENTIAL: CONFIDENTIAL, Secrecy.ANONYMOUS: ANONYMOUS}
GRADES: dict[str, Meaning] = {
    Grade.SPECIAL: Meaning("人身伤害、媒体曝光或重大社会影响：受理后立即短信报告值班长"),
    Grade.MAJOR: Meaning("重要客户，或可能引发群体、媒体关注：受理后立即短信报告值班长"),
    Grade.IMPORTANT: Meaning("影响多户，或同一问题反复发生"),
    Grade.ORDINARY: Meaning("影响一户，没有上面这些情形"),
}
