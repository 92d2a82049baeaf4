"""Whatever is sent: an answer in the one body, never a fault of ours."""

from __future__ import annotations

import json
import string
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from workorders.api.filters import OrderFilter
from workorders.registry import registry

VERBS = sorted({(verb.name, business.code) for business in registry for verb in business.verbs if verb.roles})
# The state in which a verb of a fault report reads its form, and someone who may use it.
STATES = {
    "dispatch": ("accepted", "agent"),
    "explain": ("accepted", "agent"),
    "refuse": ("dispatched", "dispatcher"),
    "assign": ("received", "dispatcher"),
    "arrive": ("en_route", "crew"),
    "survey": ("on_site", "crew"),
    "support": ("on_site", "crew"),
    "restore": ("on_site", "crew"),
    "reply": ("restored", "crew"),
    "call_back": ("replied", "agent"),
    "reassign": ("assigned", "dispatcher"),
    "hand_over_paperwork": ("replied", "dispatcher"),
    "merge": ("accepted", "lead"),
    "cancel": ("accepted", "lead"),
    "reveal": ("dispatched", "supervisor"),
    "supervise": ("dispatched", "supervisor"),
}
NASTY = [
    "",
    "\x00",
    "\ud800",
    "a\x00b",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00",
    "2026-11-22T10:00:00",
    "2026-11-22T10:00:00+08:00",
    "2026-02-30T10:00:00+08:00",
    "１２３",
    "-1",
    "1e400",
    "<script>",
    "x" * 5000,
    10**30,
    -(2**63) - 1,
    1e308,
    -0.0,
    True,
    None,
]
leaf = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=20),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.none(),
)
ORDER_PARAMETERS = [*OrderFilter.base_filters, "cursor", "page_size"]
value = st.recursive(
    leaf, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
)
QUICK = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,  # the same examples each run: a red test is a change, not luck
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def bodies(names: list[str], filled: dict[str, object]) -> st.SearchStrategy[dict[str, object]]:
    """Random values under the form's own names, some over a body that would pass."""
    own = st.dictionaries(st.sampled_from([*names, "unknown"]), value, max_size=len(names) + 1)
    return own.map(lambda changes: {**filled, **changes})


def check(response) -> None:
    assert response.status_code < 500, response.content
    if response.status_code >= 400:
        error = response.json()["error"]
        assert error["code"]
        assert error["message"]


def encoded(body: object) -> bytes:
    return json.dumps(body).encode()


@pytest.mark.parametrize(("verb", "kind"), VERBS)
def test_every_verb(district, ask, verb, kind):
    state, post = STATES.get(verb, ("accepted", "lead"))
    order = factories.lived_until(district, state)
    names = list(registry[kind].by_name[verb].form.fields_for(registry[kind]))
    filled = next((factories.verb_data(district, data) for name, _, data in factories.LIFE if name == verb), {})

    @QUICK
    @given(bodies(names, filled))
    def rubbish(body):
        check(ask(post, "POST", f"orders/{order.number}/{verb}/", encoded(body)))

    rubbish()


@QUICK
@given(data=st.data())
def test_accepting(district, ask, report, data):
    names = list(registry["repair"].accept.form.fields_for(registry["repair"]))
    check(ask("agent", "POST", "orders/repair/", encoded(data.draw(bodies(names, report)))))


@QUICK
@given(body=value | st.binary(max_size=50))
@pytest.mark.parametrize("path", ["orders/repair/", "duty/on/", "duty/check/", "messages/read/", "calls/events/"])
def test_bodies_of_any_shape(district, ask, path, body):
    post = "crew" if path.startswith("duty") else "agent"
    check(ask(post, "POST", path, body if isinstance(body, bytes) else encoded(body)))


@QUICK
@given(
    query=st.dictionaries(
        st.sampled_from([*ORDER_PARAMETERS, "format", "q", "after", "unread"]),
        st.text(string.printable + "\x00一", max_size=15),
        max_size=4,
    )
)
@pytest.mark.parametrize("path", ["orders/", "messages/", "callbacks/", "customers/"])
def test_queries(order, ask, path, query):
    check(ask("agent", "GET", f"{path}?{urlencode(query)}"))


@pytest.mark.parametrize("header", ["Idempotency_Key", "If_Match", "Accept", "Content_Type", "Authorization"])
@pytest.mark.parametrize(
    "text", ["\x00", "\xff", "x" * 4000, '"v1"' * 50, "🦆".encode().decode("latin-1"), ";;=;", "*/"]
)
def test_headers(order, ask, header, text):
    check(ask("agent", "POST", f"orders/{order.number}/note/", {"kind": "more", "text": "。"}, **{header: text}))
