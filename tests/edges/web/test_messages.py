"""The words of the pages: complete in English, compiled, and taken from where they are written."""

from __future__ import annotations

import gettext
from io import BytesIO
from pathlib import Path

import pytest

from ayomi.edges.web import messages


def test_every_word_has_its_english_and_the_compiled_files_are_fresh() -> None:
    assert messages.complaints() == [], "run: python -m ayomi.edges.web.messages"


def test_the_compiled_file_reads_as_gettext_reads_it() -> None:
    english = gettext.GNUTranslations(BytesIO(messages.compiled("en")))
    assert english.gettext("Berapa iurannya?") == "How much is it?"
    phrase = "Ada %(how_many)s yang perlu diperbaiki"
    assert english.ngettext(phrase, phrase, 1) == "There is %(how_many)s thing to correct"
    assert english.ngettext(phrase, phrase, 2) == "There are %(how_many)s things to correct"


def test_words_are_found_in_templates_and_modules(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '{% load i18n %}{% translate "satu" %}{% field form.x label=_("dua") %}'
        "{% blocktranslate trimmed count n=n %}{{ n }} tiga{% plural %}{{ n }} tigas{% endblocktranslate %}"
    )
    assert list(messages.words_of(page)) == ["satu", "dua", ("%(n)s tiga", "%(n)s tigas")]
    module = tmp_path / "module.py"
    module.write_text('x = _("empat")\ny = ngettext("lima", "limas", 2)\n')
    assert list(messages.words_of(module)) == ["empat", ("lima", "limas")]


def test_a_message_put_together_while_running_is_refused(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text('x = _("a" + b)\n')
    with pytest.raises(ValueError, match="written out"):
        list(messages.words_of(module))
