"""What stands beside a registration: the others of its number, a transfer asked for, doubts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from center.domain.doubt import Applicant, Doubt, doubts
from center.models import registration, transfer
from center.models.registration import Registration
from center.models.transfer import Transfer
from shared.domain.registration import Status


@dataclass(frozen=True)
class Beside:
    """What an officer looks at besides the form; `others` by day of application."""

    others: Sequence[Registration]
    transfer: Transfer | None
    doubts: Sequence[Doubt]


def beside(session: Session, rows: Sequence[Registration]) -> dict[UUID, Beside]:
    """For each registration, in two queries however many there are."""
    digests = [row.digest for row in rows]
    same = registration.duplicates(session, digests)
    asked = transfer.asked_for(session, digests)
    return {row.id: _beside(row, same[row.digest], asked.get(row.digest)) for row in rows}


def undoubted(session: Session, station: str | None) -> list[Registration]:
    """All that wait for approval and raise no doubt, by day of application."""
    query = registration.queue(registration.WAITING, station)
    ordered = query.order_by(Registration.applied_on, Registration.id)
    rows = session.scalars(ordered).all()
    found = beside(session, rows)
    return [row for row in rows if not found[row.id].doubts]


def _beside(row: Registration, same: Sequence[Registration], asked: Transfer | None) -> Beside:
    others = [other for other in same if other.id != row.id]
    person = row.person
    applicant = Applicant(
        health=person["health"],
        conduct=person["conduct"],
        consents_to_data=person["consents"]["sensitive"],
        others=[Status(other.status) for other in others],
        transfer_asked=asked is not None,
    )
    return Beside(others, asked, doubts(applicant))
