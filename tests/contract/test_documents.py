"""What a stranger reads: links lead somewhere, each term stands once, each decision is listed, both commands come first."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEXTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#:]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(text: Path):
    prose = re.sub(r"```.*?```", "", text.read_text("utf-8"), flags=re.S)
    assert [link for link in LINK.findall(prose) if not (text.parent / link).exists()] == []


def test_every_decision_is_listed_and_says_what_it_costs():
    folder = ROOT / "docs" / "decisions"
    listed = (folder / "README.md").read_text("utf-8")
    for page in folder.glob("0*.md"):
        assert f"({page.name})" in listed, page.name
        text = page.read_text("utf-8")
        assert all(f"\n## {part}\n" in text for part in ("Context", "Decision", "What it costs", "Not chosen")), (
            page.name
        )
        assert len(text.splitlines()) <= 60, f"{page.name} is longer than a page"


def test_each_term_stands_once():
    terms = re.findall(r"^\| ([^|]+) \| [^|]+ \| [^|]+ \|$", (ROOT / "docs" / "glossary.md").read_text("utf-8"), re.M)
    assert len(terms) > 60
    assert [term for term, times in Counter(terms).items() if times > 1] == []


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_two_commands_come_first(name: str):
    first = re.search(r"```sh\n(.*?)```", (ROOT / name).read_text("utf-8"), re.S)
    assert first is not None
    assert [line.split()[0] for line in first.group(1).splitlines()] == ["bin/run", "bin/test"]


def test_the_licence_is_whole():
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License" in text and "END OF TERMS AND CONDITIONS" in text and len(text.splitlines()) > 195
