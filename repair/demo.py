"""The crews of the demo district as they are on the day it is generated: most on duty and checked, a few not."""

from __future__ import annotations

from random import Random

from django.utils import timezone

from accounts.demo import District
from accounts.selectors import certified, crew_members
from repair.services.duty import check_today, sign_on

ABSENT_EVERY = 9  # every so many crews nobody came
UNCHECKED_EVERY = 8  # every so many crews did not check (B5.4)


def put_on_duty(district: District, seed: int = 2026) -> None:
    """Let two certified people of most crews come on duty, and the crew check its vehicle and tools."""
    random = Random(seed)  # noqa: S311  a district, not a secret
    today = timezone.localdate()
    for number, crew in enumerate([*district.city.crews, *district.other.crews], start=1):
        if number % ABSENT_EVERY == 0:
            continue
        present = [person for person in crew_members(crew).order_by("username") if certified(person, today)][:2]
        for person in present:
            sign_on(person, crew)
        if present and number % UNCHECKED_EVERY:
            wanting = random.random() < 0.1
            check_today(present[0], crew, ["materials"] if wanting else [], "熔断器备件不足，已申领" if wanting else "")
