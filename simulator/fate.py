"""What will become of a call, all of it drawn when the phone rings: the same seed gives the same city."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

CATEGORIES = {  # what is reported: weight, 受理分类, 停电范围, words
    "one": (46, "low_voltage", "one", "【一户无电】客户报修一户无电，室内及表下开关未跳闸，请尽快核实处理。"),
    "several": (18, "low_voltage", "several", "【多户无电】客户反映一带停电，自检有线路断线，请尽快联系处理。"),
    "phase": (9, "low_voltage", "one", "【缺相】客户报修单户缺相，请处理。"),
    "voltage": (9, "quality", "several", "【电压异常】客户反映电压忽高忽低，灯光闪烁，请核实。"),
    "inside": (8, "customer", "one", "客户反映表后开关一推就跳，疑为室内线路故障，要求上门查看。"),
    "meter": (5, "meter", "one", "【计量故障】客户反映电表无显示，请现场查看。"),
    "area": (3, "high_voltage", "area", "【线路故障】客户反映整片停电并听到响声，请核实。"),
    "manhole": (2, "non_electric", "one", "【井盖故障】客户反映此处电力井盖破损，危及行人，请处理。"),
}
FAILURES = ("no_answer", "no_answer", "powered_off", "refused", "suspended", "wrong_number")


@dataclass(frozen=True)
class Fate:
    """Minutes by the district's clock unless a name says otherwise."""

    matter: str  # fault, silent, harassing, question, case
    patience: float  # how long the customer lets it ring
    answered: float  # how long the agent needs to pick up
    talk: float
    report: str  # a key of CATEGORIES
    urgent: bool
    accident: bool
    duplicate: bool  # taken down twice by mistake
    dispatch: float
    refused: bool
    receive: float
    assign: float
    appointment: bool
    depart: float
    travel: float
    offline: float  # how long the phone had no signal when the crew arrived; 0: it had
    no_position: bool
    surveys: int
    own: bool  # the customer's own installation
    paid: bool
    support: bool
    repair: float
    reply: float
    paperwork: bool
    urges: tuple[float, ...]  # how long after the report the customer calls again
    unsolved: bool  # the first call-back hears that nothing was repaired
    attempts: tuple[str, ...]  # how each attempt of a round ends
    satisfaction: int
    doubled: tuple[bool, ...]  # which of the requests a bad network sends twice

    def twice(self, serial: int) -> bool:
        return self.doubled[serial % len(self.doubled)]


def draw(seed: int, number: int) -> Fate:
    """The fate of the ``number``-th call of a city with ``seed``."""
    random = Random(f"{seed}/{number}")  # noqa: S311  a city, not a secret

    def chance(share: float) -> bool:
        return random.random() < share

    def slow(usual: tuple[float, float], late: tuple[float, float], share: float) -> float:
        return random.uniform(*(late if chance(share) else usual))

    report = random.choices(list(CATEGORIES), [weight for weight, *_ in CATEGORIES.values()])[0]
    own = report == "inside" or chance(0.04)
    failures = random.choices((0, 1, 2, 3), (72, 17, 6, 5))[0]
    return Fate(
        matter=random.choices(("fault", "silent", "harassing", "question", "case"), (100, 5, 2, 5, 5))[0],
        patience=random.uniform(0.6, 3),
        answered=random.uniform(0.04, 0.3),
        talk=random.uniform(0.8, 2.2),
        report=report,
        urgent=report in ("area", "manhole") or chance(0.06),
        accident=chance(0.004),
        duplicate=chance(0.015),
        dispatch=slow((0.2, 1.2), (3, 6), 0.03),
        refused=chance(0.03),
        receive=slow((0.2, 1.6), (3.2, 9), 0.05),
        assign=random.uniform(0.5, 4),
        appointment=chance(0.04),
        depart=random.uniform(1, 6),
        travel=slow((8, 30), (50, 95), 0.06),
        offline=random.uniform(3, 25) if chance(0.1) else 0,
        no_position=chance(0.05),
        surveys=2 if chance(0.12) else 1,
        own=own,
        paid=own and chance(0.5),
        support=chance(0.03),
        repair=random.triangular(10, 150, 35),
        reply=slow((0.5, 3.5), (6, 30), 0.08),
        paperwork=chance(0.03),
        urges=tuple(random.uniform(25, 70) * time for time in range(1, random.choices((0, 1, 2), (90, 8, 2))[0] + 1)),
        unsolved=chance(0.04),
        attempts=tuple(random.choice(FAILURES) for _ in range(failures)) + (("reached",) if failures < 3 else ()),
        satisfaction=random.choices((1, 2, 3, 4, 5), (55, 36, 5, 3, 1))[0],
        doubled=tuple(chance(0.05) for _ in range(16)),
    )
