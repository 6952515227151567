"""Photos of the station: what each is for; the bytes lie in `blob`, once for each digest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Select, String, exists, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from shared.database import UtcDateTime
from shared.domain.month import Month
from shared.errors import NotFoundError
from shared.vault import EncryptedText
from station.database import Base
from station.domain.photo import Kind
from station.models.service_record import ServiceRecord


class Photo(Base):
    """One use of a picture: a volunteer's portrait, a month's photo, a record's slip.

    A portrait or slip without volunteer or record waits for the form that it was taken for.
    A slip names its order where the code on it did.
    Of a volunteer's portraits the newest counts. `sha256` names the bytes, here and above.
    """

    __tablename__ = "photo"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    kind: Mapped[str] = mapped_column(String(10))
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"), index=True)
    width: Mapped[int]
    height: Mapped[int]
    size: Mapped[int]
    volunteer_id: Mapped[UUID | None] = mapped_column(ForeignKey("volunteer.id"), index=True)
    record_id: Mapped[UUID | None] = mapped_column(ForeignKey("service_record.id"), index=True)
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("service_order.id"))
    month: Mapped[str | None] = mapped_column(String(7), index=True)
    caption: Mapped[str] = mapped_column(EncryptedText, default="")
    added_by: Mapped[UUID]
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)


def by_id(session: Session, photo_id: UUID, *, lock: bool = False) -> Photo:
    """NotFoundError `photo.unknown`; `lock` where it is to be changed."""
    found = session.get(Photo, photo_id, with_for_update=lock or None)
    if found is None:
        raise NotFoundError("photo.unknown")
    return found


def portrait_of(session: Session, volunteer_id: UUID) -> Photo | None:
    """The newest one; None for whoever has none."""
    return portraits_of(session, [volunteer_id]).get(volunteer_id)


def portraits_of(session: Session, volunteers: Iterable[UUID]) -> dict[UUID, Photo]:
    """Volunteer → the newest portrait: ids are UUIDv7, ordered by time."""
    query = select(Photo).where(
        Photo.kind == Kind.PORTRAIT, Photo.volunteer_id.in_(list(volunteers))
    )
    rows = session.scalars(query.order_by(Photo.id))
    return {photo.volunteer_id: photo for photo in rows if photo.volunteer_id is not None}


def photos_of_month(session: Session, month: Month) -> Sequence[Photo]:
    """Those of a monthly report, in the order in which they were added."""
    query = select(Photo).where(Photo.kind == Kind.REPORT, Photo.month == str(month))
    return session.scalars(query.order_by(Photo.id)).all()


def slips_of(session: Session, record: ServiceRecord) -> Sequence[Photo]:
    """A record's evidence, the newest first: filed with it, or named by its digest."""
    is_its = or_(Photo.record_id == record.id, Photo.sha256 == record.evidence)
    query = select(Photo).where(Photo.kind == Kind.EVIDENCE, is_its)
    return session.scalars(query.order_by(Photo.id.desc())).all()


def unfiled_slips() -> Select[Photo]:
    """Slips of which nothing says yet to which record they belong, the oldest first."""
    named = exists().where(ServiceRecord.evidence == Photo.sha256)
    query = select(Photo).where(Photo.kind == Kind.EVIDENCE, Photo.record_id.is_(None), ~named)
    return query.order_by(Photo.id)


def left_over(session: Session, before: datetime) -> Sequence[Photo]:
    """Portraits taken for forms that nobody has finished since."""
    query = select(Photo).where(
        Photo.kind == Kind.PORTRAIT, Photo.volunteer_id.is_(None), Photo.added_at < before
    )
    return session.scalars(query).all()


def is_used(session: Session, sha256: str) -> bool:
    """Whether any photo has these bytes."""
    return session.scalar(select(Photo.id).where(Photo.sha256 == sha256).limit(1)) is not None
