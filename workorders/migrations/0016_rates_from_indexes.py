"""A return rate is read from two indexes alone: of 70,000 rows of a year, each in its own place, looking them up was half the
time. While the two are made anew (a second or two for a year of a province) whoever opens or archives an order waits."""

from django.db import migrations, models

from schema.operations import AddConstraint, AddIndex


class Migration(migrations.Migration):
    dependencies = [("workorders", "0015_clocks_still_owed")]

    operations = [
        migrations.RemoveIndex(model_name="return", name="returns_archived"),
        AddIndex(
            model_name="return",
            index=models.Index(
                fields=["level", "archived_on"],
                include=["held_by", "kind", "order", "codes"],
                condition=models.Q(archived_on__isnull=False),
                name="returns_archived",
            ),
        ),
        migrations.RemoveConstraint(model_name="archived", name="archived_once_a_span"),
        AddConstraint(
            model_name="archived",
            constraint=models.UniqueConstraint(
                fields=["span", "day", "unit", "kind"],
                condition=~models.Q(span="fresh"),
                include=["n"],
                name="archived_once_a_span",
            ),
        ),
    ]
