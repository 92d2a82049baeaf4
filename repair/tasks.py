"""What the workers do for repairs."""

from celery import shared_task

from repair.services import duty, unattended
from workorders.tasks import fresh_connection


@shared_task(ignore_result=True)
def report_missing_checks() -> None:
    """Tell supervisors of crews on duty without today's check."""
    with fresh_connection():
        duty.report_missing_checks()


@shared_task(ignore_result=True)
def dispatch_waiting() -> None:
    """Dispatch what no agent did before the clock runs out."""
    with fresh_connection():
        unattended.dispatch_waiting()
