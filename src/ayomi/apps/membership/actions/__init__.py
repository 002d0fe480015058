"""What is done with memberships: enrolling, wages, programmes, leaving, cover."""

from ayomi.apps.membership.actions.changes import reopen, settle_changes
from ayomi.apps.membership.actions.cover import cover_project, extend_cover
from ayomi.apps.membership.actions.enrolment import OutOfScope, enrol, enrol_everywhere
from ayomi.apps.membership.actions.leaving import ChangedSince, change_channel, leave, undo_upload
from ayomi.apps.membership.actions.terms import add_programmes, change_wages, drop_programmes, risk_decided

__all__ = [
    "ChangedSince", "OutOfScope", "add_programmes", "change_channel", "change_wages", "cover_project",
    "drop_programmes", "enrol", "enrol_everywhere", "extend_cover", "leave", "reopen",
    "risk_decided", "settle_changes", "undo_upload",
]  # fmt: skip
