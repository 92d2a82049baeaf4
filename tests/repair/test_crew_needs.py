"""The rules the phone tells beforehand are the forms' own, word for word."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.factories import LIFE, lived_until, verb_data
from workorders.registry import registry

NEEDS = (Path(settings.BASE_DIR) / "static" / "js" / "crew" / "needs.js").read_text()


def told(verb):
    """``(field, value, {needed: message})`` for each rule of ``verb`` in the script."""
    block = re.search(rf"{verb}: \[(\{{.*?\}})\]", NEEDS, re.DOTALL)[1]
    plain = re.sub(r"(\w+):(?= )", r'"\1":', re.sub(r",(\s*[}\]])", r"\1", block))
    rule = json.loads(plain)
    return rule["field"], rule["is"], rule["needs"]


@pytest.mark.parametrize(("verb", "state"), [("survey", "on_site"), ("restore", "restored")])
def test_word_for_word(district, verb, state):
    order = lived_until(district, state)
    field, value, needs = told(verb)
    full = verb_data(district, next(data for name, _, data in LIFE if name == verb))
    data = {**{name: given for name, given in full.items() if name not in needs}, field: value}
    form = registry["repair"].by_name[verb].form(data, order=order, actor=district.crew, detail=order.repair)
    assert not form.is_valid()
    assert {name: found[0] for name, found in form.errors.items()} == needs
