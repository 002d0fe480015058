"""Django's migrations in a tenth of their time.

After each operation Django renders the changed model anew, and with it every model a key leads to or comes from: here
nearly all, since everything has an office. The tables need only the changed one. Django's own mark of a delayed state
makes it render all of them for operations that run code.
"""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState


class LeanState(ProjectState):
    """The models at some point of the migrations, of which only changed ones are rendered anew."""

    def clone(self) -> ProjectState:
        return _lean(super().clone())

    def _find_reload_model(self, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:
        self.is_delayed = True
        return {(app_label, model_name)}


class LeanExecutor(MigrationExecutor):
    """Runs migrations over `LeanState`."""

    def _create_project_state(self, with_applied_migrations: bool = False) -> ProjectState:
        state: ProjectState = super()._create_project_state(with_applied_migrations)  # type: ignore[misc]  # not in the stubs
        return _lean(state)


def _lean(state: Any) -> ProjectState:
    # Django makes its states in several places, none of which asks for a class.
    state.__class__ = LeanState
    return state  # type: ignore[no-any-return]


def render_less() -> None:
    """From now on `migrate` works in this way."""
    migrate.MigrationExecutor = LeanExecutor  # type: ignore[attr-defined]  # the name it looks its executor up by
