"""The limits of a fault report, for each profile that ships."""

from datetime import UTC, datetime

from django.db import migrations

MINUTES = [["50%", "handler"], ["80%", "lead"], ["100%", "supervisor"], ["150%", "above"]]
BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)

# clock, area class, amount, measure, where it comes from
SGCC = [
    ("dispatched_by", "", 3, "minutes", "B4.3 接报后 3 分钟内通知抢修"),
    ("received_by", "", 3, "minutes", "D10 地市 3 分钟内接单或退单"),
    ("arrived_by", "urban", 45, "minutes", "D10 城区 45 分钟到达现场"),
    ("arrived_by", "rural", 90, "minutes", "D10 农村 90 分钟到达现场"),
    ("arrived_by", "remote", 120, "minutes", "D10 特殊边远 120 分钟到达现场"),
    ("arrival_entered_by", "", 5, "minutes", "D11 到达后 5 分钟内录入"),
    ("replied_by", "", 5, "minutes", "D11 修复后 5 分钟内回单"),
    ("called_back_by", "", 24, "hours", "A2.4 规定时限内回访，时限为行业惯例，可调整"),
    ("paperwork_by", "", 1, "days", "B6 次日内移交用电手续"),
]
HEAT = [
    (clock, area, 60 if clock == "arrived_by" else amount, measure, basis if clock != "arrived_by" else "示例值，启用前由企业核定")
    for clock, area, amount, measure, basis in SGCC
]
RULES = {"sgcc": SGCC, "csg": SGCC, "heat": HEAT}


def fill(apps, schema_editor):
    profiles = {profile.code: profile for profile in apps.get_model("workorders", "RuleProfile").objects.all()}
    Rule = apps.get_model("workorders", "Rule")
    Rule.objects.bulk_create(
        Rule(
            profile=profiles[code],
            kind="repair",
            clock=clock,
            area_class=area,
            amount=amount,
            measure=measure,
            levels=MINUTES,
            basis=basis,
            valid_from=BEGINNING,
        )
        for code, rules in RULES.items()
        for clock, area, amount, measure, basis in rules
    )


class Migration(migrations.Migration):
    dependencies = [("repair", "0001_initial"), ("workorders", "0002_profiles_and_calendar")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
