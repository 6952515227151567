"""The station's one row of its own: what writers lock, and what residents are promised."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import String, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared.domain.promise import Promise
from station.database import Base
from station.domain.promise import KEEP_DAYS

_INSERT: dict[str, Callable[..., Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class StationState(Base):
    """Imports, registrations and sealing of a station wait for each other here.

    Promises in working days; `phone` is where residents call, `reach` the address at which they
    find this node's pages, "" where they can't. `keep_days` after a request is over its contact and
    words are erased.
    """

    __tablename__ = "station_state"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    accept_days: Mapped[int] = mapped_column(default=1)
    dispatch_days: Mapped[int] = mapped_column(default=3)
    phone: Mapped[str] = mapped_column(String(30), default="")
    reach: Mapped[str] = mapped_column(String(200), default="")
    keep_days: Mapped[int] = mapped_column(default=KEEP_DAYS)


def lock_station(session: Session) -> StationState:
    """The row, locked until the transaction ends: one import, registration or sealing at a time."""
    insert = _INSERT[session.get_bind().dialect.name]
    session.execute(insert(StationState).values(id=1).on_conflict_do_nothing())
    return session.scalars(select(StationState).where(StationState.id == 1).with_for_update()).one()


def station_state(session: Session) -> StationState:
    """What is promised; the plan's own figures until somebody set others. Writes nothing."""
    found = session.get(StationState, 1)
    return found or StationState(
        id=1, accept_days=1, dispatch_days=3, phone="", reach="", keep_days=KEEP_DAYS
    )


def promise_of(state: StationState) -> Promise:
    """The promised days as the rules take them."""
    return Promise(accept=state.accept_days, dispatch=state.dispatch_days)
