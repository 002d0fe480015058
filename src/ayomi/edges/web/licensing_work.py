"""What licensing offices and sanctions ask of an officer today, for the list of work on the home page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext

from ayomi.apps.compliance.queries.recommendations import RequestRow, waiting_for
from ayomi.apps.compliance.queries.sanctions import CaseRow, open_cases
from ayomi.core.law.sanctions import Next
from ayomi.edges.web.parts import WorkItem
from ayomi.edges.web.templatetags.ayomi import day_short
from ayomi.edges.web.vocabulary import word

ROLES: Final = frozenset({"membership_officer", "supervisor", "office_head"})
FEW: Final = 5


def licensing_items(user: Any, offices: Sequence[int], day: date) -> list[WorkItem]:
    """Questions that wait for a person, and sanctions whose next step may be given. Three queries at most."""
    if user.role not in ROLES:
        return []
    asked = [_question(row, user.role, day) for row in waiting_for(offices, limit=FEW)]
    due = [(row, row.next(day)) for row in open_cases(offices, limit=FEW)]
    return [*asked, *(_step(row, coming) for row, coming in due if coming is not None and coming.since <= day)]


def _question(row: RequestRow, role: str, day: date) -> WorkItem:
    late = row.due_on < day
    second = row.state == "proposed"
    decides = second and role != "membership_officer"
    return WorkItem(
        when=gettext("Lewat tenggat") if late else gettext("Rekomendasi"),
        small=gettext("paling lambat %(day)s") % {"day": day_short(row.due_on)},
        title=gettext("%(authority)s bertanya tentang %(whom)s") % {"authority": row.authority, "whom": row.whom},
        detail=gettext("Usul yang menyimpang dari aturan menunggu orang kedua.")
        if second
        else gettext("Aturan tidak dapat menjawab sendiri: %(why)s.")
        % {"why": gettext("badannya belum pasti") if row.organisation_id is None else gettext("ada data yang kurang")},
        url=reverse("recommendation", args=[row.request_id]),
        action=gettext("Putuskan") if decides else gettext("Lihat") if second else gettext("Jawab"),
        tone="tinggal" if late else "",
        icon="late" if late else "",
        main=not second or decides,
    )


def _step(row: CaseRow, coming: Next) -> WorkItem:
    return WorkItem(
        when=gettext("Sanksi"),
        small=gettext("sejak %(day)s") % {"day": day_short(coming.since)},
        title=gettext("%(step)s dapat diberikan kepada %(whom)s")
        % {"step": word("sanction_step", coming.step), "whom": row.organisation},
        detail=gettext("Jangka waktu langkah sebelumnya sudah lewat; bila sudah dipenuhi, sanksinya dicabut."),
        url=reverse("sanction", args=[row.case_id]),
        action=gettext("Lihat sanksi"),
    )
