"""The association's running numbers: of cards, batches, certificates."""

from __future__ import annotations

from sqlalchemy.orm import Session

from association.database import Base
from shared.counter import CounterMixin, lock_counter


class Counter(CounterMixin, Base):
    """The last number of a kind (card, batch, certificate) in a year; none is given again."""


def lock(session: Session, kind: str, year: int) -> Counter:
    """The counter, locked until the transaction ends; made at the first use."""
    return lock_counter(session, Counter, kind, year)
