"""What is done in the registry: persons, organisations, projects and payers recorded, corrected, merged, revealed."""

from ayomi.apps.registry.actions.merging import (
    AlreadyMerged,
    AlreadySeparated,
    merge,
    separate,
)
from ayomi.apps.registry.actions.organisations import (
    InUse,
    add_contact,
    add_site,
    change_organisation,
    decide_risk,
    forget_organisations,
    record_organisations,
)
from ayomi.apps.registry.actions.persons import (
    NikInUse,
    NothingToReveal,
    PurposeMissing,
    change_person,
    record_persons,
    reveal,
)
from ayomi.apps.registry.actions.projects import (
    add_subcontractor,
    allot,
    hold_payers,
    payer_for_organisations,
    payer_for_persons,
    payer_for_projects,
    register_project,
)
from ayomi.apps.registry.actions.proposals import (
    AlreadyDecided,
    AlreadyProposed,
    OwnProposal,
    decide_merge,
    note_different,
    propose_merge,
)

__all__ = [
    "AlreadyDecided",
    "AlreadyMerged",
    "AlreadyProposed",
    "AlreadySeparated",
    "InUse",
    "NikInUse",
    "NothingToReveal",
    "OwnProposal",
    "PurposeMissing",
    "add_contact",
    "add_site",
    "add_subcontractor",
    "allot",
    "change_organisation",
    "change_person",
    "decide_merge",
    "decide_risk",
    "forget_organisations",
    "hold_payers",
    "merge",
    "note_different",
    "payer_for_organisations",
    "payer_for_persons",
    "payer_for_projects",
    "propose_merge",
    "record_organisations",
    "record_persons",
    "register_project",
    "reveal",
    "separate",
]  # fmt: skip
