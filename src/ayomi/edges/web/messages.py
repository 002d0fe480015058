"""The words of the pages in English. Indonesian is the source: write it in the template or in `_("...")`.

    python -m ayomi.edges.web.messages          new words into locale/en/<theme>.po, compile, list what has no English
    python -m ayomi.edges.web.messages --check  change nothing; exit 1 if a word lacks English, is unused, or .mo is old

Themes keep people apart who write different pages: `templates/<theme>/` and `views/<theme>.py` go to `<theme>.po`, all
else to `frame.po`. `locale/id/library.po` says better in Indonesian what the libraries say; it is written by hand.
"""

from __future__ import annotations

import ast
import re
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

HERE = Path(__file__).resolve().parent
LOCALE = HERE / "locale"
PARTS = {"_": 1, "gettext": 1, "gettext_lazy": 1, "ngettext": 2, "ngettext_lazy": 2}
"""The functions that translate, and how many of their arguments are texts."""
PLURALS = {"en": "nplurals=2; plural=(n != 1);", "id": "nplurals=1; plural=0;"}
TEXT = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
CALL = re.compile(rf"\b(?:_|gettext|ngettext)\(\s*{TEXT}(?:\s*,\s*{TEXT})?")

MessageId = str | tuple[str, str]


def theme_of(path: Path) -> str:
    """The catalogue that holds the words of this file."""
    inside = path.relative_to(HERE).parts
    if inside[0] == "templates" and len(inside) > 2 and inside[1] != "parts":
        return {"mfa": "account", "usersessions": "account"}.get(inside[1], inside[1])
    if inside[0] == "views" and len(inside) == 2 and path.stem != "__init__":
        return path.stem
    return "frame"


def words_of(path: Path) -> Iterator[MessageId]:
    """Every message that one template or module asks for; a pair where it has a plural."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in PARTS:
                parts = node.args[: PARTS[node.func.id]]
                yield _plain([part.value if isinstance(part, ast.Constant) else None for part in parts])
        return
    for found in CALL.finditer(templatize(text, origin=str(path))):
        yield _plain([ast.literal_eval(part) for part in found.groups() if part])


def _plain(parts: Any) -> MessageId:
    """A message from its text, or from its singular and plural."""
    texts = [parts] if isinstance(parts, str) else list(parts)
    if not texts or not all(isinstance(text, str) and text for text in texts):
        raise ValueError(f"a message must be written out, not put together while running: {parts!r}")
    return texts[0] if len(texts) == 1 else (texts[0], texts[1])


def used() -> dict[MessageId, str]:
    """Every message in use, with the theme that names it first."""
    files = sorted([*HERE.rglob("*.py"), *(HERE / "templates").rglob("*.html"), *(HERE / "templates").rglob("*.txt")])
    themes: dict[MessageId, str] = {}
    for path in files:
        if path != Path(__file__).resolve():
            for message in words_of(path):
                themes.setdefault(message, theme_of(path))
    return themes


def catalogues(language: str) -> dict[str, Catalog]:
    """The written catalogues of a language by theme."""
    found = {}
    for path in sorted((LOCALE / language).glob("*.po")):
        with path.open("rb") as source:
            found[path.stem] = read_po(source, locale=language, abort_invalid=True)
    return found


def translated(language: str) -> dict[MessageId, str]:
    """Every written message of a language with the theme it stands in."""
    return {
        _plain(message.id): theme
        for theme, catalogue in catalogues(language).items()
        for message in catalogue
        if message.id
    }


def untranslated(language: str) -> list[MessageId]:
    """Messages without words in that language."""
    empty = ("", ("", ""))
    return [
        _plain(message.id)
        for catalogue in catalogues(language).values()
        for message in catalogue
        if message.id and (message.string in empty or message.fuzzy)
    ]


def gather() -> None:
    """Add new messages to the catalogue of their theme, and drop those no page uses any more."""
    wanted, books = used(), catalogues("en")
    standing = {_plain(message.id) for book in books.values() for message in book if message.id}
    changed = set()
    for theme, book in books.items():
        for message in [_plain(message.id) for message in book if message.id]:
            if message not in wanted:
                book.delete(message)
                changed.add(theme)
    for message, theme in wanted.items():
        if message not in standing:
            books.setdefault(theme, Catalog("en"))
            books[theme].add(message)
            changed.add(theme)
    for theme in changed:
        with (LOCALE / "en" / f"{theme}.po").open("wb") as target:
            target.write(f'msgid ""\nmsgstr ""\n{_po_header("en")}\n\n'.encode())
            write_po(target, books[theme], width=0, sort_output=True, omit_header=True)


def _header(language: str) -> str:
    """What gettext wants to know of a catalogue."""
    return f"Language: {language}\nContent-Type: text/plain; charset=utf-8\nPlural-Forms: {PLURALS[language]}\n"


def _po_header(language: str) -> str:
    return "\n".join(f'"{line}\\n"' for line in _header(language).splitlines())


def compiled(language: str) -> bytes:
    """All catalogues of a language in gettext's binary form, the same bytes for the same words."""
    texts = {"": _header(language)}
    for catalogue in catalogues(language).values():
        for message in catalogue:
            if message.id and any(message.string or ""):
                texts[_joined(message.id)] = _joined(message.string)
    pairs = sorted((key.encode(), value.encode()) for key, value in texts.items())
    count = len(pairs)
    start = 28 + 16 * count
    blob = b""
    tables: list[list[int]] = [[], []]
    for column in (0, 1):
        for pair in pairs:
            tables[column] += [len(pair[column]), start + len(blob)]
            blob += pair[column] + b"\0"
    numbers = [0x950412DE, 0, count, 28, 28 + 8 * count, 0, start, *tables[0], *tables[1]]
    return struct.pack(f"<{len(numbers)}I", *numbers) + blob


def _joined(text: Any) -> str:
    return text if isinstance(text, str) else "\0".join(text)


def binary(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.mo"


def complaints() -> list[str]:
    """What is wrong with the words as they stand: nothing, when all is well."""
    wanted, standing = used(), translated("en")
    return [
        *(f"no English yet: {message!r} ({theme}.po)" for message, theme in wanted.items() if message not in standing),
        *(f"no English yet: {message!r} ({standing[message]}.po)" for message in untranslated("en")),
        *(f"no page uses: {message!r} ({theme}.po)" for message, theme in standing.items() if message not in wanted),
        *(f"old: {binary(language)}" for language in ("en", "id") if not _fresh(language)),
    ]


def _fresh(language: str) -> bool:
    return binary(language).is_file() and binary(language).read_bytes() == compiled(language)


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--check"]):
        sys.stderr.write(f"{__doc__}\n")
        return 2
    if not arguments:
        gather()
        for language in ("en", "id"):
            binary(language).parent.mkdir(parents=True, exist_ok=True)
            binary(language).write_bytes(compiled(language))
    wrong = complaints()
    sys.stdout.writelines(f"{line}\n" for line in wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
