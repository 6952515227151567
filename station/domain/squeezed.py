"""Texts without what makes no difference: width, case, spaces, signs, how numbers are written."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_ONES: Final = "一二三四五六七八九"
_TENS: Final = re.compile(f"(?:([{_ONES}两])百[零〇]?)?(?:([{_ONES}]?)十)([{_ONES}]?)")
_HUNDREDS: Final = re.compile(f"([{_ONES}两])百[零〇]?([{_ONES}]?)")
_NUMERALS: Final = str.maketrans("〇零一幺二两三四五六七八九", "0011223456789")


def narrowed(text: str) -> str:
    """In half width and lower case."""
    return unicodedata.normalize("NFKC", text).casefold()


def figured(text: str) -> str:
    """Likewise, numerals as digits: 十八号 is 18号, 一三九 is 139."""
    tens = _TENS.sub(lambda found: _count(found[1], found[2] or "一", found[3]), narrowed(text))
    hundreds = _HUNDREDS.sub(lambda found: _count(found[1], "", found[2]), tens)
    return hundreds.translate(_NUMERALS)


def squeezed(text: str) -> str:
    """Letters and digits alone, numerals as digits: 三号楼 and 3 号楼 are the same."""
    return "".join(sign for sign in figured(text) if sign.isalnum())


def _count(hundreds: str | None, tens: str, ones: str) -> str:
    values = [int((text or "零").translate(_NUMERALS)) for text in (hundreds, tens, ones)]
    return str(100 * values[0] + 10 * values[1] + values[2])
