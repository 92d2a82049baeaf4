"""Whoever installs the system finds every variable in .env.example, with a word about it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = (ROOT / ".env.example").read_text()


def names() -> set[str]:
    settings = re.findall(r'\benv(?:_list)?\(\s*"([A-Z_]+)"', (ROOT / "config" / "settings.py").read_text())
    compose = re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text())
    procfile = re.findall(r"\$([A-Z_]+)", (ROOT / "Procfile").read_text())
    code = [path for app in ("accounts", "customers", "workorders", "repair") for path in (ROOT / app).rglob("*.py")]
    read = re.findall(r'environ(?:\.get\(|\[)"([A-Z_]+)"', "".join(path.read_text() for path in code))
    return {*settings, *compose, *procfile, *read}


@pytest.mark.parametrize("name", sorted(names()))
def test_variable_is_explained(name: str) -> None:
    assert re.search(rf"^#[^\n]*[^\x00-\x7f][^\n]*\n(#[^\n]*\n|[A-Z_]+=[^\n]*\n)*(# )?{name}=", EXAMPLE, re.M), name
