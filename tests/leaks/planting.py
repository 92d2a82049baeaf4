"""What is planted: cases whose callers nobody else is called like, and a life for each of them. Five lived to their end,
the others wait somewhere: for the auditor, for their unit, for more time.

Each identity is used nowhere else in the district, so that wherever one of its words turns up, it came from there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from accounts.models import Person, Role, RoleAt, Unit
from complaints.replies.codes import RETURN_CODES
from customers.models import Call, Premises
from customers.phones import mask
from customers.services import calls
from customers.services.contacts import register_customer, register_premises
from tests import factories
from tests.complaints.cases import a_reply, leaf, pdf
from workorders import errors
from workorders.models import WorkOrder
from workorders.selectors.bulk import picked
from workorders.services import accept, bulk, drafts, outbox, perform
from workorders.services.seal import seal_until
from workorders.services.texts import index_texts

CLEARED = {  # posts that may know of misconduct: where, and what they hold there besides 举报专责
    "cleared_lead": ("centre", Role.LEAD),
    "cleared_auditor": ("centre", Role.AUDITOR),
    "cleared_dispatcher": ("city", Role.DISPATCHER),
    "cleared_handler": ("operations", Role.HANDLER),
    "cleared_elsewhere": ("other_city", Role.SUPERVISOR, Role.AUDITOR),
    "integrity": ("centre",),  # the clearance and nothing else
}
POSTS = tuple(post for post, _, _ in factories.POSTS if post not in ("crew_mate", "second_crew", "other_crew"))
EVERYBODY = (*POSTS, *CLEARED)


@dataclass(frozen=True)
class Identity:
    name: str
    surname: str
    phone: str
    street: str
    door: str
    account: str
    call_id: str

    @property
    def address(self) -> str:
        return f"{self.street}{self.door}"

    @property
    def words(self) -> dict[str, str]:
        """What would tell, by what it is; as text is read once ``plain`` went over it."""
        return {
            "name": self.name,
            "surname": self.surname,  # masked names keep it
            "phone": self.phone,
            "masked phone": mask(self.phone),
            "street": self.street,
            "door": self.door,
            "account": self.account,
            "call": self.call_id,
        }


@dataclass
class Case:
    """``marker`` is a word of the content, which for a report of misconduct only the cleared may read. ``waits``: where
    it stays, for a case that does not live to its end."""

    code: str
    kind: str
    secrecy: str
    who: Identity
    marker: str
    waits: str = ""
    order: WorkOrder = field(default_factory=WorkOrder)
    call: Call | None = None
    premises: Premises | None = None
    files: list[int] = field(default_factory=list)

    @property
    def hidden(self) -> bool:
        return self.kind == "misconduct"

    @property
    def existence(self) -> dict[str, str]:
        return {"number": self.order.number, "content": self.marker} if self.hidden else {}


def cases() -> list[Case]:
    return [
        Case(
            "open",
            "complaint",
            "open",
            Identity(
                "尉迟明烛", "尉迟", "13930017701", "望云巷", "3号楼8单元1701室", "7788100000017", "planted-open-1"
            ),
            "青铜算盘",
        ),
        Case(
            "confidential",
            "complaint",
            "confidential",
            Identity(
                "澹台雪舟", "澹台", "13930026602", "栖霞里", "5号楼7单元2602室", "7788200000026", "planted-conf-2"
            ),
            "白玉砚台",
        ),
        Case(
            "anonymous",
            "complaint",
            "anonymous",
            Identity(
                "公冶寒星", "公冶", "13930035503", "揽月坊", "6号楼5单元3503室", "7788300000035", "planted-anon-3"
            ),
            "赤金罗盘",
        ),
        Case(
            "misconduct",
            "misconduct",
            "confidential",
            Identity(
                "濮阳听涛", "濮阳", "13930044404", "听松弄", "2号楼4单元4404室", "7788400000044", "planted-misc-4"
            ),
            "紫檀木匣",
        ),
        Case(
            "unknown",
            "misconduct",
            "anonymous",
            Identity(
                "闾丘望舒", "闾丘", "13930053305", "枕溪街", "1号楼3单元5305室", "7788500000053", "planted-unkn-5"
            ),
            "玄铁钥匙",
        ),
    ]


def waiting() -> list[Case]:
    """Told in short: of each what tells it from the others, and where it waits."""
    told = (
        ("complaint", "dispatched", "司徒", "清越", "晓风里", "6106", "雨花石盘"),
        ("complaint", "handling", "宇文", "流光", "踏雪巷", "5107", "松烟徽墨"),
        ("complaint", "extended", "长孙", "白鹭", "采菱坊", "4208", "犀角酒杯"),
        ("complaint", "replied", "慕容", "知秋", "远山弄", "3309", "象牙折扇"),
        ("misconduct", "dispatched", "令狐", "浮舟", "听雨街", "2410", "龟甲印章"),
        ("misconduct", "extended", "轩辕", "落英", "沉香里", "1511", "鎏金手炉"),
        ("misconduct", "replied", "皇甫", "星河", "碧云巷", "7612", "沉檀佛珠"),
    )
    return [
        Case(
            f"{'misconduct' if kind == 'misconduct' else 'confidential'} {waits}",
            kind,
            "confidential",
            Identity(
                f"{surname}{given}",
                surname,
                f"1393{door}{door[1:]}",
                street,
                f"{door[0]}号楼9单元{door}室",
                f"77889{door}{door}",
                f"planted-way-{door}",
            ),
            marker,
            waits,
        )
        for kind, waits, surname, given, street, door, marker in told
    ]


_BETWEEN = re.compile(r"(?<=\d)[\s\-—–]+(?=\d)")


def plain(text: str) -> str:
    """Full width made half, and numbers drawn together, however they are written."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text))


@dataclass
class World:
    district: factories.District
    cases: list[Case]

    def person(self, post: str) -> Person:
        return Person.objects.get(username=post)

    def case(self, code: str) -> Case:
        return next(each for each in self.cases if each.code == code)

    @property
    def lived(self) -> list[Case]:
        return [each for each in self.cases if not each.waits]


def settle_people(district: factories.District) -> None:
    """Those who may know of misconduct, beside everybody else."""
    for place, (post, (where, *roles)) in enumerate(CLEARED.items()):
        person = Person.objects.create(
            username=post,
            name=f"某专责{place}",
            phone=f"1390001{place:04d}",
            password=factories.hashed(),
            password_changed_at=timezone.now(),
        )
        unit: Unit = getattr(district, where)
        RoleAt.objects.bulk_create(RoleAt(person=person, role=each, unit=unit) for each in (Role.INTEGRITY, *roles))
        district.people[post] = person


def settle_callers(district: factories.District, planted: list[Case]) -> None:
    """They are customers like others: the company knows them, the order must not."""
    for each in planted:
        who = each.who
        each.premises = register_premises(
            register_customer(who.name, phones=who.phone),
            account_no=who.account,
            street=who.street,
            door=who.door,
            unit=district.station,
            transformer=district.transformer,
            town="东江市",
        )


def plant(district: factories.District, planted: list[Case] | None = None) -> World:
    """Everything, up to what the outbox, the index and the seal make of it."""
    planted = [*cases(), *waiting()] if planted is None else planted
    if not Person.objects.filter(username="integrity").exists():
        settle_people(district)
    settle_callers(district, planted)
    for each in planted:
        live(district, each)
    settle_down()
    return World(district, planted)


def settle_down() -> None:
    while outbox.expand() + outbox.send():
        pass
    index_texts()
    seal_until(timezone.localdate() + timedelta(days=1))


def begin(district: factories.District, case: Case) -> None:
    """The call, what the agent types before and while the customer says who they are, and the acceptance."""
    agent, who, now = district.agent, case.who, timezone.now()
    calls.ring(who.call_id, who.phone, district.centre, 1, now, by=district.telephony)
    case.call = calls.answer(who.call_id, agent, now, rings=2, by=district.telephony)
    data = {
        "call": who.call_id,
        "premises": case.premises.pk if case.premises else "",
        "contact_name": who.name,
        "contact_phones": who.phone,
        "address": f"东江市{who.address}",
        "place": "东江市供电公司营业厅" if case.secrecy != "open" else "",
        "content": f"客户反映工作人员收取{case.marker}后仍未办理，要求核实并答复处理结果。",
        "concerned_unit": district.other_city.pk if case.hidden else district.city.pk,
        "category": leaf(case.kind),
        "secrecy": case.secrecy,
        **({} if case.hidden else {"grade": "ordinary"}),
    }
    slot = f"{case.kind}.accept#{case.call.pk}"
    drafts.keep(agent, slot, data)
    if case.secrecy != "open":
        drafts.keep(agent, f"opinion.accept#{case.call.pk}", {**data, "secrecy": "open"})  # a tab looked at before
        told = {**data, "content": f"{data['content']}来电人{who.name}，电话 139-{who.phone[3:7]}-{who.phone[7:]}"}
        refused(lambda: accept(case.kind, agent, told, key=f"told-{case.code}"))
    case.order = accept(case.kind, agent, data, key=f"planted-{case.code}").order
    calls.hang_up(who.call_id, timezone.now(), by=district.telephony)
    call = Call.objects.get(pk=case.call.pk)
    if not call.disposal:
        calls.dispose(call, Call.Disposal.ANSWERED, agent)


def live(district: factories.District, case: Case) -> None:
    """Accepted, sent down, asked about through the centre, urged, answered, sent back, answered again, approved, and
    appealed against; or as far as where it waits."""
    begin(district, case)
    cleared = "cleared_" if case.hidden else ""

    def act(verb: str, post: str, files: Any = None, **data: Any) -> None:
        case.order = perform(case.order.pk, verb, getattr(district, post), data, files=files).order

    auditor, dispatcher, handler = (f"{cleared}{post}" for post in ("auditor", "dispatcher", "handler"))
    act("dispatch", "agent")
    if case.waits == "dispatched":
        return
    act("forward", auditor, unit=district.city.pk)
    act("receive", dispatcher, unit=district.operations.pk)
    if case.waits == "handling":
        return
    if case.waits == "extended":
        until = (timezone.now() + timedelta(days=20)).isoformat()
        act("extend", handler, files={"file": pdf("检定委托.pdf")}, until=until, reason="等待第三方检定")
        act("ask_relay", handler, question="请转告客户还在检定")
        return
    if not case.waits:
        on_the_way(district, case, act, handler)
    if case.secrecy == "confidential":
        act("ask_relay", handler, question="请转告客户核查情况")
        act("relay", "agent", outcome="reached", answer="客户表示知道了")
    act("reply", handler, **a_reply())
    if case.waits == "replied":
        return
    act("send_back", auditor, codes=[RETURN_CODES[0][0]], text="请补充核查过程")
    act("reply", handler, **a_reply(opinion="客户表示满意，认可退补金额，没有其他意见。"))
    if case.code == "open":
        return  # stays with its unit: whoever handles it still has to reach the customer
    act("approve", auditor)
    if case.order.state == "audited":
        case.order.callbacks.filter(state="open").update(opens_at=timezone.now())
        appeal = {"purpose": "认定不属实，申请剔除", "basis": "监控录像与现场记录", "appellant": "李强"}
        act("appeal", dispatcher, files={"file": pdf("盖章.pdf")}, **appeal)


def on_the_way(district: factories.District, case: Case, act: Callable[..., None], handler: str) -> None:
    """What their unit and the desk write of it before there is an answer."""
    act("note", handler, kind="more", text="已到现场走访")
    act("attach", handler, files={"file": pdf("走访记录.pdf")}, kind="document")
    case.files = list(case.order.attachments.values_list("pk", flat=True))
    urged_again(district, case)
    if case.secrecy == "open":
        act("contact", handler, outcome="reached", said="已说明核实情况")
    else:
        given_away(district, case)
    if case.secrecy == "confidential":
        act("look", "agent", reason="回电核实诉求")


def urged_again(district: factories.District, case: Case) -> None:
    """They call again, and are on the line while their order is urged."""
    now = timezone.now()
    again = f"{case.who.call_id}-again"
    calls.ring(again, case.who.phone, district.centre, 1, now, by=district.telephony)
    calls.answer(again, district.agent, now, rings=1, by=district.telephony)
    perform(case.order.pk, "urge", district.agent, {"content": "客户再次来电催问进度"})
    calls.hang_up(again, timezone.now(), by=district.telephony)
    calls.dispose(Call.objects.get(call_id=again), Call.Disposal.ANSWERED, district.agent)


def given_away(district: factories.District, case: Case) -> None:
    """Of a confidential reporter the desk writes what it must not: it is refused, and nothing of it stays."""
    if case.secrecy != "confidential":
        return
    agent, text = district.agent, f"来电人{case.who.name}，住{case.who.door}"
    refused(lambda: perform(case.order.pk, "note", agent, {"kind": "more", "text": text}))
    drafts.keep(agent, f"{case.kind}.note", {"kind": "more", "text": text}, case.order.number)

    def many() -> None:
        chosen = picked(agent, [case.order.number])
        run = bulk.begin(agent, "note", chosen, {"kind": "more", "text": text}, uuid4())
        bulk.go_on(run.pk)

    refused(many)


def refused(act: Callable[[], object]) -> None:
    try:
        act()
    except errors.Invalid:
        return
    raise AssertionError("what gives a reporter away went through")
