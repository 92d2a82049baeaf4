"""Triggers, indexes and constraints, added to a table and to nothing else.

Django draws a model anew, and every model that points to it, whenever a migration touches it, whether or not its fields
changed. Of what is added here no model looks different, and with some sixty of them drawn a hundred times over that was
most of the time a new database took (``docs/decisions/0026``). The SQL, and what ``makemigrations`` compares, are the same.
"""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger.migrations
from django.db import migrations
from django.db.migrations.state import ProjectState


class _Beside:
    """Goes on record with the model's options, and leaves the models that are drawn as they are."""

    option: ClassVar[str]  # of the model
    added: ClassVar[str]  # the operation's attribute that is kept there

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        operation: Any = self
        options = state.models[app_label, operation.model_name.lower()].options
        options[self.option] = [*options.get(self.option, []), getattr(self, self.added)]


class AddTrigger(_Beside, pgtrigger.migrations.AddTrigger):
    option, added = "triggers", "trigger"


class AddIndex(_Beside, migrations.AddIndex):
    option, added = "indexes", "index"


class AddConstraint(_Beside, migrations.AddConstraint):
    option, added = "constraints", "constraint"
