"""One box: a name, a number or a place, and whoever it may mean among those one may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db import connection

from ayomi.apps.offices.queries import region_name, search_regions
from ayomi.apps.registry.queries.persons import by_hash, hashes
from ayomi.apps.registry.rules import sought, word_query
from ayomi.core import places
from ayomi.core.identity import Refused, parse_phone

_PERSON = (
    "SELECT 'person', p.id, p.name, concat_ws(', ', p.born::text, r.name), p.nik_mask"
    " FROM registry_person p LEFT JOIN offices_region r ON r.code = p.region_id"
)
_ORGANISATION = (
    "SELECT 'organisation', o.id, o.name, concat_ws(', ', o.kind, r.name), coalesce(o.npp, '')"
    " FROM registry_organisation o LEFT JOIN offices_region r ON r.code = o.region_id"
)
_PROJECT = (
    "SELECT 'project', j.id, j.name, concat_ws(', ', o.name, r.name), j.number FROM registry_project j"
    " LEFT JOIN registry_organisation o ON o.id = j.contractor_id LEFT JOIN offices_region r ON r.code = j.region_id"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. `kind`: 'person', 'organisation', 'project' or 'place'; `number` is masked for persons.

    `id` is the row's id; for a place it is None and `number` holds the region's code. `subtitle` is a birth date
    (YYYY-MM-DD) or kind, and a place, parted by a comma.
    """

    kind: str
    id: int | None
    title: str
    subtitle: str
    number: str


def _hits(query: str, parameters: Sequence[Any]) -> list[Hit]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return [Hit(*row) for row in cursor.fetchall()]


def search(text: str, *, limit: int = 20) -> list[Hit]:
    """Persons by name, NIK or phone; organisations by name, NPP, NIB, NPWP, NIK-koperasi or payer number; projects by
    name or number; places, with the organisations there. At most `limit` of each kind."""
    what = sought(text)
    found: list[Hit] = []
    if what.digits:
        found += _by_digits(what.digits, limit)
    if what.code and not found:
        found += _hits(f"{_ORGANISATION} WHERE o.npp = %s LIMIT %s", [what.code, limit])
    if not what.digits:
        found += _by_name(what.words, what.organisation_words, limit) + _by_place(text, limit)
    return list(dict.fromkeys(found))


def _by_digits(digits: str, limit: int) -> list[Hit]:
    found: list[Hit] = []
    if len(digits) == 16:
        person_ids = by_hash(hashes(pl.Series([digits]), "nik"))["person_id"].to_list()
        found += _hits(f"{_PERSON} WHERE p.id = ANY (%s) LIMIT %s", [person_ids, limit])
    if len(digits) in (15, 16):
        value = digits if len(digits) == 16 or not digits.endswith("000") else f"0{digits}"
        key = f"\\x{hashes(pl.Series([value]), 'npwp')[0].hex()}"
        found += _hits(f"{_ORGANISATION} WHERE o.npwp_hash = %s::bytea LIMIT %s", [key, limit])
    if len(digits) == 13:
        found += _hits(f"{_ORGANISATION} WHERE o.nib = %s LIMIT %s", [digits, limit])
        found += _hits(f"{_ORGANISATION} WHERE o.nik_koperasi = %s AND o.nik_koperasi <> '' LIMIT %s", [digits, limit])
    found += _hits(f"{_PROJECT} WHERE j.number = %s LIMIT %s", [digits, limit])
    payer = "(SELECT {0}_id FROM registry_payer WHERE number = %s AND {0}_id IS NOT NULL)"
    found += _hits(f"{_ORGANISATION} WHERE o.id = {payer.format('organisation')} LIMIT %s", [digits, limit])
    found += _hits(f"{_PERSON} WHERE p.id = {payer.format('person')} LIMIT %s", [digits, limit])
    try:
        phone = parse_phone(digits).value
    except Refused:
        return found
    key = f"\\x{hashes(pl.Series([phone]), 'phone')[0].hex()}"
    return found + _hits(f"{_PERSON} WHERE p.phone_hash = %s::bytea ORDER BY p.id LIMIT %s", [key, limit])


# The words are looked up by functions that keep to the same scope as the row-level policies themselves: under those
# policies the planner may not use a text index, and a million names would be read one by one.
def _by_name(words: tuple[str, ...], organisation_words: tuple[str, ...], limit: int) -> list[Hit]:
    found: list[Hit] = []
    for select, alias, function, query, plain in (
        (_PERSON, "p", "registry_find_persons", word_query(words), " ".join(words)),
        (
            _ORGANISATION,
            "o",
            "registry_find_organisations",
            word_query(organisation_words),
            " ".join(organisation_words),
        ),
        (_PROJECT, "j", "registry_find_projects", word_query(organisation_words), " ".join(organisation_words)),
    ):
        if query:
            found += _hits(
                f"{select} WHERE {alias}.id IN (SELECT {function}(to_tsquery('simple', %s), 200))"
                f" ORDER BY {alias}.name_key = %s DESC, starts_with({alias}.name_key, %s) DESC, {alias}.name_key,"
                f" {alias}.id LIMIT %s",
                [query, plain, plain, limit],
            )
    return found


def _by_place(text: str, limit: int) -> list[Hit]:
    regions = [region for region in search_regions(text, limit=3) if len(text.strip()) > 2]
    found = [Hit("place", None, region.name, region_name(region.code), region.code) for region in regions]
    for region in regions[:1]:
        codes = [region.code, *(each.code for each in places.regions(within=region.code))]
        found += _hits(f"{_ORGANISATION} WHERE o.region_id = ANY (%s) ORDER BY o.name_key LIMIT %s", [codes, limit])
        found += _hits(f"{_PROJECT} WHERE j.region_id = ANY (%s) ORDER BY j.name_key LIMIT %s", [codes, limit])
        found += _hits(f"{_PERSON} WHERE p.region_id = ANY (%s) LIMIT %s", [codes, limit])
    return found
