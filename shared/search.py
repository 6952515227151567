"""How people are found where their names lie encrypted: keyed marks of what one may type.

A mark is 64 bit of a digest under the node's own search key, of a beginning of a name, of its
pinyin or its initials (`shared.reading`): found by equality, and nothing without the key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlalchemy import BigInteger, delete, insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared import reading
from shared.vault import vault_of

MOST_READ: Final = 500
LONGEST: Final = 12  # of a beginning; what was typed beyond is compared with the name itself
_WHOLE: Final = re.compile(r"[0-9A-Za-z-]{1,30}-S?[0-9]{4}-[0-9]{5,10}")
_SMALL: Final = re.compile(r"-s(?=[0-9])")
_RUNNING: Final = re.compile(r"[0-9]{1,10}")
_DIGITS: Final = 5


class NameMarkMixin:
    """One beginning by which somebody is found; a concrete table adds `subject`."""

    if TYPE_CHECKING:

        def __init__(self, **values: Any) -> None: ...

        subject: Mapped[UUID]

    __tablename__ = "name_mark"

    mark: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False, index=True)


def write_marks(session: Session, table: type[NameMarkMixin], subject: UUID, name: str) -> None:
    """By what somebody is found, anew: wherever a name is written."""
    session.flush()
    session.execute(delete(table).where(table.subject == subject))
    rows = [{"mark": mark, "subject": subject} for mark in sorted(marks(session, name))]
    if rows:
        session.execute(insert(table), rows)


def marks(session: Session, name: str) -> set[int]:
    """Of every beginning, of at least two letters or one character."""
    beginnings = {
        token[:length]
        for token in reading.tokens(name)
        for length in range(_least(token), min(len(token), LONGEST) + 1)
    }
    return {_mark(session, beginning) for beginning in beginnings}


def typed_mark(session: Session, typed: str) -> int | None:
    """The mark to look for; None where too little was typed."""
    key = reading.key(typed)[:LONGEST]
    return None if len(key) < _least(key) else _mark(session, key)


def matches(name: str, typed: str) -> int | None:
    """0: a whole name, pinyin or initials; 1: a beginning of one; None: found by something else."""
    key, tokens = reading.key(typed), reading.tokens(name)
    if key in tokens:
        return 0
    return 1 if any(token.startswith(key) for token in tokens) else None


def number_like(typed: str) -> str | None:
    """A LIKE pattern for cards' and certificates' numbers: whole, or their running part."""
    text = _SMALL.sub("-S", typed.strip())
    if _WHOLE.fullmatch(text):
        return text
    return f"%-{text.zfill(_DIGITS)}" if _RUNNING.fullmatch(text) else None


def ranked(found: Iterable[tuple[str, Any]], typed: str) -> list[Any]:
    """(name, row) in the order in which they are shown: whole words first, then by name."""
    order = [(matches(name, typed), name, row) for name, row in found]
    shown = sorted(order, key=lambda one: (2 if one[0] is None else one[0], one[1]))
    return [row for _rank, _name, row in shown]


def best(found: Iterable[tuple[str, Any]], typed: str, limit: int) -> list[Any]:
    """Of (name, row) that a mark or number found the first of `ranked`.

    Beyond what a mark holds the name itself decides, unless a number was typed.
    """
    by_number = number_like(typed) is not None
    kept = [pair for pair in found if by_number or matches(pair[0], typed) is not None]
    return ranked(kept, typed)[:limit]


def _least(text: str) -> int:
    return 2 if text[:1].isascii() else 1


def _mark(session: Session, beginning: str) -> int:
    digest = vault_of(session).search_digest(f"name {beginning}")
    return int.from_bytes(bytes.fromhex(digest[:16]), "big", signed=True)
