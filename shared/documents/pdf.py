"""Prints PDF by typst: a template beside its document, data as JSON, one font of our own."""

from __future__ import annotations

import io
import json
from base64 import b64encode
from collections.abc import Mapping
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any, Final

import cvttf_NotoSansCJK_Regular
import typst
from PIL import Image

FRAME: Final = Path(__file__).with_name("frame.typ")
SCREEN: Final = 96.0  # pixels per inch


def render(template: Path, data: Mapping[str, Any]) -> bytes:
    """The PDF of a `.typ` file that reads `json("data.json")` and imports `frame.typ`.

    Dates travel as ISO text, times as HH:MM, `bytes` are pictures (JPEG or PNG). Nothing is
    written to disk, no font of the system is used, no text is read as mark-up.
    """
    return typst.compile(_files(template, data), font_paths=_fonts())


def pictures(template: Path, data: Mapping[str, Any], ppi: float = SCREEN) -> list[bytes]:
    """The same pages as PNG: for previews, and for tests that look."""
    files, fonts = _files(template, data), _fonts()
    found: Any = typst.compile(files, font_paths=fonts, format="png", ppi=ppi)
    return found if isinstance(found, list) else [found]


def _files(template: Path, data: Mapping[str, Any]) -> Any:
    """The library takes a mapping of names to texts, its annotations don't say so."""
    return {
        "main.typ": template.read_bytes(),
        "frame.typ": FRAME.read_bytes(),
        "data.json": json.dumps(data, default=_plain, ensure_ascii=False).encode(),
    }


@cache
def _fonts() -> typst.Fonts:
    folder = str(Path(cvttf_NotoSansCJK_Regular.get_TTF_path()).parent)
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return _picture(value)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} can't be printed")


def _picture(content: bytes) -> str:
    """An SVG around it: the only kind of picture that is text; typst keeps a JPEG as it is."""
    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as image:
        (width, height), kind = image.size, "png" if image.format == "PNG" else "jpeg"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" '
        f'href="data:image/{kind};base64,{b64encode(content).decode()}"/></svg>'
    )
