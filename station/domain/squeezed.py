"""Texts without what makes no difference: width, case, spaces, signs, how numbers are written."""

from __future__ import annotations

import unicodedata
from typing import Final

_NUMERALS: Final = str.maketrans("〇零一幺二两三四五六七八九", "0011223456789")


def narrowed(text: str) -> str:
    """In half width and lower case."""
    return unicodedata.normalize("NFKC", text).casefold()


def squeezed(text: str) -> str:
    """Letters and digits alone, numerals as digits: 三号楼 and 3 号楼 are the same."""
    return "".join(sign for sign in narrowed(text).translate(_NUMERALS) if sign.isalnum())
