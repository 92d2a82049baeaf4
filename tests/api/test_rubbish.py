"""Whatever is sent: an answer in the one body, never a fault of ours."""

from __future__ import annotations

import json
import string
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Role
from tests import factories
from tests.complaints import cases
from workorders.api.filters import OrderFilter
from workorders.policies import may
from workorders.registry import registry

# A form is a form, whichever of the types that share it asks.
FORMS = {
    (verb.name, verb.form): business.code
    for business in reversed(list(registry))
    for verb in business.verbs
    if verb.roles
}
VERBS = sorted((name, kind) for (name, _), kind in FORMS.items())
# Of the two-desk types: somebody with a role of the verb, and what lets it through.
POSTS = {
    Role.AGENT: "agent",
    Role.AUDITOR: "auditor",
    Role.DISPATCHER: "dispatcher",
    Role.HANDLER: "handler",
    Role.LEAD: "lead",
    Role.SUPERVISOR: "supervisor",
}
FILLED = {"reply": cases.a_reply, "call_back": lambda: cases.ANSWERS}
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
    business = registry[kind]
    names = list(business.by_name[verb].form.fields_for(business))
    order, post, filled = (report_for if kind == "repair" else case_for)(district, business, verb)

    @QUICK
    @given(bodies(names, filled))
    def rubbish(body):
        check(ask(post, "POST", f"orders/{order.number}/{verb}/", encoded(body)))

    rubbish()


def report_for(district, business, verb):
    state, post = STATES.get(verb, ("accepted", "lead"))
    filled = next((factories.verb_data(district, data) for name, _, data in factories.LIFE if name == verb), {})
    return factories.lived_until(district, state), post, filled


def case_for(district, business, verb):
    """An order of ``business`` whose state is one of the verb's, somebody who may use it, and a body that would pass."""
    asked = business.by_name[verb]
    if business.code == "praise":
        order = cases.accepted(district, "praise")
        way = (
            ("dispatch", "agent", {"unit": district.city.pk}),
            ("acknowledge", "dispatcher", {"passed_on": "班前会上宣读"}),
        )
        for step, post, data in way:
            if order.state not in business.sources(asked):
                order = cases.act(district, order, step, post, **data).order
    else:
        states = [str(state) for state in business.track if state in business.sources(asked)]
        order = cases.lived_until(district, states[-1], business.code)
    posts = [post for role, post in POSTS.items() if role in asked.roles]
    return (
        order,
        next((post for post in posts if may(getattr(district, post), order, asked)), posts[0]),
        FILLED.get(verb, dict)(),
    )


@QUICK
@given(data=st.data())
@pytest.mark.parametrize("kind", [business.code for business in registry])
def test_accepting(district, ask, report, data, kind):
    names = list(registry[kind].accept.form.fields_for(registry[kind]))
    told = report if kind == "repair" else cases.told(kind)
    check(ask("agent", "POST", f"orders/{kind}/", encoded(data.draw(bodies(names, told)))))


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
