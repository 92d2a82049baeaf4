"""The OpenAPI document: generated, checked in, true."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from django.conf import settings
from django.core.management import call_command

from tests import factories
from workorders.registry import registry

CHECKED_IN = Path(settings.BASE_DIR) / "docs" / "openapi.yaml"


@pytest.fixture(scope="module")
def document() -> dict:
    return yaml.safe_load(CHECKED_IN.read_text("utf-8"))


def test_the_checked_in_document_is_the_codes(tmp_path):
    made = tmp_path / "openapi.yaml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(made), stderr=StringIO())
    again = "manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml"
    assert made.read_text("utf-8") == CHECKED_IN.read_text("utf-8"), f"the API changed: {again}"


def test_the_states_pages_are_the_declarations():
    call_command("state_diagrams", "--check")


def test_every_verb_has_an_address_and_says_in_chinese_what_it_takes(document):
    for business in registry:
        for verb in business.verbs:
            if not verb.roles:
                continue
            operation = document["paths"][f"/api/v1/orders/{{number}}/{verb.name}/"]["post"]
            assert verb.label in operation["summary"]
            schemas = [content["schema"] for content in operation["requestBody"]["content"].values()]
            bodies = [body for schema in schemas for body in schema.get("oneOf", [schema])]
            fields = verb.form.fields_for(business)
            titles = {name: str(field.label) for name, field in fields.items()}
            assert titles in [{n: each["title"] for n, each in body["properties"].items()} for body in bodies], (
                verb.name
            )


def schema_of(document: dict, path: str, method: str, status: int) -> dict:
    content = document["paths"][path][method]["responses"][str(status)]["content"]
    return as_json_schema({**content["application/json"]["schema"], "components": document["components"]})


def as_json_schema(part: Any) -> Any:
    """OpenAPI 3.0 says ``nullable`` where JSON Schema says ``null``."""
    if isinstance(part, list):
        return [as_json_schema(each) for each in part]
    if not isinstance(part, dict):
        return part
    whole = {name: as_json_schema(each) for name, each in part.items() if name != "nullable"}
    return {"anyOf": [whole, {"type": "null"}]} if part.get("nullable") is True else whole


def test_answers_are_what_the_document_says(morning, district, ask, document):
    report = factories.report(district)
    body = document["paths"]["/api/v1/orders/repair/"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    jsonschema.validate(report, body)
    order = factories.lived_until(district, "replied")
    ask("agent", "POST", f"orders/{order.number}/call_back/", {"outcome": "no_answer"})
    ask("agent", "POST", f"orders/{order.number}/urge/", {"content": "又停了"})
    for post, method, path, named, status, sent in [
        ("agent", "POST", "orders/repair/", "orders/repair/", 201, report),
        ("agent", "GET", "orders/", "orders/", 200, None),
        ("agent", "GET", f"orders/{order.number}/", "orders/{number}/", 200, None),
        ("agent", "GET", f"orders/{order.number}/clocks/", "orders/{number}/clocks/", 200, None),
        ("agent", "GET", "callbacks/", "callbacks/", 200, None),
        ("dispatcher", "GET", "crews/", "crews/", 200, None),
        ("dispatcher", "GET", "messages/", "messages/", 200, None),
        ("agent", "POST", "orders/repair/", "orders/repair/", 422, {}),
        ("crew", "POST", f"orders/{order.number}/urge/", "orders/{number}/urge/", 403, {}),
        ("crew", "POST", "orders/2026010100000000/urge/", "orders/{number}/urge/", 404, {}),
    ]:
        answer = ask(post, method, path, sent)
        assert answer.status_code == status, (path, answer.content)
        jsonschema.validate(answer.json(), schema_of(document, f"/api/v1/{named}", method.lower(), status))


def test_the_explanation_of_a_due_time(ask, number):
    [clock] = ask("agent", "GET", f"orders/{number}/clocks/").json()["clocks"]
    assert clock["clock"] == "dispatched_by"
    assert "3 分钟" in clock["explanation"][0]


def test_the_docs_page_loads_nothing_from_elsewhere(client):
    page = client.get("/api/v1/docs/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert "http://" not in text
    assert "https://" not in text
    assert all("src=" in line for line in text.splitlines() if "<script" in line)
    assert client.get("/api/v1/schema/").json()["info"]["title"].startswith("掌灯")
