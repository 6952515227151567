"""What waits at the center and what waits for others: how many of each, and since when."""

from __future__ import annotations

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from center.models.federation import TABLES
from center.models.registration import IS_CLAIM, IS_WAITING, Registration
from center.models.report import NEWEST
from center.models.service_request import ServiceRequest
from center.models.station_year import StationYear
from center.models.tally import Revision, Tally
from center.models.transfer import Transfer
from shared.domain import monthly_report, registration, transfer, year
from shared.federation.enrolment import LOWER, PENDING
from shared.waiting import NOTHING, Heap, heap, heaps

__all__ = ["NOTHING", "Heap", "waiting", "waiting_by_day"]


def waiting(session: Session) -> dict[str, Heap]:
    """Kind → what waits for an officer or administrator here; one query, empty kinds left out."""
    peer, node = TABLES.peer, TABLES.node
    own = select(node.name).where(node.id == 1).scalar_subquery()
    months, reported = monthly_report.Status, Tally.status == monthly_report.Status.REPORTED
    parts = [
        heap("registration", Registration.received_at, *IS_WAITING),
        heap("claim", Registration.received_at, *IS_CLAIM),
        heap("report", Revision.arrived_at, NEWEST, reported),
        heap("unlock", Tally.unlock_asked_at, Tally.status == months.ACCEPTED),
        heap("year", StationYear.arrived_at, StationYear.status == year.Status.REPORTED),
        heap("request", ServiceRequest.status_since, ServiceRequest.holder == own),
        heap("enrolment", peer.enrolled_at, and_(peer.side == LOWER, peer.state == PENDING)),
    ]
    return heaps(session, parts)


def waiting_by_day(session: Session) -> dict[str, Heap]:
    """As `waiting`, of what is dated by days; and what others hold, since the center's word."""
    returned = Registration.status == registration.Status.RETURNED
    asked = Transfer.status == transfer.Status.ASKED
    moving = Transfer.status == transfer.Status.APPROVED
    months = monthly_report.Status
    parts = [
        heap("transfer", Transfer.asked_on, asked),
        heap("returned_registration", Registration.decided_on, returned),
        heap("returned_report", Revision.decided_on, NEWEST, Tally.status == months.RETURNED),
        heap("unlocked_report", Revision.decided_on, NEWEST, Tally.status == months.UNLOCKED),
        heap("file", Transfer.decided_on, moving),
        heap("returned_year", StationYear.decided_on, StationYear.status == year.Status.RETURNED),
    ]
    return heaps(session, parts)
