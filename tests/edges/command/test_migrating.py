"""Migrations run over models rendered one by one leave the tables Django's own way leaves."""

from __future__ import annotations

from django.db import models
from django.db.migrations.operations import AddField, CreateModel
from django.db.migrations.state import ProjectState

from ayomi.edges.command.migrating import LeanExecutor, LeanState


def test_only_the_changed_model_is_rendered_anew_and_a_copy_stays_lean() -> None:
    state = ProjectState()
    state.__class__ = LeanState
    key = ("id", models.BigAutoField(primary_key=True))
    for name, fields in (
        ("Office", [key]),
        ("Person", [key, ("office", models.ForeignKey("a.Office", models.PROTECT))]),
    ):
        CreateModel(name, fields).state_forwards("a", state)
    before = state.apps
    person = before.get_model("a", "Person")
    office = before.get_model("a", "Office")

    copy = state.clone()
    AddField("Office", "name", models.CharField(max_length=9, default="")).state_forwards("a", copy)

    assert isinstance(copy, LeanState)
    assert copy.apps.get_model("a", "Office") is not office
    assert copy.apps.get_model("a", "Person") is person
    assert copy.is_delayed, "operations that run code get all models anew"


def test_the_command_takes_the_lean_executor() -> None:
    from django.core.management.commands import migrate

    assert migrate.MigrationExecutor is LeanExecutor  # type: ignore[attr-defined]
