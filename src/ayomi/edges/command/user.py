"""`ayomi user`: the first accounts, and passwords set again, from the machine itself."""

from __future__ import annotations

import argparse
import getpass
import sys

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from ayomi.apps.access.actions import change_email, change_password, create_user
from ayomi.apps.access.queries import user_by_name
from ayomi.apps.offices.queries import UnknownOffice, head_office, office_by_code

STAFF = (
    "membership_officer", "supervisor", "office_head", "regional", "head_office", "finance", "auditor", "administrator",
)  # fmt: skip
"""Roles that belong to an office. Channel administrators and workers get their accounts on the pages."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", help="the name to sign in with")
    parser.add_argument("--role", choices=STAFF, help="makes a new account of this role")
    parser.add_argument("--full-name", default="", help="the person's name")
    parser.add_argument("--office", default="", help="code of the office (the head office)")
    parser.add_argument("--email", help="where reports are sent; alone it leaves the password as it is")
    parser.epilog = "The password is asked for, or read from standard input when that is no terminal."


def run(given: argparse.Namespace) -> int:
    if given.email is not None and not given.role:
        return _address(given.name, given.email)
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    now = timezone.now()
    try:
        if given.role:
            office_id = office_by_code(given.office).id if given.office else head_office().id
            create_user(
                username=given.name, password=password, full_name=given.full_name or given.name, role=given.role,
                office_id=office_id, organisation_id=None, person_id=None, language="id", by=None, at=now,
            )  # fmt: skip
            if given.email:
                _address(given.name, given.email)
        else:
            known = user_by_name(given.name)
            if known is None:
                print(f"ayomi: there is no account {given.name!r}; --role makes one", file=sys.stderr)
                return 1
            change_password(known.id, password, by=None, at=now)
    except ValidationError as problem:
        print("ayomi: " + " ".join(problem.messages), file=sys.stderr)
        return 1
    except IntegrityError:
        print(f"ayomi: there is an account {given.name!r} already", file=sys.stderr)
        return 1
    except UnknownOffice as problem:
        print(f"ayomi: no office has the code {problem}", file=sys.stderr)
        return 1
    print(f"{given.name}: {'made' if given.role else 'password set'}")
    return 0


def _address(name: str, email: str) -> int:
    known = user_by_name(name)
    if known is None:
        print(f"ayomi: there is no account {name!r}; --role makes one", file=sys.stderr)
        return 1
    try:
        change_email(known.id, email, by=None, at=timezone.now())
    except ValidationError as problem:
        print("ayomi: " + " ".join(problem.messages), file=sys.stderr)
        return 1
    print(f"{name}: address {'set' if email else 'taken away'}")
    return 0
