"""Home visits to holders of three stars three years running: raised, made, declined (六.6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from shared.database import UtcDateTime
from shared.domain.month import Month
from shared.domain.registration import Status
from shared.domain.star import HIGHEST
from shared.domain.star_decision import STANDING
from shared.errors import NotFoundError
from shared.vault import EncryptedText
from station.database import Base
from station.domain.benefit_visit import Refusal, Stars
from station.models.star import Star
from station.models.volunteer import Volunteer


class BenefitVisit(Base):
    """A month's visit to a holder, raised once; `made_on` is the day on which it was made.

    `visitors` are the station's people as they were named; `missed` is why nobody went.
    """

    __tablename__ = "benefit_visit"
    __table_args__ = (UniqueConstraint("volunteer_id", "month", "kind"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"))
    month: Mapped[str] = mapped_column(String(7), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    made_on: Mapped[date | None]
    visitors: Mapped[str] = mapped_column(EncryptedText, default="")
    led_by_head: Mapped[bool] = mapped_column(default=False)
    photo_id: Mapped[UUID | None] = mapped_column(ForeignKey("photo.id"))
    missed: Mapped[str] = mapped_column(EncryptedText, default="")
    settled_by: Mapped[UUID | None]
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class BenefitRefusal(Base):
    """A holder wants no visits from a month on; `last` is the last, `said_on` when they said so."""

    __tablename__ = "benefit_refusal"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), index=True)
    first: Mapped[str] = mapped_column(String(7))
    last: Mapped[str | None] = mapped_column(String(7))
    said_on: Mapped[date]
    words: Mapped[str] = mapped_column(EncryptedText, default="")
    taken_back_on: Mapped[date | None]

    @property
    def refusal(self) -> Refusal:
        """As the rules take it."""
        return Refusal(Month.parse(self.first), Month.parse(self.last) if self.last else None)


def by_id(session: Session, visit_id: UUID, *, lock: bool = False) -> BenefitVisit:
    """NotFoundError `benefit_visit.unknown`; `lock` where a decision rests on it."""
    found = session.get(
        BenefitVisit, visit_id, with_for_update=lock or None, populate_existing=lock
    )
    if found is None:
        raise NotFoundError("benefit_visit.unknown")
    return found


def holders(session: Session, day: date) -> dict[UUID, Stars]:
    """Who ever had three stars and belongs to this station on a day, with their decisions."""
    ever = select(Star.volunteer_id).where(Star.star == HIGHEST, Star.decision.in_(STANDING))
    here = (
        Volunteer.superseded_by.is_(None),
        Volunteer.station_since <= day,
        or_(Volunteer.status != Status.LEFT, Volunteer.left_on >= day),
    )
    query = (
        select(Star.volunteer_id, Star.year, Star.star, Star.first_approved_on)
        .join(Volunteer, Volunteer.id == Star.volunteer_id)
        .where(*here, Star.volunteer_id.in_(ever), Star.decision.in_(STANDING))
    )
    decided: dict[UUID, dict[int, int]] = defaultdict(dict)
    approved: dict[UUID, dict[int, date]] = defaultdict(dict)
    for volunteer, year, star, approved_on in session.execute(query):
        decided[volunteer][year] = star
        if approved_on is not None:
            approved[volunteer][year] = approved_on
    opened = _opened(session)
    return {one: Stars(years, approved[one], opened) for one, years in decided.items()}


def refusals_of(
    session: Session, volunteers: Collection[UUID] | None = None
) -> Mapping[UUID, list[BenefitRefusal]]:
    """Of these, or of all who ever declined, the oldest first."""
    query = select(BenefitRefusal)
    if volunteers is not None:
        query = query.where(BenefitRefusal.volunteer_id.in_(volunteers))
    found: dict[UUID, list[BenefitRefusal]] = defaultdict(list)
    for row in session.scalars(query.order_by(BenefitRefusal.id)):
        found[row.volunteer_id].append(row)
    return found


def declines(refusals: Iterable[BenefitRefusal], month: Month) -> bool:
    """Whether a holder wants no visit in a month."""
    return any(one.refusal.covers(month) for one in refusals)


def visits_in(session: Session, first: Month, last: Month) -> list[BenefitVisit]:
    """Those raised for the months, the oldest first."""
    query = select(BenefitVisit).where(BenefitVisit.month.between(str(first), str(last)))
    return list(session.scalars(query.order_by(BenefitVisit.month, BenefitVisit.id)))


def _opened(session: Session) -> dict[int, date]:
    """The day on which each year's stars were approved first, whoever's."""
    query = select(Star.year, func.min(Star.first_approved_on)).group_by(Star.year)
    return {year: day for year, day in session.execute(query) if day is not None}
