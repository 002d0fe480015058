"""A list given back to its sender: the sender's own file, with what is wrong and what to do beside each row."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import cast

import polars as pl

from ayomi.apps.audit.actions import record
from ayomi.apps.intake.actions.material import open_contents, open_table, segment_of
from ayomi.apps.intake.models import Row, Upload
from ayomi.core.lists.checking import Checked
from ayomi.core.lists.giveback import Language
from ayomi.core.lists.giveback import give_back as as_file
from ayomi.core.lists.kinds import Kind
from ayomi.core.lists.problems import Problem, Refusal

WAITING = ("fix", "twin")


def give_back(
    upload_id: int, *, numbers: Collection[int] | None = None, language: Language, by: int | None, at: datetime
) -> tuple[str, bytes]:
    """File name and bytes: the rows that wait for the sender, or the sheet rows chosen. Sending it again continues.

    Raises LookupError where the list's file holds no table.
    """
    upload = Upload.objects.get(pk=upload_id)
    opened = open_table(upload)
    if isinstance(opened, Refusal):
        raise LookupError(upload_id)
    book, table = opened
    rows = Row.objects.filter(upload_id=upload_id)
    rows = rows.filter(state__in=WAITING) if numbers is None else rows.filter(number__in=numbers)
    problems: list[Problem] = []
    chosen: list[int] = []
    for number, sealed in rows.order_by("number").values_list("number", "values_sealed").iterator(5_000):
        chosen.append(number)
        problems += open_contents(sealed).problems
    checked = Checked(
        cast(Kind, upload.kind), segment_of(upload), pl.DataFrame(), tuple(problems), (), (), {}
    )  # fmt: skip
    data = as_file(book, table, checked, language=language, rows=chosen)
    record(
        "list_given_back", subject="upload", subject_id=upload_id, office_id=upload.office_id, by=by, at=at,
        detail={"rows": len(chosen)},
    )  # fmt: skip
    stem = upload.file_name.rpartition(".")[0] or upload.file_name
    added = "perlu-diperbaiki" if language == "id" else "to-correct"
    return f"{stem}-{added}.{'csv' if book.container == 'csv' else 'xlsx'}", data
