"""What the centers accepted, station by month: sums alone, no persons."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import JSON, ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from association.database import Base
from shared.domain.month import Month
from shared.domain.request_figures import Told


class TallyTotal(Base):
    """The sums of the newest accepted revision of a station's month.

    `requests` and `visits` are None where the report says nothing of them.
    """

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
    requests: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True))
    visits: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True))

    @property
    def told(self) -> Told:
        return Told.from_dict({"requests": self.requests, "visits": self.visits})


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


def told_of_year(session: Session, year: int) -> dict[tuple[str, Month], Told]:
    """Station and month → what the accepted report says of requests and visits."""
    columns = (TallyTotal.station, TallyTotal.month, TallyTotal.requests, TallyTotal.visits)
    query = select(*columns).where(TallyTotal.month.between(f"{year}-01", f"{year}-12"))
    return {
        (station, Month.parse(month)): Told.from_dict({"requests": requests, "visits": visits})
        for station, month, requests, visits in session.execute(query)
    }
