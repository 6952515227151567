"""A person's name as it is kept, and what two spellings of one share."""

from __future__ import annotations

import unicodedata
from typing import Final

from shared.domain.cell import Cell
from shared.domain.visible import compact

LONGEST_NAME: Final = 60
_DOTS = str.maketrans("•‧・･∙", "·····")


def name(value: Cell) -> str:
    """A person's name without spaces, its dot unified; rare characters stay as they are.

    What is too long for one is none.
    """
    found = compact(value).translate(_DOTS) if isinstance(value, str) else ""
    return found if len(found) <= LONGEST_NAME else ""


def name_key(value: str) -> str:
    """What two spellings of one name share."""
    return unicodedata.normalize("NFKC", name(value)).translate(_DOTS).casefold()
