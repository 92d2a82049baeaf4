"""The gate: what a reply would be returned for, before it is sent."""

from __future__ import annotations

from complaints.replies.case import Case
from complaints.replies.reply import Field, Finding, Reply, Severity
from complaints.replies.rule import JUDGED
from complaints.replies.rules import RULES

UNJUDGED = frozenset({"repair", "praise"})  # no provincial audit (D16); no reply
_SEVERITIES = {severity: at for at, severity in enumerate(Severity)}
_FIELDS = {field: at for at, field in enumerate(Field)}


def check(reply: Reply) -> list[Finding]:
    """All findings, 阻断 first, then by field and place. Never raises, whatever the text holds. Of a kind nobody told it of a
    reply is judged as a complaint's, and not passed unread; repair orders and praise are not judged."""
    case = Case(reply)
    kind = reply.kind if reply.kind in JUDGED | UNJUDGED else "complaint"
    found = {rule.id: rule.judge(case) for rule in RULES if kind in rule.kinds}
    fired = {name for name, findings in found.items() if findings}
    held = {name for name, findings in found.items() if blocked(findings)}
    # What only reminds silences no 阻断.
    kept = [
        finding
        for rule in RULES
        for finding in found.get(rule.id, ())
        if (held if finding.severity is Severity.BLOCK else fired).isdisjoint(rule.unless)
    ]
    return sorted(
        kept, key=lambda each: (_SEVERITIES[each.severity], _FIELDS[each.field], each.start, each.end, each.rule)
    )


def blocked(findings: list[Finding]) -> bool:
    """Whether the reply must not be sent as it is."""
    return any(finding.severity is Severity.BLOCK for finding in findings)
