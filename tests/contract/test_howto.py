"""Somebody follows docs/howto/add-a-business-type.md to the letter, on a copy of the project, and it works."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PAGE = ROOT / "docs" / "howto" / "add-a-business-type.md"
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.M | re.S)
LEFT_OUT = shutil.ignore_patterns(".*", "var", "node_modules", "screens")
# What its pages and its API must do, beside what the page's own tests prove.
PAGES = """
from tests.example.test_thanks import CALL
from tests.factories import PASSWORD


def test_the_house_knows_the_type(district, client):
    assert client.post("/sign-in/", {"username": "agent", "password": PASSWORD}).status_code == 302
    form = client.get("/orders/new/thanks/").content.decode()
    assert "新建表扬" in form and "被表扬人员" in form
    answer = client.post("/orders/new/thanks/", {**CALL, "_key": "k1"})
    assert answer.status_code == 302, answer.content.decode()
    page = client.get(answer.url).content.decode()
    assert "表扬·抢修服务" in page and "派单" in page
    assert "表扬·抢修服务" in client.get("/orders/?kind=thanks").content.decode()


def test_the_api_knows_the_type(district, client):
    from accounts.services.sessions import issue_token

    headers = {"Authorization": f"Token {issue_token(district.agent)[1]}", "Idempotency-Key": "k"}
    answer = client.post("/api/v1/orders/thanks/", CALL, content_type="application/json", headers=headers)
    assert answer.status_code == 201, answer.content
    number = answer.json()["number"]
    done = client.post(
        f"/api/v1/orders/{number}/dispatch/",
        {"unit": district.city.pk},
        content_type="application/json",
        headers=headers | {"Idempotency-Key": "k2"},
    )
    assert done.status_code == 200 and done.json()["state"] == "dispatched", done.content
"""


@pytest.fixture
def environment() -> Iterator[dict[str, str]]:
    """The tests' own, with an empty database beside theirs."""
    address = urlsplit(os.environ["DATABASE_URL"])
    name = f"test_howto_{os.getpid()}"  # its tests go on with what its migrations made: Django adds the prefix itself

    def ask(sql: str) -> None:
        connection = psycopg2.connect(os.environ["DATABASE_URL"])
        connection.autocommit = True
        connection.cursor().execute(sql)
        connection.close()

    ask(f'CREATE DATABASE "{name}"')
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST_", "COV_", "CLAUSES_"))}
    yield kept | {"DATABASE_URL": urlunsplit(address._replace(path=f"/{name}"))}
    ask(f'DROP DATABASE "{name}" WITH (FORCE)')


def run(copy: Path, environment: dict[str, str], *command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command], cwd=copy, env=environment, capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-6000:]}\n{done.stderr[-3000:]}"
    return done.stdout


def obey(copy: Path, environment: dict[str, str], line: str) -> None:
    """What the reader types."""
    words = shlex.split(line)
    match words[0]:
        case "touch":
            (copy / words[1]).parent.mkdir(parents=True, exist_ok=True)
            (copy / words[1]).touch()
        case "bin/manage":
            run(copy, environment, "manage.py", *words[1:])
        case "bin/test":
            (copy / "tests/example/test_thanks_in_the_house.py").write_text(PAGES, "utf-8")
            theirs = environment | {"DATABASE_URL": environment["DATABASE_URL"].replace("/test_howto_", "/howto_")}
            quick = ["-q", "-p", "no:cacheprovider", "--reuse-db", "-k", "thanks"]
            told = run(copy, theirs, "-m", "pytest", *quick, *words[1:])
            assert int(re.search(r"(\d+) passed", told).group(1)) > 30, told
        case _:
            raise AssertionError(f"the page asks for something unheard of: {line}")


def change(file: Path, diff: str) -> None:
    lines = diff.splitlines()
    old = "\n".join(line[1:] for line in lines if line[:1] in " -")
    new = "\n".join(line[1:] for line in lines if line[:1] in " +")
    text = file.read_text("utf-8")
    assert text.count(old) == 1, f"{file.name} does not hold, exactly once:\n{old}"
    file.write_text(text.replace(old, new), "utf-8")


def test_whoever_follows_the_page_has_a_working_type(tmp_path, environment):
    copy = tmp_path / "zhangdeng"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT, symlinks=True)
    written = 0
    for language, path, text in BLOCK.findall(PAGE.read_text("utf-8")):
        if language == "sh":
            for line in text.splitlines():
                obey(copy, environment, line)
        elif language == "diff":
            change(copy / path, text)
        else:
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            (copy / path).write_text(text, "utf-8")
            written += path.startswith("example/")
    assert written == 5
    diagram = (copy / "docs/states/thanks.md").read_text("utf-8")
    assert "dispatched --> archived: 知悉" in diagram
    assert "/api/v1/orders/thanks/" in (copy / "docs/openapi.yaml").read_text("utf-8")
    layers = subprocess.run([Path(sys.executable).with_name("lint-imports")], cwd=copy, capture_output=True, text=True)
    assert layers.returncode == 0, layers.stdout
