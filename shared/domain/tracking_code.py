"""The tracking code of a request: eight signs that nobody mistakes for another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final

from shared.errors import InvalidError

LENGTH: Final = 8
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0, O, 1, I or l; 31 signs to the eighth are 39 bits."""

_CODE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
_PARTING = re.compile(r"[\s\-‐‑‒–—―−·._/]+")


def make(choose: Callable[[str], str]) -> str:
    """A new code of signs that `choose` picks out of the alphabet: `secrets.choice`, never less."""
    return "".join(choose(ALPHABET) for _ in range(LENGTH))


def normalise(text: str) -> str:
    """The code in what people type: full width, lower case, spaces and dashes make no difference.

    InvalidError `tracking_code.bad` where it can be no code.
    """
    narrowed = unicodedata.normalize("NFKC", text[: 8 * LENGTH])
    code = _PARTING.sub("", narrowed).upper()
    if not _CODE.fullmatch(code):
        raise InvalidError("tracking_code.bad", field="code")
    return code


def shown(code: str) -> str:
    """As it is printed and read out: 7K3M-92QF."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"
