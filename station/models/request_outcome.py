"""What came of a request that this station served: people, whole hours, what was said of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.domain.service_record import Evaluation, Status
from station.models.service_order import OrderPerson, ServiceOrder
from station.models.service_record import ServiceRecord
from station.models.signature import Signature


def outcome_of(session: Session, request_id: UUID) -> dict[str, Any] | None:
    """As it travels to the first station; None while nothing was reported done.

    Dissatisfied where anybody was; the newest signature stands for all.
    """
    query = (
        select(ServiceRecord)
        .join(OrderPerson, OrderPerson.record_id == ServiceRecord.id)
        .join(ServiceOrder, ServiceOrder.id == OrderPerson.order_id)
        .where(ServiceOrder.request_id == request_id)
        .where(ServiceRecord.status.in_((Status.SUBMITTED, Status.CERTIFIED)))
    )
    records = session.scalars(query).all()
    if not records:
        return None
    said = {record.evaluation for record in records}
    worst = (Evaluation.DISSATISFIED, Evaluation.SATISFIED, Evaluation.NONE)
    return {
        "served_on": max(record.day for record in records),
        "people": len({record.volunteer_id for record in records}),
        "hours": sum(record.hours for record in records),
        "evaluation": next(word for word in worst if word in said),
        "signature": _signature(session, request_id),
    }


def _signature(session: Session, request_id: UUID) -> str:
    query = (
        select(Signature.digest)
        .join(ServiceOrder, ServiceOrder.id == Signature.order_id)
        .where(ServiceOrder.request_id == request_id)
        .order_by(Signature.id.desc())
    )
    return session.scalar(query.limit(1)) or ""
