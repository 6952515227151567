"""A month's entries without names, the parts they came in, and overlaps over stations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, and_, func, insert, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from center.database import Base
from center.models.tally import Tally
from shared.domain.entry import Entry as Value
from shared.domain.service_record import Category, Evaluation, Form


class EntryPart(Base):
    """Part `part` of `parts` (from 1) of a revision's entries is here."""

    __tablename__ = "entry_part"

    tally: Mapped[UUID] = mapped_column(ForeignKey("tally.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    parts: Mapped[int]


class Entry(Base):
    """One certified record of a revision: identifiers, times and figures, no name and no place.

    `certifier` is None where its recipient signed on a screen.
    """

    __tablename__ = "entry"
    __table_args__ = (Index(None, "volunteer", "day"),)

    tally: Mapped[UUID] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    record: Mapped[UUID] = mapped_column(primary_key=True)
    volunteer: Mapped[UUID]
    certifier: Mapped[UUID | None]
    day: Mapped[date]
    start: Mapped[str] = mapped_column(String(5))
    end: Mapped[str] = mapped_column(String(5))
    hours: Mapped[int]
    category: Mapped[str] = mapped_column(String(30))
    form: Mapped[str] = mapped_column(String(20))
    evaluation: Mapped[str] = mapped_column(String(20))
    paid: Mapped[bool]
    channel: Mapped[str] = mapped_column(String(20))
    evidence: Mapped[str] = mapped_column(String(64))


def add_part(session: Session, part: EntryPart, entries: list[dict[str, Any]]) -> None:
    """Stores a part and its entries with one statement."""
    session.add(part)
    if entries:
        fixed = {"tally": part.tally, "revision": part.revision}
        session.execute(insert(Entry), [fixed | entry for entry in entries])


def is_complete(session: Session, tally: UUID, revision: int) -> bool:
    """Whether all parts of a revision's entries are here."""
    query = select(func.count(), func.max(EntryPart.parts)).where(
        EntryPart.tally == tally, EntryPart.revision == revision
    )
    here, parts = session.execute(query).one()
    return bool(here) and here == parts


def values(session: Session, tally: UUID, revision: int) -> list[Value]:
    """A revision's entries as the rules take them, by record."""
    query = select(Entry).where(Entry.tally == tally, Entry.revision == revision)
    return [value(entry) for entry in session.scalars(query.order_by(Entry.record))]


def value(entry: Entry) -> Value:
    """The row as a value of the rules; its activity stayed at the station."""
    return Value(
        record=entry.record,
        volunteer=entry.volunteer,
        certifier=entry.certifier,
        date=entry.day,
        start=entry.start,
        end=entry.end,
        hours=entry.hours,
        category=Category(entry.category),
        form=Form(entry.form),
        evaluation=Evaluation(entry.evaluation),
        paid=entry.paid,
        channel=entry.channel,
        evidence=entry.evidence,
    )


def crossings(session: Session, year: int) -> Iterator[tuple[Sequence[Any], Sequence[Any]]]:
    """Pairs (station, entry) of one volunteer and time at two stations, in newest revisions."""
    one, other = aliased(Entry), aliased(Entry)
    here, there = aliased(Tally), aliased(Tally)
    query = (
        select(here.station, one, there.station, other)
        .join(here, and_(here.id == one.tally, here.revision == one.revision))
        .join(
            other,
            and_(
                other.volunteer == one.volunteer,
                other.day == one.day,
                other.start < one.end,
                one.start < other.end,
            ),
        )
        .join(there, and_(there.id == other.tally, there.revision == other.revision))
        .where(here.year == year, here.station < there.station)
        .order_by(one.day, one.start, one.record, other.record)
    )
    for row in session.execute(query):
        yield (row[0], row[1]), (row[2], row[3])
