"""What a volunteer's papers say: the year's services with their sums, the form with its person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from shared.domain.card import Status as CardStatus
from shared.domain.service_record import Status
from shared.domain.tally import Figures
from shared.errors import NotFoundError
from shared.federation.blob import content_of
from station.models.card import cards_of
from station.models.federation import TABLES
from station.models.ledger import Line, lines_where
from station.models.member import Member
from station.models.photo import portrait_of
from station.models.registration import Registration
from station.models.registration_list import find
from station.models.service_record import ServiceRecord
from station.models.volunteer import Volunteer
from station.models.year_figures import added_up, figures_by_volunteer


@dataclass(frozen=True)
class YearPaper:
    """One volunteer's certified services of a year, by day; `number` is the valid card's."""

    volunteer: Volunteer
    number: str
    year: int
    lines: Sequence[Line]
    figures: Figures


@dataclass(frozen=True)
class FormPaper:
    """A registration with its person, the valid card's number and the portrait."""

    registration: Registration
    volunteer: Volunteer
    member: Member
    number: str
    photo: bytes | None


def year_paper(session: Session, volunteer_id: UUID, year: int) -> YearPaper:
    """As the ledger stands; NotFoundError for nobody."""
    volunteer = session.get(Volunteer, volunteer_id)
    if volunteer is None:
        raise NotFoundError("volunteer.unknown")
    lines = lines_where(
        session,
        ServiceRecord.volunteer_id == volunteer_id,
        ServiceRecord.day.between(date(year, 1, 1), date(year, 12, 31)),
        ServiceRecord.status == Status.CERTIFIED,
    )
    figures = figures_by_volunteer(session, year, volunteer_id).get(volunteer_id, {})
    return YearPaper(volunteer, _number(session, volunteer_id), year, lines, added_up(figures))


def form_paper(session: Session, registration_id: UUID) -> FormPaper:
    """All that the printed form needs; NotFoundError for none."""
    row = find(session, registration_id)
    member = session.get_one(Member, row.volunteer.member_id)
    number = _number(session, row.volunteer.id)
    kept = portrait_of(session, row.volunteer.id)
    digest = kept.sha256 if kept else row.registration.photo
    photo = content_of(session, TABLES, digest) if digest else None
    return FormPaper(row.registration, row.volunteer, member, number, photo)


def _number(session: Session, volunteer_id: UUID) -> str:
    valid = [c.number for c in cards_of(session, volunteer_id) if c.status == CardStatus.VALID]
    return valid[-1] if valid else ""
