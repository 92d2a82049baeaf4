import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("small")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = {"tick": {"task": "tick", "schedule": 0.1, "options": {"expires": 2}}}


@app.task(name="tick", ignore_result=True)
def tick() -> None:
    """Wakes nobody."""
