"""The files a phone keeps to start without a network, and the version that says whether they are still right.

The scripts are files of one thing each; they travel as one, because on a slow network every request costs more than
its bytes."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

STYLES = ("css/tokens.css", "css/crew.css")
EARLY = "js/crew/early.js"
OTHERS = (EARLY, "entry/theme.js", "entry/lamp.svg", "icons.svg", "js/live.js", "vendor/signature_pad.umd.min.js")
KEEPING = ("vendor/idb.umd.js", "js/crew/store.js", "js/crew/clock.js", "js/crew/queue.js", "js/crew/send.js")
SHOWN_BY = "dom foresee chips photos signing position needs sheet duty order outbox app"
SHOWING = ("js/chip.js", *(f"js/crew/{name}.js" for name in SHOWN_BY.split()))
WORKING = "js/crew/worker.js"


def page_script() -> str:
    return _joined((*KEEPING, *SHOWING))


def worker_script(page: bytes) -> str:
    """The service worker, told what to keep. It sends what waits, too, so it shares the page's lower half."""
    kept = [reverse("repair:crew"), script_address(), *(static(path) for path in (*STYLES, *OTHERS))]
    shell = {"version": version(page), "page": kept[0], "files": kept}
    return f"self.SHELL = {json.dumps(shell)};\n{_joined((*KEEPING, WORKING))}"


def script_address() -> str:
    return reverse("repair:crew_script", query={"v": _files()})


def version(page: bytes) -> str:
    """Changes with the page, and with anything it loads."""
    return hashlib.sha256(page + _files().encode()).hexdigest()[:12]


@lru_cache
def _files() -> str:
    digest = hashlib.sha256()
    for path in (*STYLES, *OTHERS, *KEEPING, *SHOWING, WORKING):
        digest.update(_path(path).read_bytes())
    return digest.hexdigest()[:12]


@lru_cache
def _joined(paths: tuple[str, ...]) -> str:
    return "\n".join(_path(path).read_text() for path in paths)


def _path(name: str) -> Path:
    return Path(settings.BASE_DIR) / "static" / name
