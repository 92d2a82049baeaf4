"""Walks the catalogue and writes the pictures."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator

from playwright.sync_api import Error

from screens.camera import show, take
from screens.catalogue import DARK, DESK, LIGHT, PAPER, PHONE, SCREENS, WALL, Screen
from screens.moment import Moment
from screens.stage import chromium, seat, serving

SUFFIX = {DESK: "", WALL: "-wall", PHONE: "-phone", PAPER: ""}
HEAVY = {WALL: 400_000}  # bytes; of the others 250 kB


def make(moment: Moment, options: argparse.Namespace) -> int:
    """Take what is asked for; returns the exit code."""
    wrong: list[str] = []
    with serving() as address, chromium(os.environ["CHROMIUM"]) as browser:
        for screen in SCREENS:
            if options.names and screen.name not in options.names:
                continue
            for size, theme in shots(screen, options.all):
                name = file_name(screen, size, theme)
                taken: list[bytes] = []
                for _ in range(2 if options.twice and not screen.once else 1):
                    page = seat(browser, address, screen.person(moment), size, theme)
                    try:
                        show(page, address, screen, moment)
                        taken.append(take(page, screen))
                    except (AssertionError, Error) as problem:
                        wrong.append(f"{name}：{str(problem).splitlines()[0]}")
                    finally:
                        page.context.close()
                if not taken:
                    continue
                if len(set(taken)) > 1:
                    wrong.append(f"{name}：两遍不一样")
                if len(taken[0]) > HEAVY.get(size, 250_000):
                    wrong.append(f"{name}：{len(taken[0]) // 1000} kB，太大了")
                (options.to / name).write_bytes(taken[0])
                print(f"{name}  {len(taken[0]) // 1000} kB", flush=True)
    if not options.names:
        (options.to / "README.md").write_text(gallery())
    for line in wrong:
        print(f"✗ {line}")
    return 1 if wrong else 0


def shots(screen: Screen, every: bool) -> Iterator[tuple[tuple[int, int], str]]:
    """The pictures that are kept: every size in light; the first size in dark where it is shown."""
    for size in screen.sizes:
        yield size, LIGHT
        if every or (screen.dark and size == screen.sizes[0]):
            yield size, DARK


def file_name(screen: Screen, size: tuple[int, int], theme: str) -> str:
    return f"{screen.name}{SUFFIX[size]}{'-dark' if theme == DARK else ''}.png"


def gallery() -> str:
    """A page with every picture that is kept."""
    lines = ["# 画面", "", "`bin/screens` 从同一个定格的时刻做出全部画面：2026-11-24 周二 10:12，虚构的云浦市。", ""]
    for screen in SCREENS:
        lines += [f"## {screen.title}", ""]
        for size, theme in shots(screen, False):
            width = ' width="390"' if size == PHONE else ""
            lines.append(f'<img src="{file_name(screen, size, theme)}" alt="{screen.title}"{width}>')
        lines.append("")
    return "\n".join(lines)
