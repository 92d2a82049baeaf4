"""`bin/bench gate`: how long judging one reply takes, on one core; with ``--quality``, how often the gate is right."""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import replace
from typing import Any

import django

from bench import report
from bench.report import milliseconds, percentile, say
from complaints.replies import quality
from complaints.replies.gate import check
from complaints.replies.labelled import load
from complaints.replies.reply import Reply

MUST_MS = 20.0
LENGTH = 400  # characters


def run(args: list[str]) -> dict[str, Any]:
    """95 of 100 replies of ``LENGTH`` characters within ``MUST_MS``; or every rule above its floors."""
    parser = argparse.ArgumentParser(
        prog="bin/bench gate", description="回复校验：一条 400 字回复的校验时间，或查准查全"
    )
    parser.add_argument("--quality", action="store_true", help="按规则列出准确率和召回率，低于下限以 1 退出")
    parser.add_argument("--replies", type=int, default=60, help="多少条不同的回复（默认 %(default)s）")
    parser.add_argument("--rounds", type=int, default=20, help="每条测几遍（默认 %(default)s）")
    wanted = parser.parse_args(args)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    found = report.surroundings()
    return _quality(found) if wanted.quality else _times(wanted.replies, wanted.rounds, found)


def _times(count: int, rounds: int, found: dict[str, Any]) -> dict[str, Any]:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    replies = _of_length(count)
    for reply in replies:
        check(reply)  # words are read and compiled at the first
    samples = []
    for _ in range(rounds):
        for reply in replies:
            began = time.perf_counter()
            check(reply)
            samples.append(time.perf_counter() - began)
    p95 = milliseconds(percentile(samples, 0.95))
    say(
        f"  {len(samples)} 次，每条 {LENGTH} 字：p50 {milliseconds(percentile(samples, 0.5))} ms，p95 {p95} ms（要求 ≤ {MUST_MS:.0f}）"
    )
    return {
        "bench": "gate",
        "ok": p95 <= MUST_MS,
        "p95_ms": p95,
        "p50_ms": milliseconds(percentile(samples, 0.5)),
        "slowest_ms": milliseconds(max(samples)),
        "must_ms": MUST_MS,
        "replies": len(samples),
        **found,
    }


def _of_length(count: int) -> list[Reply]:
    """Labelled replies laid end to end until they are long enough: all rules have something to read."""
    labelled = [
        each.reply for each in load() if len(each.reply.text) > 30 and each.reply.kind not in ("repair", "praise")
    ]
    replies = []
    for number in range(count):
        base = labelled[number % len(labelled)]
        text, at = base.text, number
        while len(text) < LENGTH:
            at = (at + 7) % len(labelled)
            text += labelled[at].text
        replies.append(replace(base, text=text[:LENGTH]))
    return replies


def _quality(found: dict[str, Any]) -> dict[str, Any]:
    measured = quality.measure(load())
    for line in quality.table(measured):
        say(line)
    return {
        "bench": "gate",
        "ok": measured.ok,
        "replies": measured.replies,
        "held_up": len(measured.held_up),
        "let_through": len(measured.let_through),
        "rules": {
            name: {"precision": round(score.precision, 3), "recall": round(score.recall, 3)}
            for name, score in measured.scores.items()
        },
        **found,
    }
