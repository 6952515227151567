"""Single icons out of the wheel's sprite, inlined: the whole of it weighs more than a page."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import flask_bootstrap
from markupsafe import Markup

_SPRITE = Path(flask_bootstrap.__file__).parent / "static/bootstrap5/icons/bootstrap-icons.svg"
_SYMBOL = re.compile(r'<symbol class="[^"]*" viewBox="([^"]*)" id="([^"]*)">(.*?)</symbol>', re.S)


@cache
def icon(name: str) -> Markup:
    """An icon of Bootstrap Icons as inline SVG, silent to readers; KeyError for an unknown one."""
    box, paths = _symbols()[name]
    return Markup(f'<svg class="bi" viewBox="{box}" aria-hidden="true">{paths}</svg>')  # noqa: S704


@cache
def _symbols() -> dict[str, tuple[str, str]]:
    text = _SPRITE.read_text(encoding="utf-8")
    return {name: (box, paths) for box, name, paths in _SYMBOL.findall(text)}
