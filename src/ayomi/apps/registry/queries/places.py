"""Which clock somebody lives by: that of the office that serves her."""

from __future__ import annotations

from ayomi.apps.audit.queries import rows_of


def organisation_place(organisation_id: int) -> tuple[str, str, str]:
    """Its name, nothing above it, and the zone of its office (WIB, WITA, WIT)."""
    found = rows_of(
        "SELECT r.name, '', o.timezone FROM registry_organisation r JOIN offices_office o ON o.id = r.office_id"
        " WHERE r.id = %s",
        [organisation_id],
    )
    name, above, zone = found[0] if found else ("", "", "WIB")
    return name, above, zone


def person_zone(person_id: int) -> str:
    """The zone of the office that serves a person; the capital's where she is not to be seen."""
    found = rows_of(
        "SELECT o.timezone FROM registry_person p JOIN offices_office o ON o.id = p.office_id WHERE p.id = %s",
        [person_id],
    )
    return str(found[0][0]) if found else "WIB"
