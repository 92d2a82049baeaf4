"""What a service refuses, shown where it was typed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from workorders.errors import GateError, NotAllowed


@contextmanager
def on_form(form: Any) -> Iterator[None]:
    """Put a refusal's messages beside the fields of ``form`` they are about; the rest above it."""
    try:
        with transaction.atomic():
            yield
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.message) from refusal
    except GateError as refusal:
        known = {name: found for name, found in refusal.fields.items() if name in form.fields}
        for name, found in known.items():
            form.add_error(name, ValidationError(found))
        if not known:
            form.add_error(None, refusal.message)
