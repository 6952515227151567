"""The policy and the working days of each year, as last set here."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from association.database import Base
from shared.domain.policy import Policy
from shared.domain.working_day import WorkingDays
from shared.errors import NotFoundError


class PolicyOfYear(Base):
    """One year's figures (`Policy.to_dict`) and the days that differ from the week."""

    __tablename__ = "policy"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]
    policy: Mapped[dict[str, Any]] = mapped_column(JSON)
    working_days: Mapped[dict[str, int]] = mapped_column(JSON)
    set_on: Mapped[date]
    set_by: Mapped[str] = mapped_column(String(60))

    @property
    def value(self) -> Policy:
        return Policy.from_dict(self.policy)


def by_year(session: Session, year: int, *, lock: bool = False) -> PolicyOfYear:
    """NotFoundError for a year without one, so that its messages wait."""
    found = session.get(PolicyOfYear, year, with_for_update=lock or None)
    if found is None:
        raise NotFoundError("policy.not_set", year=year)
    return found


def newest_first(session: Session) -> list[PolicyOfYear]:
    """Every year's policy."""
    return list(session.scalars(select(PolicyOfYear).order_by(PolicyOfYear.year.desc())))


def working_days(session: Session) -> WorkingDays:
    """The tables of all years as one: a notice runs over New Year."""
    days: dict[str, int] = {}
    for found in session.scalars(select(PolicyOfYear)):
        days |= found.working_days
    return WorkingDays.from_dict(days)
