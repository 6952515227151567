"""Service orders, and who goes: given to a volunteer or a team for a request or a visit."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from shared.database import UtcDateTime
from shared.domain.service_order import Assignee
from shared.domain.service_request import Status as RequestStatus
from shared.errors import NotFoundError
from shared.vault import EncryptedText
from station.database import Base
from station.models.request_step import RequestStep
from station.models.volunteer import Volunteer

NOT_HERE = (
    RequestStatus.RECEIVED,
    RequestStatus.ESCALATED,
    RequestStatus.ROUTED,
    RequestStatus.RETURNED,
)


class ServiceOrder(Base):
    """An order; `volunteer_id` or `team_id` is whom it was offered to.

    `visit_on`, `start`, `end` is when they are expected, `message` what the clerk tells them,
    `reason` why it was refused, cancelled or disputed. `visit_id` is the visit of a pairing that
    it was raised for; it has no request then (`origin` says which).
    """

    __tablename__ = "service_order"
    __table_args__ = (
        Index(None, "request_id"),
        Index(None, "visit_id"),
        Index(None, "volunteer_id", "status"),
        Index(None, "team_id", "status"),
        Index(None, "status", "visit_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    origin: Mapped[str] = mapped_column(String(20))
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("service_request.id"))
    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("pairing_visit.id"))
    volunteer_id: Mapped[UUID | None] = mapped_column(ForeignKey("volunteer.id"))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    item_code: Mapped[str | None] = mapped_column(ForeignKey("service_item.code"))
    category: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(EncryptedText, default="")
    message: Mapped[str] = mapped_column(EncryptedText, default="")
    visit_on: Mapped[date | None]
    start: Mapped[str] = mapped_column(String(5), default="")
    end: Mapped[str] = mapped_column(String(5), default="")
    offered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    offered_by: Mapped[UUID]
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by: Mapped[UUID | None]
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by: Mapped[UUID | None]
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[UUID | None]


class OrderPerson(Base):
    """Who goes, or went; `record_id` is the service record of it, once it was reported done."""

    __tablename__ = "order_person"

    order_id: Mapped[UUID] = mapped_column(ForeignKey("service_order.id"), primary_key=True)
    volunteer_id: Mapped[UUID] = mapped_column(
        ForeignKey("volunteer.id"), primary_key=True, index=True
    )
    record_id: Mapped[UUID | None] = mapped_column(ForeignKey("service_record.id"), index=True)


def by_id(session: Session, order_id: UUID, *, lock: bool = False) -> ServiceOrder:
    """NotFoundError `service_order.unknown`; `lock` where a decision rests on it."""
    found = session.get(
        ServiceOrder, order_id, with_for_update=lock or None, populate_existing=lock
    )
    if found is None:
        raise NotFoundError("service_order.unknown")
    return found


def orders_of(session: Session, request_id: UUID) -> Sequence[ServiceOrder]:
    """Those of a request, the oldest first."""
    query = select(ServiceOrder).filter_by(request_id=request_id)
    return session.scalars(query.order_by(ServiceOrder.offered_at, ServiceOrder.id)).all()


def orders_of_visit(session: Session, visit_id: UUID) -> Sequence[ServiceOrder]:
    """Those of a pairing's visit, the oldest first."""
    query = select(ServiceOrder).filter_by(visit_id=visit_id)
    return session.scalars(query.order_by(ServiceOrder.id)).all()


def people_of(session: Session, order_id: UUID) -> Sequence[OrderPerson]:
    """Who goes or went."""
    query = select(OrderPerson).filter_by(order_id=order_id)
    return session.scalars(query.order_by(OrderPerson.volunteer_id)).all()


def names_of(session: Session, order_id: UUID) -> list[str]:
    """Of those who go or went."""
    query = select(Volunteer.name).join(OrderPerson, OrderPerson.volunteer_id == Volunteer.id)
    return list(session.scalars(query.filter(OrderPerson.order_id == order_id)))


def round_of(session: Session, request_id: UUID) -> Sequence[ServiceOrder]:
    """Those made since the request was last received, or given to this station.

    By their ids, which the machine's clock orders: the business clock may stand still.
    """
    began = (
        select(RequestStep.id)
        .where(RequestStep.request_id == request_id, RequestStep.status.in_(NOT_HERE))
        .order_by(RequestStep.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = select(ServiceOrder).where(
        ServiceOrder.request_id == request_id, or_(began.is_(None), ServiceOrder.id > began)
    )
    return session.scalars(query.order_by(ServiceOrder.id)).all()


def orders_of_records(session: Session, records: Collection[UUID]) -> dict[UUID, UUID]:
    """Record → its order, of those that have one."""
    query = select(OrderPerson.record_id, OrderPerson.order_id)
    rows = session.execute(query.where(OrderPerson.record_id.in_(records)))
    return {record: order for record, order in rows if record is not None}


def person_of(session: Session, record_id: UUID) -> OrderPerson | None:
    """Whose part of an order a record is; None for whatever came in by another way."""
    return session.scalar(select(OrderPerson).filter_by(record_id=record_id))


def assignee_of(order: ServiceOrder) -> Assignee:
    """To whom it was offered, as the rules take it."""
    return Assignee(order.volunteer_id, order.team_id)
