"""Tables and reference data, brought up to date. Safe to repeat."""

from __future__ import annotations

import argparse

from django.core.management import call_command
from django.utils import timezone

from ayomi.apps.offices import actions as offices
from ayomi.apps.steering.actions.reported import load_reported_figures
from ayomi.edges.command.migrating import render_less


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(given: argparse.Namespace) -> int:
    bring_up_to_date()
    return 0


def bring_up_to_date() -> None:
    """Tables, the cache table, static files, regions and offices, and the figures of public reports."""
    render_less()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    offices.load_reference(by=None, at=timezone.now())
    load_reported_figures(by=None, at=timezone.now())
