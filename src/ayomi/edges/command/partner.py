"""`ayomi partner`: partners, their keys, what they may ask, and where messages for them may go."""

from __future__ import annotations

import argparse
import sys
from datetime import timedelta
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils import timezone

from ayomi.apps.compliance.queries.standing import matching
from ayomi.apps.offices.queries import UnknownOffice, head_office, office_by_code
from ayomi.apps.partners.actions import keys, partners
from ayomi.apps.partners.queries import partners as shown
from ayomi.apps.partners.rules import EVENTS, KEY_USES, KINDS, OVERLAP, REPEATS, SCOPES, SECRET_USES
from ayomi.apps.payments.queries.banks import to_try


def arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    acts.add_parser("list", help="all partners")
    new = acts.add_parser("new", help="register a partner")
    new.add_argument("code", help="2 to 20 capital letters, digits and hyphens")
    new.add_argument("--name", required=True)
    new.add_argument("--kind", choices=KINDS, default="bank")
    new.add_argument("--office", default="", help="code of the office that looks after it (the head office)")
    new.add_argument("--organisation", help="NPP of the organisation that runs it, such as a licensing office")
    new.add_argument("--service-id", help="digits that the bank puts before a virtual account")
    new.add_argument("--repeats", choices=REPEATS, default="answer", help="what a message sent again gets")
    new.add_argument("--calls-a-minute", type=int, default=600)
    new.add_argument("--sandbox", action="store_true", help="for the demo world, with looser checks")
    new.add_argument("--unsigned", action="store_true", help="messages may come without a signature (sandbox only)")
    new.add_argument("--scope", action="append", choices=SCOPES, default=[], help="what it may ask; again for more")
    new.add_argument("--purpose", default="", help="for what, with the legal basis; people can read it")
    for name, words in (
        ("show", "one partner: keys, grants, addresses, calls of the last day"),
        ("grant", "let it ask something"), ("withdraw", "take a grant back"),
        ("key", "a new key; the one before ends after an overlap"), ("revoke", "refuse a key from now on"),
        ("address", "an address messages may go to"),
        ("suspend", "refuse every call"), ("resume", "let it call again"),
    ):  # fmt: skip
        act = acts.add_parser(name, help=words)
        act.add_argument("code", help="code of the partner")
        if name in ("grant", "withdraw"):
            act.add_argument("scope", choices=SCOPES)
        if name == "grant":
            act.add_argument("--purpose", required=True)
        if name in ("withdraw", "revoke", "suspend", "resume"):
            act.add_argument("--reason", required=True)
        if name == "key":
            act.add_argument("use", choices=KEY_USES)
            act.add_argument("--pem", type=Path, help="file with the partner's public key or certificate")
            act.add_argument("--key-id", default="", help="the name the partner gives its public key")
            act.add_argument("--days", type=int, default=365, help="how long it holds (365)")
            act.add_argument("--overlap", type=int, default=OVERLAP.days, help="days the one before still holds (7)")
        if name == "revoke":
            act.add_argument("key_id")
        if name == "address":
            act.add_argument("uri")
            act.add_argument(
                "--event",
                action="append",
                choices=EVENTS,
                help="tell this there unasked, and nothing else; again for more",
            )


def run(given: argparse.Namespace) -> int:
    try:
        if given.act == "list":
            return _list()
        if given.act == "new":
            return _new(given)
        found = shown.partner_by_code(given.code, since=timezone.now() - timedelta(days=1))
        if found is None:
            print(f"ayomi: there is no partner {given.code!r}", file=sys.stderr)
            return 1
        return _act(given, found)
    except (ValueError, UnknownOffice, keys.UnknownKey) as problem:
        print(f"ayomi: {problem}", file=sys.stderr)
    except IntegrityError:
        print("ayomi: this code, service number or key name is in use already", file=sys.stderr)
    except OSError as problem:
        print(f"ayomi: {problem.filename} cannot be read: {problem.strerror}", file=sys.stderr)
    return 1


def _list() -> int:
    for each in shown.partners(since=timezone.now() - timedelta(days=1)):
        state = "active" if each.active else "suspended"
        print(f"{each.code:<20} {each.kind:<17} {state:<10} {each.calls:>9,} calls a day  {each.name}")
    return 0


def _new(given: argparse.Namespace) -> int:
    office_id = office_by_code(given.office).id if given.office else head_office().id
    if given.scope and not given.purpose.strip():
        raise ValueError("--scope needs --purpose")
    now = timezone.now()
    number = partners.register_partner(
        code=given.code, name=given.name, kind=given.kind, office_id=office_id, sandbox=given.sandbox,
        organisation_id=_organisation(given.organisation),
        unsigned=given.unsigned, service_id=given.service_id, repeats=given.repeats,
        calls_a_minute=given.calls_a_minute, by=None, at=now,
    )  # fmt: skip
    for scope in given.scope:
        partners.grant(number, scope=scope, purpose=given.purpose, by=None, at=now)
    made = shown.partner(number, since=now)
    if made is not None:
        print(f"{made.code}: registered; its client id (X-CLIENT-KEY) is {made.client_id}")
    return 0


def _organisation(npp: str | None) -> int | None:
    """Raises ValueError for an NPP that nobody has."""
    if not npp:
        return None
    found = matching("npp", npp.strip().upper())
    if not found:
        raise ValueError(f"no organisation has the NPP {npp!r}")
    return found[0].organisation_id


def _act(given: argparse.Namespace, found: shown.PartnerRow) -> int:
    now, number = timezone.now(), found.partner_id
    match given.act:
        case "show":
            return _show(found)
        case "grant":
            partners.grant(number, scope=given.scope, purpose=given.purpose, by=None, at=now)
        case "withdraw":
            partners.withdraw(number, scope=given.scope, reason=given.reason, by=None, at=now)
        case "address":
            with transaction.atomic():
                made = partners.register_address(number, given.uri, by=None, at=now)
                if given.event:
                    partners.set_hooks(number, made, given.event, by=None, at=now)
        case "suspend":
            partners.suspend(number, reason=given.reason, by=None, at=now)
        case "resume":
            partners.resume(number, reason=given.reason, by=None, at=now)
        case "key":
            return _key(given, number)
        case "revoke":
            held = {each.key_id: each.number for each in shown.keys(number)}
            keys.revoke(number, held.get(given.key_id, 0), reason=given.reason, by=None, at=now)
    print(f"{found.code}: done")
    return 0


def _key(given: argparse.Namespace, number: int) -> int:
    life, overlap, now = timedelta(days=given.days), timedelta(days=given.overlap), timezone.now()
    if given.use in SECRET_USES:
        issued = keys.issue_secret(number, use=given.use, life=life, overlap=overlap, by=None, at=now)
        print(f"{issued.key_id}  {issued.secret}")
        print("This secret is shown once. Hand it over on a safe way.", file=sys.stderr)
        return 0
    if given.pem is None:
        raise ValueError(f"a {given.use} key needs --pem, the partner's public key or certificate")
    issued = keys.take_public_key(
        number, use=given.use, pem=given.pem.read_text(), key_id=given.key_id, life=life, overlap=overlap, by=None,
        at=now,
    )  # fmt: skip
    print(f"{issued.key_id}  holds until {timezone.localtime(issued.until):%Y-%m-%d %H:%M}")
    return 0


def _show(found: shown.PartnerRow) -> int:
    now, number = timezone.now(), found.partner_id
    print(f"{found.code}  {found.name}  {found.kind}  {'active' if found.active else 'suspended'}")
    print(
        f"client id {found.client_id}; service number {found.service_id or '-'}; {found.calls_a_minute} calls a minute"
    )
    for grant in shown.grants(number):
        print(f"  may ask {grant.scope}: {grant.purpose}")
    for key in shown.keys(number):
        state = "holds" if key.holds(now) else "revoked" if key.revoked_at else "does not hold"
        print(f"  key {key.key_id} ({key.use}, {key.algorithm}) {state} until {timezone.localtime(key.until):%Y-%m-%d}")
    for address in shown.addresses(number):
        print(f"  sends to {address.uri} {' '.join(address.events)}".rstrip())
    if found.sandbox and found.service_id:
        for each in to_try(found.service_id):
            print(f"  to try: virtualAccountNo {each.account!r}, on which Rp{each.total:,} is owed")
    for row in shown.operations(number, since=now - timedelta(days=1)):
        print(
            f"  {row.operation}: {row.calls:,} calls, {row.refused:,} refused, {row.failed:,} failed,"
            f" {row.median / 1000:.1f} ms, 99 % under {row.slow / 1000:.1f} ms"
        )
    return 0
