"""报修, declared: everything the core, the pages, the API and the docs know of it."""

from __future__ import annotations

from django.utils import timezone

from accounts.models import Person, Role
from repair.callback_scripts import SCRIPTS as CALLBACK_SCRIPTS
from repair.forms.desk import AssignForm, ReassignForm, RefuseForm
from repair.forms.intake import AcceptRepairForm, CancelForm, DispatchForm, ExplainForm, PlanForm, PlanLogForm
from repair.forms.site import (
    ArriveForm,
    PaperworkForm,
    ReplyForm,
    RestoreForm,
    SupportForm,
    SurveyForm,
)
from repair.models import Emergency, Repair, RepairDetail
from repair.scripts import SCRIPTS
from repair.services import answer, emergencies, intake, site
from workorders.callback_form import CallBackForm, GiveUpForm
from workorders.forms import Nothing
from workorders.models import Phase, WorkOrder
from workorders.registry import BusinessType, CallBackPlan, Clock, Question, Verb
from workorders.services.merging import MergeForm, master_ids
from workorders.verbs import CORE

AGENT = frozenset({Role.AGENT, Role.LEAD})
LEAD = frozenset({Role.LEAD})
DISPATCHER = frozenset({Role.DISPATCHER})
CREW = frozenset({Role.CREW})
MERGERS = frozenset({Role.DISPATCHER, Role.LEAD})
S = Repair.States
GOOD_BAD = (("good", "好"), ("fair", "一般"), ("bad", "不好"))
TIMELY = (("yes", "及时"), ("no", "不及时"))


def has_plan(order: WorkOrder, actor: Person) -> bool:
    plan = _plan(order)
    return plan is not None and plan.ended_at is None


def may_start_plan(order: WorkOrder, actor: Person) -> bool:
    return _plan(order) is None


def _plan(order: WorkOrder) -> Emergency | None:
    """Asked for once for the three verbs that depend on it."""
    if "_plan" not in order.__dict__:
        order.__dict__["_plan"] = Emergency.objects.filter(order_id=order.pk).first()
    found: Emergency | None = order.__dict__["_plan"]
    return found


def owes_paperwork(order: WorkOrder, actor: Person) -> bool:
    return order.deadlines.filter(
        clock="paperwork_by", done_at__isnull=True, state__in=["running", "breached"]
    ).exists()


def not_taken(order: WorkOrder, actor: Person) -> bool:
    return not RepairDetail.objects.filter(order_id=order.pk, taken_at__isnull=False).exists()


def may_refuse(order: WorkOrder, actor: Person) -> bool:
    """D10: inside the window of the receive clock; afterwards the order is the unit's."""
    closed = order.deadlines.filter(clock="received_by", done_at__isnull=True, due_at__lt=timezone.now())
    return not closed.exclude(state="cancelled").exists()


REPAIR = BusinessType(
    code="repair",
    label="报修",
    icon="bolt",
    proxy=Repair,
    detail=RepairDetail,
    initial=S.ACCEPTED,
    scripts=SCRIPTS,
    accept=Verb("accept", "受理", AGENT, AcceptRepairForm, starts=("dispatched_by",), run=intake.accepted),
    verbs=(
        Verb("dispatch", "派单", AGENT, DispatchForm, meets=("dispatched_by",), starts=("received_by", "arrived_by")),
        Verb("explain", "解释办结", AGENT, ExplainForm, meets=("dispatched_by",)),
        Verb("receive", "接单", DISPATCHER, Nothing, meets=("received_by",)),
        Verb("refuse", "退单", DISPATCHER, RefuseForm, meets=("received_by",), danger=True, offered=may_refuse),
        Verb("assign", "派工", DISPATCHER, AssignForm),
        Verb("take", "班组接单", CREW, Nothing, run=site.take, sources=frozenset({S.ASSIGNED}), offered=not_taken),
        Verb("depart", "出发", CREW, Nothing),
        Verb("arrive", "到达", CREW, ArriveForm, meets=("arrived_by",)),
        Verb("survey", "勘查", CREW, SurveyForm),
        Verb("restore", "送电", CREW, RestoreForm),
        Verb(
            "reply",
            "回单",
            CREW | DISPATCHER,
            ReplyForm,
            meets=("replied_by",),
            starts=("called_back_by",),
            settles=True,
        ),
        Verb("call_back", "回访", AGENT, CallBackForm, single=True),
        Verb("give_up", "回访失败归档", AGENT, GiveUpForm, meets=("called_back_by",)),
        Verb(
            "support",
            "请求协同",
            CREW,
            SupportForm,
            run=site.ask_support,
            sources=frozenset({S.ON_SITE}),
        ),
        Verb("reassign", "改派", DISPATCHER, ReassignForm),
        Verb("merge", "合并", MERGERS, MergeForm, locks=master_ids),
        Verb("unmerge", "拆分", MERGERS, Nothing),
        Verb(
            "hand_over_paperwork",
            "移交手续",
            CREW | DISPATCHER,
            PaperworkForm,
            run=answer.hand_over_paperwork,
            meets=("paperwork_by",),
            sources=frozenset({S.RESTORED, S.REPLIED, S.ARCHIVED, S.RECEIVED, S.ASSIGNED, S.EN_ROUTE, S.ON_SITE}),
            offered=owes_paperwork,
        ),
        Verb(
            "start_plan", "启动应急预案", LEAD, PlanForm, run=emergencies.start_plan, offered=may_start_plan, core=True
        ),
        Verb(
            "log_plan",
            "应急记录",
            LEAD,
            PlanLogForm,
            run=emergencies.log_plan,
            offered=has_plan,
            always=True,
            core=True,
        ),
        Verb(
            "end_plan",
            "结束应急",
            LEAD,
            PlanLogForm,
            run=emergencies.end_plan,
            offered=has_plan,
            always=True,
            core=True,
        ),
        Verb("cancel", "作废", LEAD, CancelForm, danger=True),
        Verb("follow", "随主单办结", frozenset(), Nothing, starts=("called_back_by",)),
        *CORE,
    ),
    clocks=(
        Clock("dispatched_by", "派单"),
        Clock("received_by", "接单或退单"),
        Clock("arrived_by", "到达现场"),
        Clock("arrival_entered_by", "录入到达", entered=True),
        Clock("replied_by", "回单", entered=True),
        Clock("called_back_by", "回访"),
        Clock("paperwork_by", "移交手续"),
    ),
    phases={
        S.ACCEPTED: Phase.OPEN,
        S.DISPATCHED: Phase.OPEN,
        S.RECEIVED: Phase.OPEN,
        S.ASSIGNED: Phase.OPEN,
        S.EN_ROUTE: Phase.OPEN,
        S.ON_SITE: Phase.OPEN,
        S.RESTORED: Phase.OPEN,
        S.REPLIED: Phase.WAITING,
        S.ARCHIVED: Phase.DONE,
        S.MERGED: Phase.OPEN,
        S.VOID: Phase.VOID,
    },
    track=(
        S.ACCEPTED,
        S.DISPATCHED,
        S.RECEIVED,
        S.ASSIGNED,
        S.EN_ROUTE,
        S.ON_SITE,
        S.RESTORED,
        S.REPLIED,
        S.ARCHIVED,
    ),
    moments=(
        ("accepted_at", "受理"),
        ("dispatched_at", "派单"),
        ("received_at", "接单"),
        ("assigned_at", "派工"),
        ("departed_at", "派出"),
        ("arrived_at", "到达"),
        ("restored_at", "修复"),
        ("replied_at", "发送"),
    ),
    callback=CallBackPlan(
        states=frozenset({S.REPLIED}),
        questions=(
            Question("workmanship", "抢修人员工作质量", GOOD_BAD),
            Question("service", "服务质量", GOOD_BAD),
            Question("arrival", "到达现场时间", TIMELY),
            Question("restoration", "修复时间", TIMELY),
        ),
        dissatisfied=(
            ("attitude", "服务态度"),
            ("quality", "抢修质量"),
            ("arrival", "到达时间"),
            ("speed", "抢修速度"),
            ("unrepaired", "现场未修复"),
            ("other", "其他"),
        ),
        return_codes=(
            ("not_restored", "未恢复供电"),
            ("not_contacted", "无人与客户联系"),
            ("result_untrue", "处理结果与客户反映不符"),
            ("incomplete", "处理不彻底，故障重现"),
            ("other", "其他"),
        ),
        scripts=CALLBACK_SCRIPTS,
    ),
)
