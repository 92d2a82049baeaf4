"""The number sequence, the three rule profiles that ship, and the published calendar. Each type brings its own rules."""

from datetime import timedelta

from django.db import migrations

from workorders.holidays import published_rows

PROFILES = [("sgcc", "国网", 4), ("csg", "南网", 5), ("heat", "供热", 4)]  # code, name, rings (B4.1, E5r)


def fill(apps, schema_editor):
    apps.get_model("workorders", "RuleProfile").objects.bulk_create(
        apps.get_model("workorders", "RuleProfile")(
            code=code,
            name=name,
            rings=rings,
            calling_hours=[["08:00", "12:00"], ["14:00", "21:00"]],
            attempt_spacing=timedelta(hours=2),
        )
        for code, name, rings in PROFILES
    )
    CalendarDay = apps.get_model("workorders", "CalendarDay")
    CalendarDay.objects.bulk_create(
        CalendarDay(day=row.day, is_workday=row.is_workday, name=row.name[:20]) for row in published_rows()
    )


class Migration(migrations.Migration):
    dependencies = [("workorders", "0001_initial")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE workorders_number", "DROP SEQUENCE workorders_number"),
        # Orders are updated in place (state, version, mark): room on the page keeps those updates off the indexes.
        migrations.RunSQL(
            "ALTER TABLE workorders_workorder SET (fillfactor = 80)",
            "ALTER TABLE workorders_workorder RESET (fillfactor)",
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
