"""Accessibility: what axe finds, serious or critical, on every screen, light and dark."""

from __future__ import annotations

import os
from collections import Counter
from typing import Any

import django
from django.core.management import call_command

from bench.report import say


def run(arguments: list[str]) -> dict[str, Any]:
    """The figures; the findings are printed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in this thread
    django.setup()
    from launch.browser import find
    from screens.access import findings
    from screens.catalogue import SCREENS
    from screens.clock import Clock
    from screens.moment import Moment
    from screens.stage import chromium, serving

    with Clock() as clock:
        call_command("migrate", interactive=False, verbosity=0)
        moment = Moment(clock).build()
        with serving() as address, chromium(find()) as browser:
            found = list(findings(moment, browser, address))
    for each in found:
        say(f"  {each.screen} {each.size[0]}×{each.size[1]} {each.theme}：{each.rule} {each.where}")
    pictures = sum(len(screen.sizes) + 1 for screen in SCREENS if screen.media != "print")
    say(f"axe：{len(SCREENS)} 个画面，{pictures} 种样子，严重问题 {len(found)} 个")
    return {
        "ok": not found,
        "screens": len(SCREENS),
        "looks": pictures,
        "findings": dict(Counter(e.rule for e in found)),
    }
