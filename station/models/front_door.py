"""What was done at the center's front door for this station, each once, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared.database import UtcDateTime
from shared.domain.web_address import is_web_address
from shared.federation.enrolment import UPPER
from station.database import Base
from station.models.federation import TABLES
from station.models.service_order import ServiceOrder
from station.models.service_request import ServiceRequest
from station.models.signature import SignatureLink
from station.models.station_state import StationState


class FrontEntry(Base):
    """`id` is the center's own number of it; `refused` the code of why it couldn't be entered.

    Of what couldn't be read there is no row, of what couldn't be entered no request. What was
    signed of an order whose request didn't come through that door is of the order alone.
    """

    __tablename__ = "front_entry"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    request_id: Mapped[UUID | None] = mapped_column(index=True)
    order_id: Mapped[UUID | None] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(20))
    came_at: Mapped[datetime] = mapped_column(UtcDateTime)
    refused: Mapped[str] = mapped_column(String(80), default="")


@dataclass(frozen=True)
class Reach:
    """Where residents find pages: this station's own, and the center's where this station calls it.

    "" for none: nobody reaches this station, or it hasn't enrolled.
    """

    own: str
    center: str


def reach_columns() -> tuple[ScalarSelect[str], ScalarSelect[str | None]]:
    """For `reach_in`, in a question that is asked anyway."""
    own = select(StationState.reach).where(StationState.id == 1)
    center = select(TABLES.peer.url).where(TABLES.peer.side == UPPER).limit(1)
    return own.scalar_subquery(), center.scalar_subquery()


def reach_in(own: str | None, center: str | None) -> Reach:
    """What these columns brought."""
    url = center or ""
    return Reach(own or "", url if is_web_address(url) else "")


def reach_of(session: Session) -> Reach:
    """In a question of its own."""
    return reach_in(*session.execute(select(*reach_columns())).one())


def followed_at(row: ServiceRequest, reach: Reach) -> str:
    """Where residents follow a request, "" nowhere.

    Whoever asked at the center finds the address there under which they asked.
    """
    return reach.own or ((row.front_reach or reach.center) if row.front_door else "")


def entries_of(session: Session, request_id: UUID | None) -> Sequence[FrontEntry]:
    """Of a request, in the order in which they came."""
    return _in_order(session, FrontEntry.request_id == request_id)


def entries_of_order(session: Session, order_id: UUID) -> Sequence[FrontEntry]:
    """Likewise of an order alone."""
    return _in_order(session, FrontEntry.order_id == order_id)


def _in_order(session: Session, which: ColumnElement[bool]) -> Sequence[FrontEntry]:
    query = select(FrontEntry).where(which)
    return session.scalars(query.order_by(FrontEntry.came_at, FrontEntry.id)).all()


def open_links(
    session: Session, orders: ColumnElement[bool], since: datetime
) -> Sequence[SignatureLink]:
    """The links to sign such orders with that still open something, made after `since`."""
    query = (
        select(SignatureLink)
        .join(ServiceOrder, ServiceOrder.id == SignatureLink.order_id)
        .where(
            orders,
            SignatureLink.used_at.is_(None),
            SignatureLink.revoked_at.is_(None),
            SignatureLink.made_at > since,
        )
        .order_by(SignatureLink.made_at.desc())
    )
    return session.scalars(query).all()
