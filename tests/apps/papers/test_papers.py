"""A kept paper is encrypted, kept once, and out of reach of pages."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from ayomi.apps.audit.actions import enter_scope, leave_scope
from ayomi.apps.papers.actions import UnknownPaper, keep_paper, open_paper
from ayomi.core.papers import NotAPaper
from tests.cast import AT
from tests.core.papers.test_papers import PDF, png

pytestmark = pytest.mark.django_db


def keep(content: bytes) -> int:
    return keep_paper(content, office_id=None, by=None, at=AT).paper_id


def test_what_was_kept_comes_back_as_it_was() -> None:
    assert open_paper(keep(PDF)).content == PDF
    assert open_paper(keep(png())).media_type == "image/png"


def test_the_same_content_is_kept_once() -> None:
    assert keep(PDF) == keep(PDF)
    assert keep(PDF) != keep(png())


def test_the_stored_bytes_tell_nothing() -> None:
    keep(PDF)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content_sealed FROM papers_paper")
        assert b"%PDF" not in bytes(cursor.fetchone()[0])


def test_what_is_no_paper_is_not_kept() -> None:
    with pytest.raises(NotAPaper):
        keep(b"#!/bin/sh")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM papers_paper")
        assert cursor.fetchone()[0] == 0


def test_an_unknown_paper_is_said_to_be_unknown() -> None:
    with pytest.raises(UnknownPaper):
        open_paper(1)


def test_pages_see_no_row_of_the_table_and_nobody_changes_one() -> None:
    keep(PDF)
    enter_scope("all")
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT content_sealed FROM papers_paper")
            assert cursor.fetchall() == []
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM papers_paper")
    finally:
        leave_scope()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE papers_paper SET size = 1")
