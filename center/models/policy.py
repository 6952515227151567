"""Policies by year as the association signed them, and the figures that hold for a year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from center.database import Base
from shared.domain.policy import Policy, default_policy
from shared.domain.working_day import WorkingDays


class YearPolicy(Base):
    """The newest `policy.set` of a year; `message` is the one to forward to later stations."""

    __tablename__ = "year_policy"

    year: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    policy: Mapped[dict[str, Any]] = mapped_column(JSON)
    working_days: Mapped[dict[str, Any]] = mapped_column(JSON)
    message: Mapped[UUID]


def in_order(session: Session) -> Sequence[YearPolicy]:
    """All known policies, by year."""
    return session.scalars(select(YearPolicy).order_by(YearPolicy.year)).all()


def policy_of(session: Session, year: int) -> Policy:
    """The association's figures for a year, the plan's where none came."""
    row = session.get(YearPolicy, year)
    return default_policy(year) if row is None else Policy.from_dict(row.policy)


def working_days(session: Session) -> WorkingDays:
    """The tables of all years in one: a deadline may lie in the year after its month."""
    return _days(in_order(session))


def figures_and_days(session: Session, year: int) -> tuple[Policy, WorkingDays]:
    """Both at once, in one query: for pages."""
    rows = in_order(session)
    own = next((Policy.from_dict(row.policy) for row in rows if row.year == year), None)
    return own or default_policy(year), _days(rows)


def all_years(session: Session) -> tuple[dict[int, Policy], WorkingDays]:
    """The figures of every year that has its own, and all days, in one query."""
    rows = in_order(session)
    return {row.year: Policy.from_dict(row.policy) for row in rows}, _days(rows)


def _days(rows: Sequence[YearPolicy]) -> WorkingDays:
    exceptions: dict[date, bool] = {}
    for row in rows:
        exceptions.update(WorkingDays.from_dict(row.working_days).exceptions)
    return WorkingDays(exceptions)
