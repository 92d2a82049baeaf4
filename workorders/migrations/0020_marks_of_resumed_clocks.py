"""Clocks that were paused before marks moved with their limit: the limit's mark is the limit again, and the others keep to
their side of it."""

from django.db import migrations

MARKS = """
    UPDATE workorders_deadline SET marks = ARRAY(
        SELECT CASE WHEN i < breach_mark THEN least(mark, due_at) WHEN i = breach_mark THEN due_at ELSE greatest(mark, due_at) END
          FROM unnest(marks) WITH ORDINALITY listed(mark, i) ORDER BY i)
     WHERE marks[breach_mark] IS DISTINCT FROM due_at AND cardinality(marks) >= breach_mark
"""
FIRE = """
    UPDATE workorders_deadline SET fire_at = marks[level + 1]
     WHERE fire_at IS NOT NULL AND fire_at IS DISTINCT FROM marks[level + 1]
"""


class Migration(migrations.Migration):
    dependencies = [("workorders", "0019_other_late_cause")]
    operations = [migrations.RunSQL(MARKS, migrations.RunSQL.noop), migrations.RunSQL(FIRE, migrations.RunSQL.noop)]
