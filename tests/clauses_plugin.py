"""Prints which clauses have a passing test and which do not, and the figures tests record; a clause nobody wrote down fails
the run."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

CLAUSES = Path(__file__).parent.parent / "docs" / "clauses.md"


def known() -> dict[str, str]:
    """Clause ids of docs/clauses.md and the part of the product each belongs to."""
    rows = re.findall(r"^\| ([A-E][\w.]+) \|.*\| (\w+) \|$", CLAUSES.read_text("utf-8"), re.M)
    return dict(rows)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    report = yield
    report.clauses = [clause for mark in item.iter_markers("clause") for clause in mark.args]
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    ids = known()
    for item in items:
        for mark in item.iter_markers("clause"):
            for clause in mark.args:
                if clause not in ids:
                    raise pytest.UsageError(f"{item.nodeid}: docs/clauses.md has no clause {clause}")


class Tally:
    def __init__(self) -> None:
        self.passed: dict[str, int] = {}
        self.failed: set[str] = set()
        self.figures: dict[str, str] = {}  # what a test recorded (``record_property``), by title: a worker cannot print

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call":
            self.figures.update((title, str(text)) for title, text in report.user_properties)
        for clause in getattr(report, "clauses", ()):
            if report.when == "call" and report.passed:
                self.passed[clause] = self.passed.get(clause, 0) + 1
            elif report.failed:
                self.failed.add(clause)

    def pytest_terminal_summary(self, terminalreporter) -> None:
        for title, text in self.figures.items():
            terminalreporter.section(title)
            terminalreporter.write_line(text)
        ids = known()
        proven = [clause for clause in ids if clause in self.passed and clause not in self.failed]
        missing = [clause for clause, part in ids.items() if clause not in proven and part != "later"]
        later = [clause for clause, part in ids.items() if clause not in proven and part == "later"]
        write = terminalreporter.write_line
        terminalreporter.section("条款 clauses")
        write(f"有通过的测试 ({len(proven)}): " + " ".join(f"{clause}×{self.passed[clause]}" for clause in proven))
        write(f"没有通过的测试 ({len(missing)}): " + (" ".join(missing) or "—"))
        write(f"尚未建设 ({len(later)}): " + (" ".join(later) or "—"))
        if target := os.environ.get("CLAUSES_JSON"):
            Path(target).write_text(json.dumps({"passed": proven, "missing": missing, "later": later}))


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Tally(), "clauses-tally")
