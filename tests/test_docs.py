"""The documents tested as documents: they break the build when they lie."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import django
import pytest
from django.apps import apps

from ayomi.config.main import COMMANDS

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
GLOSSARY = (DOCS / "glossary.md").read_text()
README = (ROOT / "README.md").read_text()
OPERATING = (DOCS / "operating.md").read_text()
DECISIONS = sorted(file for file in (DOCS / "decisions").glob("*.md") if file.name != "README.md")
DATE_RULES = {
    "held_on_last_day": "on the last day", "since_new_year": "since new year", "in_month": "in the month",
    "owed_on_last_day": "owed on the last day", "until_last_day": "until the last day",
}  # fmt: skip
NOT_ON_PAGES = {"Keep a copy of `keys.json` apart from the database."}
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def named(file: Path) -> str:
    return str(file.relative_to(ROOT))


def prose(file: Path) -> str:
    """The text without blocks of code, in which brackets are no links."""
    return FENCE.sub("", file.read_text())


def anchors(file: Path) -> set[str]:
    """The names under which the headings of a page can be linked, as GitHub makes them."""
    found = re.findall(r"^#+ (.+)$", prose(file), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in found}


def sections() -> dict[str, str]:
    """The glossary in parts, each from a line that names fields of the models to the next such line or heading."""
    found: dict[str, str] = {}
    names: list[str] = []
    for line in GLOSSARY.splitlines():
        here = re.findall(r"`([a-z]+\.[A-Z]\w+\.\w+)`", line) if not line.startswith("|") else []
        if here:
            names = here
        elif line.startswith("#"):
            names = []
        for name in names:
            found[name] = f"{found.get(name, '')}{line}\n"
    return found


def first_cells(table: str) -> set[str]:
    """The codes that have a row of their own in the tables of a text."""
    return set(re.findall(r"^\| [^|]+ \| `([^`]+)` \|", table, re.MULTILINE))


def under(heading: str) -> set[str]:
    """The codes of the table that follows a heading or a sentence of the glossary."""
    assert heading in GLOSSARY, heading
    rest = GLOSSARY.split(heading, 1)[1].lstrip("\n")
    return first_cells(rest[: rest.find("\n\n", rest.find("|---"))])


def choices() -> Iterator[tuple[str, set[str]]]:
    django.setup()
    for model in apps.get_models():
        if not model.__module__.startswith("ayomi.apps."):
            continue
        for field in model._meta.get_fields():
            listed = getattr(field, "choices", None)
            if listed:
                yield f"{model._meta.app_label}.{model.__name__}.{field.name}", {str(code) for code, _ in listed}


def test_the_glossary_explains_every_code_of_the_data() -> None:
    explained = {field: first_cells(text) for field, text in sections().items()}
    missing = {field: sorted(codes - explained.get(field, set())) for field, codes in choices()}
    assert {field: codes for field, codes in missing.items() if codes} == {}


def test_the_glossary_names_no_field_that_is_gone() -> None:
    assert set(sections()) - {field for field, _ in choices()} == set()


def test_the_glossary_explains_every_programme_note_and_state() -> None:
    from ayomi.apps.compliance.rules import State
    from ayomi.apps.membership.rules.cover import Status
    from ayomi.apps.payments.rules import OUTCOME_WORDS
    from ayomi.core.law.terms import PROGRAMMES

    assert set(PROGRAMMES) <= under("## Programmes")
    assert under("Note of a receipt:") == set(OUTCOME_WORDS)
    assert under("What a proof says when its address is opened:") == set(get_args(State))
    assert under("How a member stands on a day:") == set(get_args(Status))


def test_the_glossary_gives_each_indicator_as_it_is_counted() -> None:
    from ayomi.apps.steering.rules.indicators import INDICATORS

    rows = [
        f"| {each.name_id} · {each.name_en} | `{each.key}` | {each.unit} | {each.numerator_en} "
        f"| {each.denominator_en or '-'} | {each.source} | {DATE_RULES[each.date_rule]} |"
        for each in INDICATORS.values()
    ]
    assert [row for row in rows if row not in GLOSSARY] == []
    assert under("## Indicators") == set(INDICATORS)


def test_the_pages_of_the_law_are_as_its_parameters_say() -> None:
    from ayomi.edges.command.docs import stale_pages

    assert stale_pages(DOCS / "law") == {}, "run `ayomi docs`"


def test_a_stale_page_of_the_law_is_noticed(tmp_path: Path) -> None:
    from ayomi.edges.command.docs import stale_pages
    from ayomi.edges.documents.law_pages import pages

    for name, text in pages().items():
        (tmp_path / name).write_text(text)
    (tmp_path / "fines.md").write_text(pages()["fines.md"].replace("2%", "3%"))
    (tmp_path / "taxes.md").write_text("")
    (tmp_path / "reliefs.md").unlink()
    assert stale_pages(tmp_path) == {"fines.md": "stale", "reliefs.md": "missing", "taxes.md": "of no theme"}


def test_every_parameter_of_the_law_is_on_a_page() -> None:
    from ayomi.core.law.book import rows_of
    from ayomi.edges.documents.law_pages import THEMES

    dated = {
        file.name
        for file in (ROOT / "src" / "ayomi" / "core" / "law" / "parameters").glob("*.yaml")
        if all(isinstance(row, dict) and "values" in row for row in rows_of(file.name).values())
    }
    assert dated == {theme.file for theme in THEMES}
    for theme in THEMES:
        text = (DOCS / "law" / theme.page).read_text()
        assert [name for name in rows_of(theme.file) if f"\n`{name}`\n" not in text] == []


def test_the_readme_describes_every_command_and_no_other() -> None:
    described = re.findall(r"^\| `ayomi (\w+)[^`]*` \| \S", README, re.MULTILINE)
    assert sorted(described) == sorted(COMMANDS)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_commands_that_are_named_exist(page: Path) -> None:
    text = page.read_text()
    named_commands = set(re.findall(r"(?:^|`|\$ )ayomi ([a-z]+)\b", text, re.MULTILINE))
    scripts = set(re.findall(r"(?:^|`|\$ )((?:script|bench)/[a-z._]+)", text, re.MULTILINE))
    assert named_commands - set(COMMANDS) == set()
    assert [script for script in scripts if not (ROOT / script).exists()] == []


def test_every_environment_variable_is_documented() -> None:
    read = {
        name
        for file in (ROOT / "src" / "ayomi" / "config").glob("*.py")
        for name in re.findall(r"""["'](AYOMI_[A-Z_]+|DATABASE_URL|XDG_[A-Z_]+)["']""", file.read_text())
    }
    scripts = {
        name
        for file in (ROOT / "script").iterdir()
        for name in re.findall(r"\$\{(CHROMIUM|PYTHON|CI):", file.read_text())
    }
    documented = set(re.findall(r"^\| `([A-Z_]+)` \| \S", OPERATING, re.MULTILINE))
    assert read | scripts == documented


def test_every_decision_is_linked_from_the_list_of_decisions() -> None:
    index = (DOCS / "decisions" / "README.md").read_text()
    assert [file.name for file in DECISIONS if f"({file.name})" not in index] == []


def test_every_guide_is_linked_from_the_readme() -> None:
    assert [file.name for file in (DOCS / "guides").glob("*.md") if f"(docs/guides/{file.name})" not in README] == []


def words_of_the_pages() -> str:
    """Everything the pages can say in Indonesian, with what is filled in shown as …"""
    sources = [
        file.read_text()
        for file in sorted((ROOT / "src" / "ayomi" / "edges" / "web").rglob("*"))
        if file.suffix in (".html", ".py")
    ]
    return re.sub(r"\{\{.*?\}\}|%\(\w+\)s", "…", "\n".join(sources))


@pytest.mark.parametrize("page", [*sorted((DOCS / "guides").glob("*.md")), ROOT / "README.md"], ids=named)
def test_what_a_guide_tells_to_choose_stands_on_a_page(page: Path) -> None:
    # Words in bold are those of the pages: a button, a tab, a heading, a field.
    said = words_of_the_pages()
    bold = {" ".join(each.split()) for each in re.findall(r"\*\*([^*]+)\*\*", prose(page), re.DOTALL)}
    assert sorted(each for each in bold - NOT_ON_PAGES if each not in said) == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for link in LINK.findall(prose(page)):
        if link.startswith(("https://", "http://")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_the_licence_is_whole_and_the_one_the_package_names() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text()


def test_the_changelog_has_law_and_system_for_each_release() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text()
    releases = re.split(r"^## ", changelog, flags=re.MULTILINE)[1:]
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert version is not None
    assert releases[0].startswith(version[1])
    for release in releases:
        assert re.findall(r"^### (\w+)", release, re.MULTILINE) == ["Law", "System"]
