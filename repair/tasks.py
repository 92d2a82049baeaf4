"""What the workers do for repairs."""

from celery import shared_task

from repair.services import duty
from workorders.tasks import fresh_connection


@shared_task(ignore_result=True)
def report_missing_checks() -> None:
    """Tell supervisors of crews on duty without today's check."""
    with fresh_connection():
        duty.report_missing_checks()
