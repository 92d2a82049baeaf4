"""The limits of 投诉 举报 意见 建议 表扬, for each profile that ships."""

from datetime import UTC, datetime

from django.db import migrations

MINUTES = [["50%", "handler"], ["80%", "lead"], ["100%", "supervisor"], ["150%", "above"]]
HOURS = [["50%", "handler"], ["80%", "lead"], ["100%", "supervisor"], ["150%", "above"]]
DAYS = [["-2d", "handler"], ["-1d", "lead"], ["100%", "supervisor"], ["150%", "above"]]
DAY = [["50%", "auditor"], ["100%", "supervisor"]]
CALL = [["50%", "lead"], ["100%", "supervisor"]]
BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
USUAL = "规定时限，数值为行业惯例，可调整"
EXAMPLE = "示例值，启用前由企业核定"


def case(contact, unit, customer, measure, basis):
    """(clock, amount, measure, levels, basis) of a case; ``unit`` and ``customer`` in ``measure``."""
    found = [
        ("dispatched_by", 20, "minutes", MINUTES, "受理后 20 分钟内派单"),
        ("replied_by", unit, measure, DAYS, basis),
        ("answered_by", customer, measure, DAYS, basis),
        ("audited_by", 1, "workdays", DAY, f"省审核{USUAL}"),
        ("called_back_by", 1, "workdays", CALL, f"回访{USUAL}"),
    ]
    if contact:
        found.append(("contacted_by", 24, "hours", HOURS, "24 小时内联系客户"))
    return found


PRAISE = [
    ("dispatched_by", 20, "minutes", MINUTES, "受理后 20 分钟内派单"),
    ("acknowledged_by", 3, "workdays", [["-1d", "lead"], ["100%", "supervisor"]], EXAMPLE),
]
SGCC = {
    "complaint": case(True, 4, 5, "workdays", "投诉 4 个工作日处理、5 个工作日答复客户"),
    "misconduct": case(False, 9, 10, "workdays", "举报 9 个工作日处理、10 个工作日答复客户"),
    "opinion": case(False, 9, 10, "workdays", f"意见{USUAL}"),
    "suggestion": case(False, 9, 10, "workdays", f"建议{USUAL}"),
    "praise": PRAISE,
}
CSG = {
    **SGCC,
    "complaint": case(True, 4, 5, "days", "E5 投诉 5 天内答复"),
    "misconduct": case(False, 9, 10, "days", "E5 举报 10 天内答复"),
}
HEAT = {kind: [(*rule[:4], EXAMPLE) for rule in rules] for kind, rules in SGCC.items()}
RULES = {"sgcc": SGCC, "csg": CSG, "heat": HEAT}


def fill(apps, schema_editor):
    profiles = {profile.code: profile for profile in apps.get_model("workorders", "RuleProfile").objects.all()}
    Rule = apps.get_model("workorders", "Rule")
    Rule.objects.bulk_create(
        Rule(
            profile=profiles[code],
            kind=kind,
            clock=clock,
            amount=amount,
            measure=measure,
            levels=levels,
            basis=basis,
            valid_from=BEGINNING,
        )
        for code, kinds in RULES.items()
        for kind, rules in kinds.items()
        for clock, amount, measure, levels, basis in rules
    )


class Migration(migrations.Migration):
    dependencies = [("complaints", "0003_cases"), ("workorders", "0002_profiles_and_calendar")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
