"""Decisions on stars: proposal, decision and reason side by side; none is ever replaced."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from association.database import Base
from shared.domain.star_decision import STANDING, Status


class StarDecision(Base):
    """The n-th decision on a volunteer's year, with the basis it was made on."""

    __tablename__ = "star_decision"
    __table_args__ = (UniqueConstraint("volunteer", "year", "n"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    volunteer: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"))
    year: Mapped[int] = mapped_column(index=True)
    n: Mapped[int]
    decision: Mapped[str] = mapped_column(String(20))
    proposed: Mapped[int]
    star: Mapped[int]
    points: Mapped[int]
    reason: Mapped[str] = mapped_column(String(500))
    station: Mapped[str] = mapped_column(ForeignKey("station.name"))
    basis: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    decided_on: Mapped[date]
    by: Mapped[str] = mapped_column(String(60))


def of_volunteers(session: Session, ids: Iterable[UUID]) -> dict[UUID, list[StarDecision]]:
    """Each volunteer's decisions on all years, the first one of each year first."""
    query = select(StarDecision).where(StarDecision.volunteer.in_(list(ids)))
    return _grouped(session.scalars(query.order_by(StarDecision.n)))


def of_year(session: Session, year: int) -> dict[UUID, list[StarDecision]]:
    """All decisions on the year by volunteer, the first one first."""
    query = select(StarDecision).where(StarDecision.year == year)
    return _grouped(session.scalars(query.order_by(StarDecision.volunteer, StarDecision.n)))


def stars(decisions: Iterable[StarDecision]) -> dict[int, int]:
    """One volunteer's stars by year, by the last decision of each that stands approved."""
    last = {decision.year: decision for decision in decisions}
    return {year: one.star for year, one in last.items() if one.decision in STANDING}


def first_approval(session: Session, year: int) -> date | None:
    """The day on which the year's first star was approved."""
    query = select(func.min(StarDecision.decided_on)).where(
        StarDecision.year == year, StarDecision.decision == Status.APPROVED
    )
    return session.scalar(query)


def _grouped(decisions: Iterable[StarDecision]) -> dict[UUID, list[StarDecision]]:
    found: dict[UUID, list[StarDecision]] = {}
    for decision in decisions:
        found.setdefault(decision.volunteer, []).append(decision)
    return found
