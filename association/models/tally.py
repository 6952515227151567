"""What the centers accepted, station by month: sums alone, no persons."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from association.database import Base


class TallyTotal(Base):
    """The sums of the newest accepted revision of a station's month."""

    __tablename__ = "tally_total"

    station: Mapped[str] = mapped_column(ForeignKey("station.name"), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    revision: Mapped[int]
    records: Mapped[int]
    hours: Mapped[int]
    satisfied_hours: Mapped[int]
    points_hours: Mapped[int]
    points: Mapped[int]
    content: Mapped[str] = mapped_column(String(64))


def of_year(session: Session, station: str, year: int) -> list[TallyTotal]:
    """The accepted months of a station's year."""
    query = select(TallyTotal).where(
        TallyTotal.station == station, TallyTotal.month.between(f"{year}-01", f"{year}-12")
    )
    return list(session.scalars(query.order_by(TallyTotal.month)))


def totals(session: Session, stations: Iterable[str], year: int) -> list[TallyTotal]:
    """The accepted months of several stations' year."""
    query = select(TallyTotal).where(
        TallyTotal.station.in_(list(stations)),
        TallyTotal.month.between(f"{year}-01", f"{year}-12"),
    )
    return list(session.scalars(query.order_by(TallyTotal.station, TallyTotal.month)))
