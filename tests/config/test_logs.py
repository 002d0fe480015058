"""The log never holds the rows that the database quotes."""

from __future__ import annotations

import logging

import pytest
from django.db import IntegrityError, connection

from ayomi.config.logs import WithoutRows


@pytest.mark.django_db
def test_a_refused_row_leaves_its_values_out_of_the_log() -> None:
    record = None
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE secret_names (name text NOT NULL UNIQUE)")
        cursor.execute("INSERT INTO secret_names VALUES ('Wa Ode Sitti Hajar')")
        try:
            cursor.execute("INSERT INTO secret_names VALUES ('Wa Ode Sitti Hajar')")
        except IntegrityError as refused:
            told = (type(refused), refused, refused.__traceback__)
            record = logging.LogRecord("x", logging.ERROR, __file__, 1, "refused: %s", (refused,), told)
    assert record is not None
    text = WithoutRows().format(record)
    assert "secret_names" in text
    assert "Hajar" not in text.replace("INSERT INTO secret_names VALUES ('Wa Ode Sitti Hajar')", "")
    assert "DETAIL: (not written to the log)" in text


def test_what_has_no_such_lines_is_written_as_it_is() -> None:
    record = logging.LogRecord("x", logging.INFO, __file__, 1, "listening on %s", ("127.0.0.1",), None)
    assert WithoutRows().format(record) == "listening on 127.0.0.1"
