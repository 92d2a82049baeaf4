"""The actor the workers act as: it cannot sign in."""

from django.contrib.auth.hashers import make_password
from django.db import migrations


def create(apps, schema_editor):
    apps.get_model("accounts", "Person").objects.get_or_create(
        username="system", defaults={"name": "系统", "password": make_password(None)}
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
