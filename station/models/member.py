"""Party members on the station's roster, and since and until when each stood on it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
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
