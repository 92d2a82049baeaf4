"""Pages asked for as a browser behind nginx does: through gunicorn, signed in, a connection a request."""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from random import Random

from django.conf import settings
from django.test import Client

from accounts.models import Person
from bench.report import milliseconds, percentile, say

NEXT = re.compile(r'href="(\?[^"]*after=[^"]*)"[^>]*rel="next"|rel="next"[^>]*href="(\?[^"]*after=[^"]*)"')


@dataclass(frozen=True)
class Visit:
    """``name`` of the kind of page, under which its times are told."""

    name: str
    person: Person
    path: str


@dataclass
class Times:
    """Seconds from the first byte sent to the last received, by kind of page."""

    took: dict[str, list[float]] = field(default_factory=dict)

    @property
    def all(self) -> list[float]:
        return [each for times in self.took.values() for each in times]

    def p(self, share: float) -> float:
        return milliseconds(percentile(self.all, share))

    def tell(self) -> None:
        for name, times in self.took.items():
            p50, p95 = milliseconds(percentile(times, 0.5)), milliseconds(percentile(times, 0.95))
            say(f"    {name:24} p50 {p50:7.1f} ms   p95 {p95:7.1f} ms   {len(times)}")

    def figures(self) -> dict[str, list[float]]:
        return {
            name: [milliseconds(percentile(times, 0.5)), milliseconds(percentile(times, 0.95))]
            for name, times in self.took.items()
        }


class Browser:
    """One server, many people signed in."""

    def __init__(self, port: int, people: Iterable[Person]) -> None:
        self.port = port
        self.cookies = {person.pk: _sign_in(person) for person in people}

    def get(self, person: Person, path: str) -> tuple[float, str]:
        """The seconds it took, and the page. Raises RuntimeError for anything but a page."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": self.cookies[person.pk], "Connection": "close", "Accept-Encoding": "gzip"}
        began = time.perf_counter()
        link.request("GET", path, headers=headers)
        answer = link.getresponse()
        body = answer.read()
        took = time.perf_counter() - began
        link.close()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        return took, _text(body, answer.headers.get("Content-Encoding"))

    def next_page(self, person: Person, path: str) -> str:
        """The address of the page after ``path``; ``path`` itself where there is none."""
        found = NEXT.search(self.get(person, path)[1])
        return path.partition("?")[0] + unescape(found[1] or found[2]) if found else path

    def measure(self, visits: list[Visit], rounds: int, warm: int) -> Times:
        """Each visit ``rounds`` times, in a different order each round, after ``warm`` rounds that do not count."""
        times, dice = Times(), Random(1)
        for number in range(-warm, rounds):
            for visit in dice.sample(visits, len(visits)):
                took, _ = self.get(visit.person, visit.path)
                if number >= 0:
                    times.took.setdefault(visit.name, []).append(took)
        return times


def _sign_in(person: Person) -> str:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _text(body: bytes, encoding: str | None) -> str:
    if encoding == "gzip":
        import gzip

        body = gzip.decompress(body)
    return body.decode()
