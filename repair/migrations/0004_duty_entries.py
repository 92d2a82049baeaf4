import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import schema.operations


class Migration(migrations.Migration):

    dependencies = [
        ("repair", "0003_storms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DutyEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=60)),
                (
                    "verb",
                    models.CharField(
                        choices=[("duty_on", "到岗"), ("duty_off", "离岗"), ("duty_check", "每日检查")], max_length=12
                    ),
                ),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"verbose_name": "手机登记的值班", "verbose_name_plural": "手机登记的值班"},
        ),
        schema.operations.AddConstraint(
            model_name="dutyentry",
            constraint=models.UniqueConstraint(fields=["person", "key"], name="duty_entry_once"),
        ),
    ]
