from datetime import date
from pathlib import Path

import pytest
import yaml

from ayomi.core.law import book
from ayomi.core.law.book import LawFileError, integer, parameter
from ayomi.core.law.citation import Citation, Words
from ayomi.core.law.dated import Dated, Parameter
from ayomi.core.law.errors import NotInForce
from ayomi.core.periods import Span

FOLDER = Path(book.__file__).parent / "parameters"
NOT_DATED = {
    "regulations.yaml",
    "injuries.yaml",
    "claim_papers.yaml",
    "calendar_sources.yaml",
    "activities.yaml",
    "activity_words.yaml",
    "activities_past.yaml",
}
DATED = sorted(file.name for file in FOLDER.glob("*.yaml") if file.name not in NOT_DATED)
CITED = Citation("PP 44/2015", "Pasal 16", "https://peraturan.bpk.go.id/Details/5612")


def anything(value: object) -> object:
    return value


@pytest.mark.parametrize("file", DATED)
def test_every_parameter_of_the_law_loads_with_a_citation_and_a_public_address(file: str) -> None:
    rows = yaml.safe_load((FOLDER / file).read_text(encoding="utf-8"))
    for name in rows:
        for value in parameter(file, name, anything).values:
            assert value.citation.article
            assert value.citation.link.startswith("http")


def test_a_value_without_a_citation_does_not_load(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {
        "rate": {
            "name": {"id": "a", "en": "b"},
            "values": [{"since": date(2020, 1, 1), "value": 1, "confidence": "seen"}],
        }
    }
    monkeypatch.setattr(book, "rows_of", lambda file: rows)
    with pytest.raises(LawFileError, match="source"):
        parameter("uncited.yaml", "rate", integer)


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ({"regulation": "PP 1/1900", "article": "Pasal 1"}, "not listed"),
        ({"regulation": "PP 44/2015", "article": " "}, "words"),
        ({"regulation": "PP 44/2015"}, "missing"),
        ({"regulation": "PP 44/2015", "article": "Pasal 1", "link": "ask around"}, "public address"),
    ],
)
def test_a_citation_names_a_listed_regulation_an_article_and_a_public_address(source: object, wrong: str) -> None:
    with pytest.raises(LawFileError, match=wrong):
        book.citation(source)


def test_an_uncertain_value_says_what_is_unsure_and_only_that_one() -> None:
    with pytest.raises(ValueError, match="unsure"):
        Dated(Span(date(2020, 1, 1)), 1, CITED, "uncertain", None)
    with pytest.raises(ValueError, match="unsure"):
        Dated(Span(date(2020, 1, 1)), 1, CITED, "seen", Words("x", "y"))


def test_outside_its_dates_a_parameter_is_not_in_force() -> None:
    rule = Parameter(
        Words("aturan", "the rule"),
        (
            Dated(Span(date(2020, 1, 1), date(2020, 2, 1)), 1, CITED, "seen", None),
            Dated(Span(date(2020, 3, 1), date(2020, 4, 1)), 2, CITED, "seen", None),
        ),
    )
    assert rule.on(date(2020, 1, 31)).value == 1
    assert rule.on(date(2020, 3, 1)).value == 2
    for day in (date(2019, 12, 31), date(2020, 2, 1), date(2020, 4, 1)):
        with pytest.raises(NotInForce, match="not in force"):
            rule.on(day)


def test_values_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        Parameter(
            Words("aturan", "the rule"),
            (
                Dated(Span(date(2020, 1, 1)), 1, CITED, "seen", None),
                Dated(Span(date(2021, 1, 1)), 2, CITED, "seen", None),
            ),
        )


@pytest.mark.parametrize("value", [True, -1, 1.0, "1", None])
def test_a_number_of_the_law_is_a_whole_number(value: object) -> None:
    with pytest.raises(LawFileError, match="whole number"):
        integer(value)


def test_a_citation_reads_in_both_languages() -> None:
    cited = Citation("PP 44/2015", "Pasal 20 dan Lampiran II", "https://example.org")
    assert cited.text == "PP 44/2015 Pasal 20 dan Lampiran II"
    assert cited.english == "PP 44/2015 Article 20 and Annex II"
