"""Calls across the edge of a chunk of frames cost nothing where pages and tasks run."""

import resource
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.handlers.wsgi import WSGIHandler

from config.celery import RoomyTask, app
from config.frames import roomy
from config.wsgi import application


def wide() -> None:
    pass


wide.__code__ = wide.__code__.replace(co_stacksize=200)  # as large as the larger ones of Django: edges are met often


def down(depth: int) -> int:
    """How often the kernel was asked for a page while a hundred calls were made from so deep."""
    if depth:
        return down(depth - 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(100):
        wide()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def faults() -> int:
    return sum(down(depth) for depth in range(400))


def test_no_call_asks_the_kernel_for_memory():
    with ThreadPoolExecutor() as plain:  # a thread of its own: the test itself runs in roomy()
        assert plain.submit(faults).result() > 1000
    roomy(faults)()  # what is asked for once
    assert roomy(faults)() < 100


def test_what_is_given_and_what_comes_back_goes_through():
    assert roomy(divmod)(7, 2) == (3, 1)
    assert roomy(sorted)([1, 2], reverse=True) == [2, 1]
    with pytest.raises(ZeroDivisionError):
        roomy(divmod)(1, 0)


def test_pages_and_tasks_have_it():
    assert isinstance(application.__wrapped__, WSGIHandler)
    app.loader.import_default_modules()
    ours = [task for name, task in app.tasks.items() if not name.startswith("celery.")]
    assert len(ours) >= len(app.conf.beat_schedule) and all(isinstance(task, RoomyTask) for task in ours)
