"""Running totals per volunteer, station and year, kept at acceptance, and the recount."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, String, case, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from center.database import Base
from center.models.tally import FIGURES, Tally, TallyRow


class VolunteerYear(Base):
    """Sums over the newest accepted revision of each month; nothing is recomputed at year-end."""

    __tablename__ = "volunteer_year"

    year: Mapped[int] = mapped_column(primary_key=True)
    station: Mapped[str] = mapped_column(String(40), primary_key=True)
    volunteer: Mapped[UUID] = mapped_column(primary_key=True)
    records: Mapped[int]
    hours: Mapped[int]
    satisfied_hours: Mapped[int]
    points_hours: Mapped[int]
    points: Mapped[int]


INSERTS = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def replace(session: Session, tally: Tally, old: int | None, new: int) -> None:
    """Moves the totals from revision `old` of a month (None: none) to `new`, in one statement."""
    insert: Any = INSERTS[session.get_bind().dialect.name]
    statement = insert(VolunteerYear).from_select(
        ["year", "station", "volunteer", *FIGURES], _moved(tally, old, new)
    )
    added = {name: getattr(VolunteerYear, name) + statement.excluded[name] for name in FIGURES}
    keys = ["year", "station", "volunteer"]
    session.execute(statement.on_conflict_do_update(index_elements=keys, set_=added))


def _moved(tally: Tally, old: int | None, new: int) -> Select[*tuple[Any, ...]]:
    sums = [
        func.sum(case((TallyRow.revision == new, column), else_=-column))
        for column in (getattr(TallyRow, name) for name in FIGURES)
    ]
    revisions = [new] if old is None else [old, new]
    return (
        select(literal(tally.year), literal(tally.station), TallyRow.volunteer, *sums)
        .where(TallyRow.tally == tally.id, TallyRow.revision.in_(revisions))
        .group_by(TallyRow.volunteer)
    )


def recount(session: Session, year: int) -> dict[tuple[str, UUID], tuple[int, ...]]:
    """(station, volunteer) → figures, added up anew from the accepted months."""
    sums = [func.sum(getattr(TallyRow, name)) for name in FIGURES]
    query = (
        select(Tally.station, TallyRow.volunteer, *sums)
        .join(Tally, (Tally.id == TallyRow.tally) & (Tally.accepted == TallyRow.revision))
        .where(Tally.year == year)
        .group_by(Tally.station, TallyRow.volunteer)
    )
    return {(row[0], row[1]): tuple(int(n) for n in row[2:]) for row in session.execute(query)}


def totals(session: Session, year: int) -> dict[tuple[str, UUID], tuple[int, ...]]:
    """(station, volunteer) → figures as kept."""
    query = select(VolunteerYear).where(VolunteerYear.year == year)
    return {
        (row.station, row.volunteer): tuple(getattr(row, name) for name in FIGURES)
        for row in session.scalars(query)
    }


def agrees(session: Session, year: int) -> bool:
    """Whether the kept totals equal the recount; who stands there with zeros counts as absent."""
    kept = {key: line for key, line in totals(session, year).items() if any(line)}
    counted = {key: line for key, line in recount(session, year).items() if any(line)}
    return kept == counted


def months(session: Session, who: UUID, year: int) -> Sequence[Row[Tally, TallyRow]]:
    """A volunteer's accepted months of a year, at whatever station, in order."""
    query = (
        select(Tally, TallyRow)
        .join(TallyRow, (Tally.id == TallyRow.tally) & (Tally.accepted == TallyRow.revision))
        .where(TallyRow.volunteer == who, Tally.year == year)
    )
    return session.execute(query.order_by(Tally.month, Tally.station)).all()
