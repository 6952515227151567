"""Life cycles as data: from which status, to which."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from shared.errors import ConflictError

S = TypeVar("S", bound=StrEnum)


def move(table: Mapping[S, frozenset[S]], status: S, to: S) -> S:
    """The new status, or ConflictError `<noun>.not_movable` with both.

    The noun is the module of the status's class (one noun, one file name); a status that the
    table doesn't name ends the cycle.
    """
    if to not in table.get(status, frozenset()):
        noun = type(to).__module__.rpartition(".")[2]
        raise ConflictError(f"{noun}.not_movable", status=str(status), to=str(to))
    return to
