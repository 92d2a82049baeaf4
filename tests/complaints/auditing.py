"""An auditor's hands on 省审核台."""

from __future__ import annotations

from tests.browsing import HTMX, text_of

PART = {**HTMX, "HX-Target": "audit"}


def page_of(client, order=None, **query):
    return text_of(client.get("/audit/", {**({"order": order.number} if order else {}), **query}))


def panel_of(client, order, **query):
    """The key and version the page would post."""
    page = page_of(client, order, **query)
    return {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("_key", "_version")}


def decide(client, order, verb, pile="replies", headers=PART, **data):
    seen = panel_of(client, order, pile=pile)
    return client.post(f"/audit/{order.number}/", {**seen, "_verb": verb, "_pile": pile, **data}, headers=headers)
