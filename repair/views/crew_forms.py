"""The verbs' own forms as HTML, sent ahead: a phone fills them in where there is no network."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from accounts.models import Person, Role
from repair.selectors.site import SiteOrder
from workorders.registry import registry

BY_CAMERA = ("attach",)


def forms_of(actor: Person, orders: list[SiteOrder]) -> dict[str, str]:
    """``{"survey.17": html}``: each verb's form as the orders of unit 17 have it. What a crew is asked hangs on where
    the order is, never on which one it is; the rest (late or not) the phone knows from the order itself."""
    found: dict[str, str] = {}
    for seen in orders:
        for verb in registry["repair"].verbs:
            name = f"{verb.name}.{seen.order.unit_id}"
            if name in found or Role.CREW not in verb.roles or verb.name in BY_CAMERA:
                continue
            form: Any = verb.form(initial={"in_charge": actor.name}, order=seen.order, actor=actor, detail=seen.detail)
            for late in ("late_cause", "late_text"):
                form.fields[late].required = True  # drawn as asked for; shown only where it is
            found[name] = render_to_string("repair/crew/_form.html", {"form": form, "verb": verb})
    return found
