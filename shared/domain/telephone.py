"""A telephone number as people write it: narrowed, checked, its last four."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from shared.errors import InvalidError

LAST: Final = 4
_LEAST, _MOST = 5, 15
_FOUR = re.compile(r"[0-9]{4}")
_PARTING = re.compile(r"[\s\-‐‑‒–—―−()./]+")
_NUMBER = re.compile(rf"[0-9]{{{_LEAST},{_MOST}}}")


def normalise(text: str) -> str:
    """The digits alone, the country's 86 off; "" where there stands no telephone number."""
    narrowed = _PARTING.sub("", unicodedata.normalize("NFKC", text[:60]))
    digits = re.sub(r"^(?:\+|00)86", "", narrowed)
    return digits if _NUMBER.fullmatch(digits) else ""


def check(text: str) -> str:
    """The normalised number; InvalidError `telephone.bad` where it is none."""
    number = normalise(text)
    if not number:
        raise InvalidError("telephone.bad", field="phone")
    return number


def last_four(number: str) -> str:
    """What a lost tracking code is found by; "" of a number that isn't longer."""
    return number[-LAST:] if len(number) > LAST else ""


def four(text: str) -> str:
    """Four digits as typed; InvalidError `telephone.four` for anything else."""
    found = "".join(unicodedata.normalize("NFKC", text[:60]).split())
    if not _FOUR.fullmatch(found):
        raise InvalidError("telephone.four", field="phone")
    return found
