"""QR codes: for print, for pages and as a picture; error level M or as much as fits for nothing."""

from __future__ import annotations

import io
from html import escape

import segno
from markupsafe import Markup

INK = "#16201e"
QUIET = 4  # modules of white around it, without which readers fail


def svg(text: str) -> str:
    """A whole SVG file without the quiet zone: what prints it leaves four modules of white."""
    out = io.BytesIO()
    _code(text).save(out, kind="svg", border=0, dark="black", xmldecl=False, nl=False)
    return out.getvalue().decode()


def inline(text: str, label: str) -> Markup:
    """For pages: black on white in both colour modes, sized by the style sheet (`.qr`).

    The label is what a screen reader says; there is no `style` in it.
    """
    found = _code(text).svg_inline(
        border=QUIET, dark=INK, light="#fff", omitsize=True, svgclass="qr", lineclass=None
    )
    named = found.replace("<svg ", f'<svg role="img" aria-label="{escape(label)}" ', 1)
    return Markup(named)  # noqa: S704 - the library's mark-up, the label escaped


def png(text: str, scale: int = 8) -> bytes:
    """A picture with the quiet zone, `scale` pixels a module."""
    out = io.BytesIO()
    _code(text).save(out, kind="png", border=QUIET, scale=scale)
    return out.getvalue()


def _code(text: str) -> segno.QRCode:
    return segno.make_qr(text, error="m")
