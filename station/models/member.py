"""Party members on the station's roster, and since and until when each stood on it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Select, String, UniqueConstraint, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from shared.vault import EncryptedText
from station.database import Base


class Member(Base):
    """One person, one row, for ever: whoever comes back to the roster gets a new stay.

    `search_digest` finds the number at this station, `duplicate_digest` (under the district
    word; None where the station has none) at the center. Dates lie encrypted as ISO text.
    """

    __tablename__ = "member"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    name: Mapped[str] = mapped_column(String(60), index=True)
    sex: Mapped[str] = mapped_column(String(10))
    id_number: Mapped[str] = mapped_column(EncryptedText)
    phone: Mapped[str] = mapped_column(EncryptedText)
    joined_party_on: Mapped[str] = mapped_column(EncryptedText)
    birth_date: Mapped[str] = mapped_column(EncryptedText)
    post: Mapped[str] = mapped_column(String(60))
    search_digest: Mapped[str] = mapped_column(String(64), unique=True)
    duplicate_digest: Mapped[str | None] = mapped_column(String(80))

    @property
    def last_four(self) -> str:
        """What lists may show of the number."""
        return self.id_number[-4:]


class MemberStay(Base):
    """Days on the roster, both ends included; no last day: still on it."""

    __tablename__ = "member_stay"
    __table_args__ = (UniqueConstraint("member_id", "first_day"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date | None]


def member_by_digest(session: Session, search_digest: str) -> Member | None:
    """Whoever has the number with this digest (`vault.search_digest`), on the roster or not."""
    return session.scalar(select(Member).filter_by(search_digest=search_digest))


def on_roster(day: date) -> Select[UUID]:
    """The ids of whoever stood on the roster on a day, for use in other queries."""
    return select(MemberStay.member_id).where(
        MemberStay.first_day <= day,
        or_(MemberStay.last_day.is_(None), MemberStay.last_day >= day),
    )


def roster(session: Session, day: date) -> list[Member]:
    """The members on a day, by name."""
    query = select(Member).where(Member.id.in_(on_roster(day)))
    return list(session.scalars(query.order_by(Member.name, Member.id)))


def members_on(session: Session, day: date) -> int:
    """How many members stood on the roster on a day: the denominator of coverage."""
    return session.scalar(count_members(day)) or 0


def count_members(day: date) -> Select[int]:
    """`members_on` as a query, for use in others."""
    return select(func.count()).select_from(on_roster(day).subquery())


def has_roster(session: Session) -> bool:
    """Whether a roster was ever written."""
    return session.scalar(select(MemberStay.id).limit(1)) is not None


def open_stay(session: Session, member_id: UUID) -> MemberStay | None:
    """The stay without an end; None for whoever is not on the roster."""
    return session.scalar(select(MemberStay).filter_by(member_id=member_id, last_day=None))
