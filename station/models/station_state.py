"""The station's one row of its own: what is locked while rows are judged and written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from station.database import Base

_INSERT: dict[str, Callable[..., Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class StationState(Base):
    """Holds nothing: imports, registrations and sealing of a station wait for each other here."""

    __tablename__ = "station_state"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


def lock_station(session: Session) -> StationState:
    """The row, locked until the transaction ends: one import, registration or sealing at a time."""
    insert = _INSERT[session.get_bind().dialect.name]
    session.execute(insert(StationState).values(id=1).on_conflict_do_nothing())
    return session.scalars(select(StationState).where(StationState.id == 1).with_for_update()).one()
