"""Celery only wakes things; no time is held here. The beat table is static and short."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("zhangdeng")
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
