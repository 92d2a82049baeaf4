"""What the workers wake for. Each task looks, does what is due and ends; none holds a time."""

from __future__ import annotations

import time
from typing import Any

import structlog
from celery import shared_task
from celery.signals import setup_logging
from django.db import connections

from workorders.services import archived, bulk, housekeeping, outbox, tallies, texts
from workorders.services.sweep import sweep
from workorders.services.turns import turn

SENDING = 10.0  # seconds a worker goes on sending before it looks up
log = structlog.get_logger()


@setup_logging.connect
def keep_our_logging(**_: Any) -> None:
    """Celery would set up logging of its own; ours stays."""


@shared_task(ignore_result=True)
def sweep_clocks() -> None:
    """Announce every clock level that has come due."""
    with fresh_connection():
        fired = sweep()
    if fired:
        log.info("sweep", fired=fired)


@shared_task(ignore_result=True)
def send_messages() -> None:
    """Lay out new messages and hand due text messages to the gateway; one worker at a time, and not for long: a flood
    of messages must leave the other workers to the clocks. What is left is done at the next look."""
    with fresh_connection(), turn("messages") as mine:
        until = time.monotonic() + SENDING
        while mine and outbox.expand() + outbox.send() and time.monotonic() < until:
            pass


@shared_task(ignore_result=True)
def keep_house() -> None:
    """Once a minute: seal finished days, recompute provisional due times, purge recordings whose time is up."""
    with fresh_connection(), turn("house") as mine:
        if mine:
            housekeeping.run()
            for run_id in bulk.forgotten():
                bulk.go_on(run_id)


@shared_task(ignore_result=True)
def go_on_with_bulk(run_id: str) -> None:
    """Do what is left of a bulk run."""
    with fresh_connection():
        bulk.go_on(run_id)


@shared_task(ignore_result=True)
def index_texts() -> None:
    """Every other second: put what came in into the text index, and keep the tallies short."""
    with fresh_connection(), turn("texts") as mine:
        until = time.monotonic() + SENDING
        while mine and texts.index_texts() == texts.BATCH and time.monotonic() < until:
            pass
        if mine:
            tallies.fold_tallies()
            archived.fold_archived()


class fresh_connection:  # noqa: N801  # reads as what it is at its call sites
    """A database that was restarted must not leave the worker with a dead connection: it is dropped on any error."""

    def __enter__(self) -> None:
        for connection in connections.all(initialized_only=True):
            connection.close_if_unusable_or_obsolete()

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None:
            for connection in connections.all(initialized_only=True):
                connection.close()
