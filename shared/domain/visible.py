"""What of a text anybody sees: signs that show nothing make no name and no words."""

from __future__ import annotations

from typing import Final
from unicodedata import category

_FILLERS: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols by their kind, and blank all the same."""


def trimmed(text: str) -> str:
    """Without outer spaces and outer signs that show nothing; empty where nothing is shown."""
    shown = [at for at, sign in enumerate(text) if not _is_blank(sign)]
    if all(category(text[at]).startswith("M") for at in shown):
        return ""
    return text[shown[0] : shown[-1] + 1]


def compact(text: str) -> str:
    """Without any space or sign that shows nothing."""
    return "".join(sign for sign in trimmed(text) if not _is_blank(sign))


def _is_blank(sign: str) -> bool:
    """Spaces, ends of lines, control and format signs; a mark belongs to the sign before it."""
    return sign.isspace() or sign in _FILLERS or category(sign) in {"Cc", "Cf"}
