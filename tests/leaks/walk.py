"""The walk: every address as everybody, and what of the planted words comes back."""

from __future__ import annotations

import html
import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from accounts.services.sessions import issue_token
from tests.browsing import session_of
from tests.leaks.asking import IN_JSON, STRANGERS, Ask
from tests.leaks.entitled import EXISTENCE, IDENTITY, entitled, on_file
from tests.leaks.planting import EVERYBODY, World, plain


@dataclass(frozen=True)
class Leak:
    post: str
    where: str
    path: str
    case: str
    what: str
    around: str = ""

    def __str__(self) -> str:
        return f"{self.post:18} {self.where:28} {self.case}: {self.what}  {self.path}\n    …{self.around}…"


@dataclass
class Seen:
    """``leaks``: what nobody was entitled to; ``rightly``: (post, where, case, what) that somebody was."""

    leaks: list[Leak] = field(default_factory=list)
    rightly: set[tuple[str, str, str, str]] = field(default_factory=set)
    asked: int = 0

    def report(self) -> str:
        return "\n" + "\n".join(sorted({str(each) for each in self.leaks}))


class Walker:
    def __init__(self, world: World, posts: Iterable[str] = ("anonymous", *EVERYBODY)) -> None:
        self.world, self.posts = world, tuple(posts)
        self.client = Client(raise_request_exception=False)
        self.sessions: dict[str, str] = {}
        self.tokens: dict[str, str] = {}
        for post in self.posts:
            if post == "anonymous":
                continue
            person = world.person(post)
            self.sessions[post] = session_of(person)
            self.tokens[post] = issue_token(person)[1]
        self.seen = Seen()
        self.shown: set[tuple[str, str]] = set()  # (post, case) whose order's page was shown

    # ---- asking
    def walk(self, asks: Iterable[Ask]) -> Seen:
        for ask in asks:
            for post in ask.posts or self.posts:
                shown = ask.case is None or post in STRANGERS or (post, ask.case.code) in self.shown
                shown = shown or bool(ask.case and ask.case.waits)  # asked by name, and its page as few
                if post in self.posts and (shown or ask.where == "workorders:order"):
                    self.answer(post, ask)
        return self.seen

    def answer(self, post: str, ask: Ask) -> None:
        self.client.cookies.clear()
        headers = dict(ask.headers)
        if ask.path.startswith("/api/"):
            if post in self.tokens:
                headers["Authorization"] = f"Token {self.tokens[post]}"
        elif post in self.sessions:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[post]
        self.seen.asked += 1
        with transaction.atomic():
            if ask.method == "GET":
                response = self.client.get(ask.path, headers=headers)
            elif ask.path.startswith("/api/") or ask.where in IN_JSON:
                response = self.client.post(ask.path, json.dumps(dict(ask.data)), "application/json", headers=headers)
            else:
                response = self.client.post(ask.path, dict(ask.data), headers=headers)
            text = read(response)
            transaction.set_rollback(True)
        if ask.where == "workorders:order" and response.status_code == 200 and ask.case is not None:
            self.shown.add((post, ask.case.code))
        self.judge(post, ask, response, text)

    # ---- judging
    def judge(self, post: str, ask: Ask, response: HttpResponse, text: str) -> None:
        if response.status_code >= 500:
            self.leak(post, ask, ask.case.code if ask.case else "-", f"answers {response.status_code}")
        if ask.case is not None and ask.case.hidden and not entitled(ask.case, EXISTENCE, post, ask.where):
            refused = response.status_code in (400, 401, 403, 404, 405) or (
                response.status_code == 302 and post == "anonymous"
            )
            if not refused:
                self.leak(post, ask, ask.case.code, f"the address answers {response.status_code}")
        for echo in (ask.path, quote(ask.path), quote(ask.path, safe=""), *([ask.typed] if ask.typed else [])):
            text = text.replace(echo, "")
        self.scan(post, ask.where, text, ask)

    def scan(self, post: str, where: str, text: str, ask: Ask | None = None) -> None:
        """Look for every planted word in ``text`` as somebody reads it."""
        text = plain(text)
        for case in self.world.cases:
            for what, words in ((IDENTITY, case.who.words), (EXISTENCE, case.existence)):
                hits = [(name, word) for name, word in words.items() if word in text]
                if hits and entitled(case, what, post, where):
                    self.seen.rightly.update((post, where, case.code, name) for name, _ in hits)
                    tied = what == IDENTITY and on_file(where) and case.secrecy != "open"
                    hits = [("beside their order", case.order.number)] if tied and case.order.number in text else []
                for name, word in hits:
                    at = text.find(word)
                    around = " ".join(text[max(0, at - 50) : at + 50].split())
                    self.seen.leaks.append(Leak(post, where, ask.path if ask else "", case.code, name, around))
            if ask and case.secrecy != "open" and ask.typed in case.who.words.values():
                # The box says back what was typed, and where an order is found its page is linked.
                mark = f"/orders/{case.order.number}/" if ask.where == "workorders:search" else case.order.number
                if mark in text:
                    self.leak(post, ask, case.code, "found by who reported it")

    def leak(self, post: str, ask: Ask, case: str, what: str) -> None:
        self.seen.leaks.append(Leak(post, ask.where, ask.path, case, what))


def read(response: HttpResponse) -> str:
    """What somebody reads in the answer: headers, and the body whatever it is packed in."""
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    kind = response.headers.get("Content-Type", "")
    if "spreadsheet" in kind:
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"\n".join(book.read(name) for name in book.namelist())
    text = body.decode(errors="replace")
    if "json" in kind and text:
        text = json.dumps(json.loads(text), ensure_ascii=False)
    said = "\n".join(f"{name}: {unquote(value)}" for name, value in response.headers.items())
    return f"{said}\n{html.unescape(text)}"


# ---- what is asked
