"""What 投诉 举报 意见 建议 have in common: verbs, clocks, phases, the call-back. ``complaints/type.py`` declares the types."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from accounts.models import Person, Role
from complaints.forms import handling as ask
from complaints.forms import reply as answer_forms
from complaints.forms import route as way
from complaints.forms.intake import AcceptCaseForm, ExplainForm
from complaints.models.orders import Route
from complaints.replies.codes import GROUPS, RETURN_CODES
from complaints.scripts import CALL_BACK
from complaints.selectors.beside import beside_contact, beside_reply
from complaints.selectors.limits import ASKED_ALREADY, NOTHING_RUNS
from complaints.selectors.standing import standing
from complaints.services import ending, handling, intake, relating, route, secrecy
from workorders.callback_form import CallBackForm, GiveUpForm
from workorders.models import Phase, Return, WorkOrder
from workorders.parts import Layout
from workorders.registry import CallBackPlan, Clock, Question, Verb

AGENT = frozenset({Role.AGENT, Role.LEAD})
AUDITOR = frozenset({Role.AUDITOR})
DISPATCHER = frozenset({Role.DISPATCHER})
HANDLER = frozenset({Role.HANDLER, Role.DISPATCHER})
EVERYBODY = AGENT | AUDITOR | HANDLER
S = Route.States

GOOD_BAD = (("good", "好"), ("fair", "一般"), ("bad", "不好"))
TIMELY = (("yes", "及时"), ("no", "不及时"))
TOLD = (("yes", "说明了"), ("no", "没有说明"))
RESULT = Question("result", "处理结果", (("good", "认可"), ("fair", "基本认可"), ("bad", "不认可")))
WORKMANSHIP = Question("workmanship", "工作质量", GOOD_BAD)
ATTITUDE = Question("attitude", "服务态度", GOOD_BAD)
TIMING = Question("timing", "答复时间", TIMELY)
ADOPTED = Question("adopted", "采纳情况是否告知", TOLD)

CLOCKS = {
    "dispatched_by": Clock("dispatched_by", "派单"),
    "contacted_by": Clock("contacted_by", "联系客户"),
    "replied_by": Clock("replied_by", "单位回复"),
    "answered_by": Clock("answered_by", "答复客户"),
    "audited_by": Clock("audited_by", "省审核"),
    "called_back_by": Clock("called_back_by", "回访"),
}
PHASES = {
    S.ACCEPTED: Phase.OPEN,
    S.DISPATCHED: Phase.OPEN,
    S.FORWARDED: Phase.OPEN,
    S.HANDLING: Phase.OPEN,
    S.REPLIED: Phase.OPEN,
    S.AUDITED: Phase.WAITING,
    S.ARCHIVED: Phase.DONE,
}
TRACK = (S.ACCEPTED, S.DISPATCHED, S.FORWARDED, S.HANDLING, S.REPLIED, S.AUDITED, S.ARCHIVED)
MOMENTS = (
    ("accepted_at", "受理"),
    ("dispatched_at", "派单"),
    ("forwarded_at", "转派"),
    ("received_at", "签收"),
    ("replied_at", "回复"),
    ("audited_at", "审核"),
)


def may_contact(order: WorkOrder, actor: Person) -> bool:
    return bool(order.phone)


def may_ask_relay(order: WorkOrder, actor: Person) -> bool:
    has = standing(order)
    return not order.phone and has.kept_apart and not has.relay_waits


def relay_waits(order: WorkOrder, actor: Person) -> bool:
    return standing(order).relay_waits


def extension_waits(order: WorkOrder, actor: Person) -> bool:
    return standing(order).extension_waits


def may_extend(order: WorkOrder, actor: Person) -> bool:
    has = standing(order)
    return has.prolongable and not has.extension_waits


def why_not_extend(order: WorkOrder) -> str:
    return ASKED_ALREADY if standing(order).extension_waits else NOTHING_RUNS


def appeal_waits(order: WorkOrder, actor: Person) -> bool:
    return standing(order).appeal_waits


def may_appeal(order: WorkOrder, actor: Person) -> bool:
    has = standing(order)
    return not has.appeal_waits and not has.appealed


def may_look(order: WorkOrder, actor: Person) -> bool:
    return not order.phone and secrecy.knows(actor, order) and standing(order).kept_apart


def verbs(*before: Verb, contacted: bool = False) -> tuple[Verb, ...]:
    """The family's verbs, ``before`` after the dispatch; ``contacted``: reaching the customer has a clock of its own."""
    found = (*VERBS[:1], *before, *VERBS[1:])
    if not contacted:
        return found
    return tuple(replace(verb, meets=("contacted_by",)) if verb.name in REACHING else verb for verb in found)


def accept_verb(form: type[AcceptCaseForm]) -> Verb:
    return Verb("accept", "受理", AGENT, form, starts=("dispatched_by",), run=intake.accepted)


EXPLAIN = Verb("explain", "解释办结", AGENT, ExplainForm, meets=("dispatched_by", "answered_by"))
HANDLING = frozenset({S.HANDLING})
REACHING = frozenset({"contact", "relay"})
EDITOR = Layout(
    "complaints/_reply.html",
    beside_reply,
    styles=("css/reply.css",),
    scripts=("js/marked-text.js", "js/reply-editor.js"),
    wide=True,
)
CONTACTING = Layout("complaints/_contact.html", beside_contact)

# In the order in which they come up; of those that move an order on, the first is the next thing to do.
VERBS = (
    Verb("dispatch", "派单", AGENT, way.DispatchForm, meets=("dispatched_by",)),
    Verb("forward", "转派", AUDITOR, way.ForwardForm),
    Verb("receive", "签收", DISPATCHER, way.HandForm),
    Verb("refuse", "退单", DISPATCHER, way.RefuseForm, danger=True),
    Verb(
        "contact",
        "联系客户",
        HANDLER,
        ask.ContactForm,
        run=handling.contact,
        sources=HANDLING,
        offered=may_contact,
        layout=CONTACTING,
    ),
    Verb(
        "ask_relay",
        "中转联系",
        HANDLER,
        ask.AskRelayForm,
        run=handling.ask_relay,
        sources=HANDLING,
        offered=may_ask_relay,
    ),
    Verb("relay", "答复中转", AGENT, ask.RelayForm, run=handling.relay, offered=relay_waits, single=True),
    Verb(
        "reply",
        "回复",
        HANDLER,
        answer_forms.ReplyForm,
        meets=("replied_by",),
        starts=("audited_by",),
        settles=True,
        layout=EDITOR,
    ),
    Verb(
        "submit_statement",
        "情况说明",
        DISPATCHER,
        answer_forms.StatementForm,
        meets=("replied_by",),
        starts=("audited_by",),
        settles=True,
    ),
    Verb("approve", "审核通过", AUDITOR, answer_forms.ApproveForm, meets=("audited_by", "answered_by")),
    Verb("send_back", "省退市", AUDITOR, answer_forms.SendBackForm, meets=("audited_by",), danger=True),
    Verb("call_back", "回访", AGENT, CallBackForm, single=True),
    Verb("give_up", "回访失败归档", AGENT, GiveUpForm, meets=("called_back_by",)),
    Verb("reassign", "改派", DISPATCHER, way.HandForm, run=lambda order, act: route.hand(act), sources=HANDLING),
    Verb(
        "extend",
        "申请延期",
        HANDLER,
        ask.ExtensionForm,
        run=handling.ask_extension,
        sources=HANDLING,
        offered=may_extend,
        withheld=why_not_extend,
    ),
    Verb(
        "decide_extension",
        "审批延期",
        AUDITOR,
        ask.DecisionForm,
        run=handling.decide_extension,
        sources=HANDLING,
        offered=extension_waits,
    ),
    Verb(
        "appeal",
        "申诉",
        DISPATCHER,
        ask.AppealForm,
        run=ending.appeal,
        sources=frozenset({S.REPLIED, S.AUDITED, S.ARCHIVED}),
        offered=may_appeal,
        core=True,
    ),
    Verb(
        "decide_appeal",
        "审批申诉",
        AUDITOR,
        ask.DecisionForm,
        run=ending.decide_appeal,
        sources=frozenset({S.REPLIED, S.AUDITED, S.ARCHIVED, S.HANDLING}),
        offered=appeal_waits,
    ),
    Verb("relate", "关联工单", EVERYBODY, ask.RelateForm, run=relating.relate, always=True, core=True, single=True),
    Verb(
        "look",
        "查看来电人身份",
        frozenset({Role.AGENT, Role.LEAD, Role.INTEGRITY}),
        ask.LookForm,
        run=secrecy.look,
        always=True,
        core=True,
        single=True,
        offered=may_look,
        reveals="identity",
    ),
)


def clocks(*without: str) -> tuple[Clock, ...]:
    return tuple(clock for code, clock in CLOCKS.items() if code not in without)


def call_back(questions: Iterable[Question]) -> CallBackPlan:
    """A3.6, A4.4: everybody is called back; what is unsolved by our fault is a 国退, with the codes of D5."""
    return CallBackPlan(
        states=frozenset({S.AUDITED}),
        questions=tuple(questions),
        dissatisfied=(
            ("result", "处理结果"),
            ("quality", "工作质量"),
            ("attitude", "服务态度"),
            ("slow", "处理时间"),
            ("not_contacted", "无人联系"),
            ("other", "其他"),
        ),
        return_codes=RETURN_CODES,
        return_groups=GROUPS,
        answers=frozenset({"reply"}),
        scripts=CALL_BACK,
        level=Return.Level.NATIONAL,
    )
