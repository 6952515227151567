"""The policies that the association has sent down, a row a year, with their working days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared.database import UtcDateTime
from shared.domain.policy import Policy, default_policy
from shared.domain.working_day import WorkingDays
from station.database import Base


class YearPolicy(Base):
    """`policy` as `Policy.to_dict()` gives it, `working_days` as `WorkingDays.to_dict()`."""

    __tablename__ = "policy"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ver: Mapped[int]
    policy: Mapped[dict[str, Any]] = mapped_column(JSON)
    working_days: Mapped[dict[str, int]] = mapped_column(JSON)
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True)
class Policies:
    """What came down so far: figures by year, and the working days of all of them."""

    known: Mapping[int, Policy]
    days: WorkingDays

    def of(self, year: int) -> Policy:
        """That year's figures: the plan's own until the association's arrive."""
        return self.known.get(year) or default_policy(year)


def policies(session: Session) -> Policies:
    """All years at once, for whoever needs figures and working days."""
    rows = session.scalars(select(YearPolicy).order_by(YearPolicy.year)).all()
    days: dict[date, bool] = {}
    for row in rows:
        days |= WorkingDays.from_dict(row.working_days).exceptions
    return Policies({row.year: Policy.from_dict(row.policy) for row in rows}, WorkingDays(days))


def policy_of(session: Session, year: int) -> Policy:
    """That year's figures: the plan's own until the association's arrive."""
    row = session.get(YearPolicy, year)
    return default_policy(year) if row is None else Policy.from_dict(row.policy)


def working_days(session: Session) -> WorkingDays:
    """The days of all years that came; December's deadline lies in the next year."""
    known: dict[date, bool] = {}
    for days in session.scalars(select(YearPolicy.working_days).order_by(YearPolicy.year)):
        known |= WorkingDays.from_dict(days).exceptions
    return WorkingDays(known)
