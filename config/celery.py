"""Celery only wakes things; no time is held here. The beat table is static and short."""

import os
from typing import Any

from celery import Celery, Task

from config.frames import roomy

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class RoomyTask(Task):
    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return roomy(self.run)(*args, **kwargs)


app = Celery("zhangdeng", task_cls=RoomyTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

TICK = 0.1  # seconds between two looks at the clocks: the lateness of an announcement is at most this

app.conf.beat_schedule = {
    # A wake-up nobody took in time is worthless, the next one does its work: hence `expires`.
    "sweep-clocks": {
        "task": "workorders.tasks.sweep_clocks",
        "schedule": TICK,
        "options": {"expires": 2, "queue": "clocks", "ignore_result": True},
    },
    "send-messages": {
        "task": "workorders.tasks.send_messages",
        "schedule": 1.0,
        "options": {"expires": 5, "ignore_result": True},
    },
    "index-texts": {
        "task": "workorders.tasks.index_texts",
        "schedule": 2.0,
        "options": {"expires": 5, "ignore_result": True},
    },
    "dispatch-waiting": {
        "task": "repair.tasks.dispatch_waiting",
        "schedule": 2.0,
        "options": {"expires": 5, "ignore_result": True},
    },
    "crew-checks": {
        "task": "repair.tasks.report_missing_checks",
        "schedule": 300.0,
        "options": {"expires": 600, "ignore_result": True},
    },
    "housekeeping": {
        "task": "workorders.tasks.keep_house",
        "schedule": 60.0,
        "options": {"expires": 120, "ignore_result": True},
    },
}
