"""What waits at the center and what waits for others: how many of each, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, func, literal, select, union_all
from sqlalchemy.orm import Session

from center.models.federation import TABLES
from center.models.registration import IS_CLAIM, IS_WAITING, Registration
from center.models.report import NEWEST
from center.models.station_year import StationYear
from center.models.tally import Revision, Tally
from center.models.transfer import Transfer
from shared.domain import monthly_report, registration, transfer, year
from shared.federation.enrolment import LOWER, PENDING


@dataclass(frozen=True)
class Heap:
    """Things of one kind; `since` is the oldest's instant or day, None where there is none."""

    count: int
    since: datetime | date | None


NOTHING = Heap(0, None)


def waiting(session: Session) -> dict[str, Heap]:
    """Kind → what waits for an officer or administrator here; one query, empty kinds left out."""
    peer = TABLES.peer
    months, reported = monthly_report.Status, Tally.status == monthly_report.Status.REPORTED
    parts = [
        _heap("registration", Registration.received_at, *IS_WAITING),
        _heap("claim", Registration.received_at, *IS_CLAIM),
        _heap("report", Revision.arrived_at, NEWEST, reported),
        _heap("unlock", Tally.unlock_asked_at, Tally.status == months.ACCEPTED),
        _heap("year", StationYear.arrived_at, StationYear.status == year.Status.REPORTED),
        _heap("enrolment", peer.enrolled_at, and_(peer.side == LOWER, peer.state == PENDING)),
    ]
    return _heaps(session, parts)


def waiting_by_day(session: Session) -> dict[str, Heap]:
    """As `waiting`, of what is dated by days; and what others hold, since the center's word."""
    returned = Registration.status == registration.Status.RETURNED
    asked = Transfer.status == transfer.Status.ASKED
    moving = Transfer.status == transfer.Status.APPROVED
    months = monthly_report.Status
    parts = [
        _heap("transfer", Transfer.asked_on, asked),
        _heap("returned_registration", Registration.decided_on, returned),
        _heap("returned_report", Revision.decided_on, NEWEST, Tally.status == months.RETURNED),
        _heap("unlocked_report", Revision.decided_on, NEWEST, Tally.status == months.UNLOCKED),
        _heap("file", Transfer.decided_on, moving),
        _heap("returned_year", StationYear.decided_on, StationYear.status == year.Status.RETURNED),
    ]
    return _heaps(session, parts)


def _heap(kind: str, since: Any, *where: Any) -> Select[*tuple[Any, ...]]:
    """Counts what has the instant or day: an unlock that wasn't asked for has none."""
    return select(literal(kind), func.count(since), func.min(since)).where(*where)


def _heaps(session: Session, parts: Sequence[Select[*tuple[Any, ...]]]) -> dict[str, Heap]:
    found = session.execute(union_all(*parts))
    return {kind: Heap(count, since) for kind, count, since in found if count}
