"""The source tested as source: what ruff, mypy and the import contracts do not see."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from django.apps import apps

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "ayomi"
CONTEXTS = (
    "steering", "compliance", "sponsorship", "agreements", "intake", "funding", "eligibility", "payments",
    "contributions", "membership", "partners", "access", "registry", "offices", "ledger", "papers", "audit",
)  # fmt: skip
LONGEST_MODULE = 500
LONGEST_FUNCTION = 70


def modules(below: Path = SOURCE) -> list[Path]:
    return [file for file in sorted(below.rglob("*.py")) if "migrations" not in file.parts]


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("file", modules(), ids=lambda file: str(file.relative_to(SOURCE)))
def test_a_module_fits_the_head(file: Path) -> None:
    assert len(file.read_text().splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("file", modules(), ids=lambda file: str(file.relative_to(SOURCE)))
def test_a_function_fits_a_screen(file: Path) -> None:
    long = [f"{f.name}: {(f.end_lineno or 0) - f.lineno + 1}" for f in functions(file)
            if (f.end_lineno or 0) - f.lineno + 1 > LONGEST_FUNCTION]  # fmt: skip
    assert long == []


@pytest.mark.parametrize("file", modules(), ids=lambda file: str(file.relative_to(SOURCE)))
def test_a_public_function_says_what_it_does(file: Path) -> None:
    tree = ast.parse(file.read_text())
    silent = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
        if not file.is_relative_to(SOURCE / "edges") and not file.is_relative_to(SOURCE / "config")
    ]
    assert silent == []


def test_keys_to_other_contexts_point_down_and_leave_no_name_there() -> None:
    django.setup()
    order = {label: place for place, label in enumerate(CONTEXTS)}
    wrong = []
    for model in apps.get_models():
        own = model._meta.app_label
        for field in model._meta.get_fields():
            if own not in order or not field.is_relation or field.auto_created or field.related_model is None:
                continue
            other = field.related_model._meta.app_label
            if other in order and (order[other] < order[own] or field.remote_field.related_name != "+"):
                wrong.append(f"{model.__name__}.{field.name} -> {other}")
    assert wrong == []


def test_a_context_never_reads_the_models_of_another() -> None:
    wrong = []
    for file in modules(SOURCE / "apps"):
        own = file.relative_to(SOURCE / "apps").parts[0]
        for context in re.findall(r"from ayomi\.apps\.(\w+)\.models import", file.read_text()):
            if context != own:
                wrong.append(f"{file.relative_to(SOURCE)}: {context}")
    assert wrong == []


def test_a_context_reads_no_table_of_a_context_above() -> None:
    """Queries across contexts are SQL over table names; these too point down only."""
    order = {label: place for place, label in enumerate(CONTEXTS)}
    tables = {f"{context}_{name}" for context in CONTEXTS for name in _table_names(context)}
    wrong = []
    for file in modules(SOURCE / "apps"):
        own = file.relative_to(SOURCE / "apps").parts[0]
        for table in set(re.findall(r"\b[a-z]+_[a-z]+\b", file.read_text())) & tables:
            if order[table.split("_")[0]] < order[own]:
                wrong.append(f"{file.relative_to(SOURCE)}: {table}")
    assert wrong == []


def _table_names(context: str) -> list[str]:
    django.setup()
    return [model._meta.db_table.split("_", 1)[1] for model in apps.get_app_config(context).get_models()]


OWN_STYLE_OR_SCRIPT = re.compile(r"\sstyle=|\son[a-z]+=\"|<script(?![^>]*\b(?:src=|type=\"application/json\"))")


def test_no_template_writes_a_style_or_a_script() -> None:
    wrong = [
        f"{file.relative_to(SOURCE)}: {found.group()}"
        for file in sorted(SOURCE.rglob("*.html"))
        for found in OWN_STYLE_OR_SCRIPT.finditer(file.read_text())
    ]
    assert wrong == []


def test_the_project_names_no_machine_path() -> None:
    wrong = []
    for file in [*modules(), *modules(ROOT / "tests"), *(ROOT / "script").iterdir(), *ROOT.glob("*.md")]:
        if file != Path(__file__) and re.search(r"/(?:work|root)/\w", file.read_text()):
            wrong.append(str(file.relative_to(ROOT)))
    assert wrong == []


def test_no_shell_script_swallows_a_failure() -> None:
    wrong = [
        str(file.relative_to(ROOT))
        for file in [*(ROOT / "script").iterdir(), ROOT / ".ci" / "run"]
        if re.search(r"\|\|\s*(true|:)\s*$", file.read_text(), re.MULTILINE)
    ]
    assert wrong == []
