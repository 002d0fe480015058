"""What the registry answers. Persons are shown masked; row-level security decides who is seen."""

from ayomi.apps.registry.queries.organisations import (
    Organisation,
    OrganisationTerm,
    Project,
    UnknownOrganisation,
    UnknownProject,
    known_organisations,
    organisation,
    organisation_candidates,
    project,
)
from ayomi.apps.registry.queries.persons import Person, UnknownPerson, canonical, hashes, known_by_nik, person, twins
from ayomi.apps.registry.queries.search import Hit, search

__all__ = [
    "Hit", "Organisation", "OrganisationTerm", "Person", "Project", "UnknownOrganisation", "UnknownPerson",
    "UnknownProject", "canonical", "hashes", "known_by_nik", "known_organisations", "organisation",
    "organisation_candidates", "person", "project", "search", "twins",
]  # fmt: skip
