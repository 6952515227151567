"""The station's running numbers: of service requests and service orders."""

from __future__ import annotations

from sqlalchemy.orm import Session

from shared.counter import CounterMixin, lock_counter
from station.database import Base


class Counter(CounterMixin, Base):
    """The last number of a kind (request, order) in a year; none is given again."""


def next_number(session: Session, kind: str, year: int) -> str:
    """A new number such as 2026-0412; others who want one wait until the transaction ends."""
    counter = lock_counter(session, Counter, kind, year)
    counter.last += 1
    return f"{year}-{counter.last:04d}"
