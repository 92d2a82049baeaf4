"""The index of who owes a clock leaves out those called off: a list by a clock reads all that owe it, and of the others there
are more each day. With the state in it, it is answered from the index alone."""

from django.db import migrations, models

from schema.operations import AddIndex


class Migration(migrations.Migration):
    dependencies = [("workorders", "0014_line_of_the_place")]

    operations = [
        migrations.RemoveIndex(model_name="deadline", name="clock_owed"),
        AddIndex(
            model_name="deadline",
            index=models.Index(
                fields=["clock", "order"],
                condition=models.Q(done_at__isnull=True, state__in=("running", "paused", "breached", "stuck")),
                name="clock_owed",
            ),
        ),
    ]
