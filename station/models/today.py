"""What waits at the station, kind by kind: how many, since when; a handful of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from shared.domain.card import Status as CardStatus
from shared.domain.registration import Status as RegistrationStatus
from shared.domain.transfer import Status as TransferStatus
from station.domain.contest import Status as ContestStatus
from station.models.card import Card
from station.models.contest import Contest
from station.models.registration import Registration
from station.models.transfer import Transfer
from station.models.volunteer import Volunteer


@dataclass(frozen=True)
class Heap:
    """How many of a kind, and the oldest: the instant or day since which it waits."""

    count: int = 0
    since: datetime | date | None = None


def heaps(session: Session) -> dict[str, Heap]:
    """Registrations `returned` and `submitted`; `contests`, since is when the first is due;
    `cards` to hand over, `lost` ones, volunteers with `no_card`; `moves` that were asked for.
    """
    registration = _heaps(
        session,
        Registration,
        Registration.entered_at,
        returned=Registration.status == RegistrationStatus.RETURNED,
        submitted=Registration.status == RegistrationStatus.SUBMITTED,
    )
    cards = _heaps(
        session,
        Card,
        Card.issued_on,
        cards=and_(
            Card.status == CardStatus.VALID, Card.handed_on.is_(None), Card.lost_on.is_(None)
        ),
        lost=and_(Card.status == CardStatus.VALID, Card.lost_on.is_not(None)),
    )
    contests = _heaps(
        session, Contest, Contest.due_on, contests=Contest.status == ContestStatus.OPEN
    )
    moves = _heaps(
        session, Transfer, Transfer.asked_on, moves=Transfer.status == TransferStatus.ASKED
    )
    return registration | cards | contests | moves | {"no_card": _without_card(session)}


def _heaps(
    session: Session, table: Any, since: Any, **kinds: ColumnElement[bool]
) -> dict[str, Heap]:
    """One query for the kinds of one table."""
    columns = [
        column
        for condition in kinds.values()
        for column in (func.count().filter(condition), func.min(since).filter(condition))
    ]
    row = session.execute(select(*columns).select_from(table)).one()
    return {name: Heap(row[2 * n] or 0, row[2 * n + 1]) for n, name in enumerate(kinds)}


def _without_card(session: Session) -> Heap:
    valid = select(Card.id).where(
        Card.volunteer_id == Volunteer.id, Card.status == CardStatus.VALID
    )
    query = select(func.count(), func.min(Volunteer.approval_date)).where(
        Volunteer.status == RegistrationStatus.APPROVED,
        Volunteer.superseded_by.is_(None),
        Volunteer.transferred_to.is_(None),
        ~valid.exists(),
    )
    count, since = session.execute(query).one()
    return Heap(count, since)
