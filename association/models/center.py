"""The centers of the district, as enrolled and approved here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from association.database import Base
from shared.errors import NotFoundError


class Center(Base):
    """A center whose enrolment an administrator approved; `name` is its node name."""

    __tablename__ = "center"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    title: Mapped[str] = mapped_column(String(100))
    approved_on: Mapped[date]


def by_name(session: Session, name: str) -> Center:
    """NotFoundError for a center that is not approved, so that its messages wait."""
    center = session.get(Center, name)
    if center is None:
        raise NotFoundError("center.unknown", center=name)
    return center


def names(session: Session) -> list[str]:
    """The node names of all approved centers."""
    return list(session.scalars(select(Center.name).order_by(Center.name)))


def everyone(session: Session) -> Sequence[Center]:
    """All approved centers, by name."""
    return session.scalars(select(Center).order_by(Center.name)).all()
