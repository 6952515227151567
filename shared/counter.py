"""Running numbers: one locked row for each kind and year, which only ever counts on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared.federation.upsert import insert_into


class CounterMixin:
    """The last number of a kind in a year; none is given again."""

    if TYPE_CHECKING:

        def __init__(self, **values: Any) -> None: ...

    __tablename__ = "counter"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


_Counter = TypeVar("_Counter", bound=CounterMixin)


def lock_counter(session: Session, table: type[_Counter], kind: str, year: int) -> _Counter:
    """The counter, locked until the transaction ends; made at the first use."""
    first = insert_into(session, table).values(kind=kind, year=year, last=0)
    session.execute(first.on_conflict_do_nothing())
    return session.get_one(table, (kind, year), with_for_update=True)
