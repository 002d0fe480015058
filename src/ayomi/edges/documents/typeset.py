"""Pages out of data: typst with our own font and templates. Data travel as JSON and are never read as markup."""

from __future__ import annotations

import io
import json
import threading
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any

import segno
import typst

_HERE = files("ayomi.edges.documents")
_LOCAL = threading.local()


def pages(template: str, data: dict[str, Any], *, at: datetime) -> bytes:
    """The PDF of `templates/<template>.typ` over `data`. `at` (aware) is the only moment in it.

    The same data and moment give the same bytes. Raises typst.TypstError for a template that does not fit its data.
    """
    made = _compiler(template).compile(
        format="pdf", sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, timestamp=int(at.timestamp())
    )
    if not isinstance(made, bytes):
        raise TypeError(f"{template}: expected one file, found {type(made)}")
    return made


@lru_cache(maxsize=64)
def qr(text: str) -> str:
    """A QR code of `text` as SVG, error level M, with its quiet zone.

    The mask is fixed: addresses look random already, and weighing all eight takes longer than the whole page.
    """
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False, boost_error=False, mask=0).save(
        drawn, kind="svg", border=4, xmldecl=False, svgns=True, nl=False, dark="#14294F"
    )
    return drawn.getvalue().decode()


def _compiler(template: str) -> Any:
    """One compiler a thread and template: fonts are read once, and what does not change is laid out once."""
    known: dict[str, Any] = _LOCAL.__dict__
    if template not in known:
        root = str(_HERE.joinpath("templates"))
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(_HERE.joinpath("fonts"))]
        )
        known[template] = typst.Compiler(
            str(_HERE.joinpath("templates", f"{template}.typ")), root=root, font_paths=fonts
        )
    return known[template]
