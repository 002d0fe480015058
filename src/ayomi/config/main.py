"""The `ayomi` command: finds the database, starts Django where it is needed, hands over to one subcommand."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ayomi.config.data_directory import DatabaseProblem, default_data_directory


@dataclass(frozen=True)
class Command:
    module: str
    """Has `arguments(parser)` and `run(arguments) -> int`, the exit status."""
    help: str
    database: bool = True
    tables: bool = True
    """Whether the tables must be up to date before it begins."""


COMMANDS = {
    "serve": Command("ayomi.config.serve", "start everything: database, tables, demo world, web and worker", False),
    "migrate": Command("ayomi.edges.command.migrate", "bring the tables and reference data up to date", tables=False),
    "demo": Command("ayomi.edges.command.demo", "build a demo world of any size", tables=False),
    "import": Command("ayomi.edges.command.take_list", "read a list of people or organisations, check it, take it in"),
    "assess": Command("ayomi.edges.command.assess", "assess the contributions of a month and bill the payers"),
    "receive": Command("ayomi.edges.command.receive", "take in money: one receipt or a bank file"),
    "targets": Command("ayomi.edges.command.targets", "targets and realisation of an office"),
    "denominators": Command("ayomi.edges.command.denominators", "load figures per region, such as people in work"),
    "boundaries": Command("ayomi.edges.command.boundaries", "load official boundaries, and draw the map after them"),
    "report": Command("ayomi.edges.command.report", "the monthly report of an office, and the yearly tables"),
    "quote": Command("ayomi.edges.command.quote", "answer questions of law, one JSON object per line", False),
    "verify": Command("ayomi.edges.command.verify", "check every invariant of the stored data"),
    "backup": Command("ayomi.config.backup", "write the whole database into one file, with or without the keys"),
    "restore": Command("ayomi.config.restore", "put a backup back into an empty database", False),
    "work": Command("ayomi.edges.command.work", "run waiting jobs until stopped"),
    "docs": Command("ayomi.edges.command.docs", "write the pages of the law from its parameters", False),
    "partner": Command("ayomi.edges.command.partner", "partners: their keys, grants, addresses and calls"),
    "user": Command("ayomi.edges.command.user", "make an account or set its password"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand and return its exit status: 0 done, 1 something was refused, 2 could not begin."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(prog="ayomi", description="Employment social security, exact to the rupiah.")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    named = given[0] if given and given[0] in COMMANDS else None
    subs = {
        name: subparsers.add_parser(name, help=command.help, description=command.help[:1].upper() + command.help[1:])
        for name, command in COMMANDS.items()
    }
    try:
        with contextlib.ExitStack() as stack:
            if named:
                stack.enter_context(_ready_for(COMMANDS[named], given))
                # Only the command that was asked for is loaded: a question of law needs no Django and no waiting.
                module = importlib.import_module(COMMANDS[named].module)
                module.arguments(subs[named])
            parsed = parser.parse_args(given)
            return int(module.run(parsed))
    except DatabaseProblem as problem:
        print(f"ayomi: {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read the output went away, as `head` does; what Python flushes at exit must not complain again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


@contextlib.contextmanager
def _ready_for(command: Command, given: Sequence[str]) -> Iterator[None]:
    """What must stand before the module of a command can be imported: nothing, Django, or Django on its database."""
    if not command.database:
        yield
    elif {"-h", "--help"} & set(given):
        _set_up_django()
        yield
    else:
        with database():
            if command.tables and "--dry-run" not in given:
                _require_tables()
            yield


def _require_tables() -> None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise DatabaseProblem("the tables are missing or older than this program: run `ayomi migrate` first")


def _set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ayomi.config.settings")
    import django

    django.setup()


@contextlib.contextmanager
def database() -> Iterator[str]:
    """The database for the length of the block, with Django set up: DATABASE_URL, or the embedded server."""
    with contextlib.ExitStack() as stack:
        if not os.environ.get("DATABASE_URL"):
            from ayomi.config import postgres

            server = stack.enter_context(postgres.running(default_data_directory(os.environ)))
            os.environ["DATABASE_URL"] = server.url
        else:
            from ayomi.config.database_url import check_url

            check_url(os.environ["DATABASE_URL"])
        _set_up_django()
        yield os.environ["DATABASE_URL"]


if __name__ == "__main__":
    sys.exit(main())
