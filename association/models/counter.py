"""Running numbers: one locked row for each kind and year, which only ever counts on."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from association.database import Base
from shared.federation.upsert import insert_into


class Counter(Base):
    """The last number of a kind (card, batch, certificate) in a year; none is given again."""

    __tablename__ = "counter"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


def lock(session: Session, kind: str, year: int) -> Counter:
    """The counter, locked until the transaction ends; made at the first use."""
    first = insert_into(session, Counter).values(kind=kind, year=year, last=0)
    session.execute(first.on_conflict_do_nothing())
    return session.get_one(Counter, (kind, year), with_for_update=True)
