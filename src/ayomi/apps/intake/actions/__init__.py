"""What is done with lists: received, checked, corrected, taken in, given back, undone."""

from ayomi.apps.intake.actions.checking import check
from ayomi.apps.intake.actions.columns import change_columns, resume
from ayomi.apps.intake.actions.receiving import AlreadySent, TooLarge, receive
from ayomi.apps.intake.actions.repairing import (
    NotOpen,
    accept,
    answer,
    decide,
    leave_out,
    restore,
    use_proposals,
)
from ayomi.apps.intake.actions.returning import give_back
from ayomi.apps.intake.actions.taking import NothingReady, apply, begin
from ayomi.apps.intake.actions.undoing import AlreadyBilled, NotUndoable, undo

__all__ = [
    "AlreadyBilled", "AlreadySent", "NotOpen", "NotUndoable", "NothingReady", "TooLarge", "accept", "answer", "apply",
    "begin", "change_columns", "check", "decide", "give_back", "leave_out", "receive", "restore", "resume", "undo",
    "use_proposals",
]  # fmt: skip
