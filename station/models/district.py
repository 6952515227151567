"""The station's districts (片区): as much of an address as may leave it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from shared.errors import NotFoundError
from station.database import Base


class District(Base):
    """A part of the station's area, chosen by a clerk; one given up stays for what it was."""

    __tablename__ = "district"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    is_active: Mapped[bool] = mapped_column(default=True)


def districts(session: Session, *, given_up_too: bool = False) -> Sequence[District]:
    """By name."""
    query = select(District) if given_up_too else select(District).filter_by(is_active=True)
    return session.scalars(query.order_by(District.name)).all()


def by_id(session: Session, district_id: UUID, *, lock: bool = False) -> District:
    """NotFoundError `district.unknown`."""
    found = session.get(District, district_id, with_for_update=lock or None)
    if found is None:
        raise NotFoundError("district.unknown")
    return found
