"""投诉 举报 意见 建议 表扬, declared."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from accounts.models import Role
from complaints import family, scripts
from complaints.forms import intake
from complaints.forms.route import AcknowledgeForm, PraiseUnitForm
from complaints.models import CaseDetail, Complaint, Misconduct, Opinion, Praise, PraiseDetail, Suggestion
from complaints.selectors.alike import alike
from complaints.selectors.parts import parts
from complaints.services import proof, secrecy
from workorders.forms import Nothing
from workorders.models import Phase
from workorders.registry import BusinessType, Clock, Verb
from workorders.verbs import CORE

UNIT = frozenset({Role.DISPATCHER, Role.HANDLER, Role.SUPERVISOR})
SHARED: dict[str, Any] = {
    "detail": CaseDetail,
    "initial": family.S.ACCEPTED,
    "phases": family.PHASES,
    "track": family.TRACK,
    "moments": family.MOMENTS,
    "callers": frozenset({Role.DISPATCHER, Role.HANDLER}),
    "screen": secrecy.screen,
    "unkept": secrecy.unkept,
    "identity": secrecy.identity_of,
    "parts": parts,
    "untold": frozenset({"category"}),
    "alike": alike,
    "proof": proof.faults,
}

COMPLAINT = BusinessType(
    code="complaint",
    label="投诉",
    icon="message-report",
    proxy=Complaint,
    accept=family.accept_verb(intake.AcceptComplaintForm),
    verbs=(*family.verbs(contacted=True), *CORE),
    clocks=family.clocks(),
    callback=family.call_back((family.RESULT, family.WORKMANSHIP, family.ATTITUDE, family.TIMING)),
    scripts=scripts.COMPLAINT,
    watched=True,
    **SHARED,
)

MISCONDUCT = BusinessType(
    code="misconduct",
    label="举报",
    icon="flag",
    proxy=Misconduct,
    accept=family.accept_verb(intake.AcceptMisconductForm),
    verbs=(*family.verbs(), *CORE),
    clocks=family.clocks("contacted_by"),
    callback=family.call_back((family.RESULT, family.ATTITUDE, family.TIMING)),
    scripts=scripts.MISCONDUCT,
    clearance=frozenset({Role.INTEGRITY}),
    barred=attrgetter("concerned_unit"),
    **SHARED,
)

OPINION = BusinessType(
    code="opinion",
    label="意见",
    icon="message",
    proxy=Opinion,
    accept=family.accept_verb(intake.AcceptOpinionForm),
    verbs=(*family.verbs(family.EXPLAIN), *CORE),
    clocks=family.clocks("contacted_by"),
    callback=family.call_back((family.RESULT, family.ATTITUDE, family.TIMING)),
    scripts=scripts.OPINION,
    **SHARED,
)

SUGGESTION = BusinessType(
    code="suggestion",
    label="建议",
    icon="bulb",
    proxy=Suggestion,
    accept=family.accept_verb(intake.AcceptSuggestionForm),
    verbs=(*family.verbs(family.EXPLAIN), *CORE),
    clocks=family.clocks("contacted_by"),
    callback=family.call_back((family.ADOPTED, family.RESULT, family.ATTITUDE, family.TIMING)),
    scripts=scripts.SUGGESTION,
    **SHARED,
)

P = Praise.States
PRAISE = BusinessType(
    code="praise",
    label="表扬",
    icon="thumb-up",
    proxy=Praise,
    detail=PraiseDetail,
    initial=P.ACCEPTED,
    accept=Verb("accept", "受理", family.AGENT, intake.AcceptPraiseForm, starts=("dispatched_by",)),
    verbs=(
        Verb("dispatch", "派单", family.AGENT, PraiseUnitForm, meets=("dispatched_by",), starts=("acknowledged_by",)),
        Verb("acknowledge", "知悉", UNIT, AcknowledgeForm, meets=("acknowledged_by",), settles=True),
        Verb("archive", "归档", UNIT | family.AGENT, Nothing),
        *CORE,
    ),
    clocks=(Clock("dispatched_by", "派单"), Clock("acknowledged_by", "知悉")),
    phases={P.ACCEPTED: Phase.OPEN, P.DISPATCHED: Phase.OPEN, P.ACKNOWLEDGED: Phase.OPEN, P.ARCHIVED: Phase.DONE},
    track=(P.ACCEPTED, P.DISPATCHED, P.ACKNOWLEDGED, P.ARCHIVED),
    moments=(("accepted_at", "受理"), ("dispatched_at", "派单"), ("acknowledged_at", "知悉")),
    scripts=scripts.PRAISE,
    untold=frozenset({"category"}),
)

ALL = (COMPLAINT, MISCONDUCT, OPINION, SUGGESTION, PRAISE)
