"""Who may see a row, as text for PostgreSQL. Every context writes its policies through here."""

from __future__ import annotations

from dataclasses import dataclass

ALL = "(SELECT ayomi_scope()) = 'all'"


def visible(
    *,
    office: str | None = None,
    organisation: str | None = None,
    person: str | None = None,
    further: tuple[str, ...] = (),
) -> str:
    """The condition for a row to be seen.

    `office`, `organisation`, `person`: columns (or expressions) that hold the row's office, organisation or person;
    `further`: other conditions that also let it be seen. The scope is asked for once per statement, not per row.
    """
    ways = [ALL]
    if office:
        ways.append(f"((SELECT ayomi_scope()) = 'office' AND {office} = ANY ((SELECT ayomi_offices())::bigint[]))")
    if organisation:
        ways.append(f"((SELECT ayomi_scope()) = 'channel' AND {organisation} = (SELECT ayomi_organisation()))")
    if person:
        ways.append(f"((SELECT ayomi_scope()) = 'self' AND {person} = (SELECT ayomi_person()))")
    return " OR ".join((*ways, *further))


def through(table: str, key: str, column: str) -> str:
    """The row is seen by whoever sees the row of `table` whose `key` equals `column`."""
    return f"EXISTS (SELECT 1 FROM {table} seen WHERE seen.{key} = {column})"


def guard(table: str, condition: str) -> str:
    """Row-level security on `table`: seen and written only where `condition` holds, or by whoever sees the country."""
    # Said here once more, so that a condition that goes through another table costs the country nothing.
    condition = condition if condition.startswith(ALL) else f"{ALL} OR {condition}"
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
        f"CREATE POLICY scope ON {table} TO ayomi_web USING ({condition}) WITH CHECK ({condition});"
    )


def append_only(table: str) -> str:
    """No row of `table` is ever changed or deleted, by anyone."""
    return (
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION ayomi_refuse();"
        f"CREATE TRIGGER append_only_all BEFORE TRUNCATE ON {table} EXECUTE FUNCTION ayomi_refuse();"
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM ayomi_web;"
    )


def no_overlap(name: str, table: str, *keys: str, since: str = "since", until: str = "until", where: str = "") -> str:
    """No two rows of the same whole-number `keys` with spans [since, until) that meet.

    The embedded build has no btree_gist, so a whole number is compared as a range of one number.
    """
    parts = [f"int8range({key}, {key}, '[]') WITH =" for key in keys]
    parts.append(f"daterange({since}, {until}) WITH &&")
    condition = f" WHERE ({where})" if where else ""
    return f"ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE USING gist ({', '.join(parts)}){condition};"


def apart(name: str, table: str, *keys: str, where: str = "") -> str:
    """In place of `no_overlap`, for tables of many rows: the same refusal in a fifth of the time.

    A span of a key is a box, as high as its days and without breadth, so that two that meet overlap. Whole numbers up
    to 2^53 are exact there. A span without a day meets nothing and is left out, as daterange leaves it out.
    """
    first, *further = keys
    day = "- DATE '2000-01-01'"
    span = f"point({first}, since {day}), point({first}, coalesce(until {day}, 10000000) - 1)"
    parts = [f"box({span}) WITH &&", *(f"box(point({key}, 0), point({key}, 0)) WITH &&" for key in further)]
    held = " AND ".join(filter(None, ("(until IS NULL OR until > since)", where)))
    return (
        f"ALTER TABLE {table} DROP CONSTRAINT {name};"
        f"ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE USING gist ({', '.join(parts)}) WHERE ({held});"
    )


def drop_indexes(*names: str) -> str:
    """Without these indexes, which others answer for as well."""
    return "".join(f"DROP INDEX IF EXISTS {name};" for name in names)


@dataclass(frozen=True)
class Check:
    """Something that must hold in the stored data, whoever wrote it."""

    name: str
    words_id: str
    words_en: str
    breaks: str
    """Query that yields one row (with an id) for each thing that breaks it."""
    size: str
    """Query that counts what was looked at."""
