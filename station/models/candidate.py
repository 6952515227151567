"""Whom a request could be given to: the volunteers as dispatching sees them, a query each thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from shared.domain.month import Month
from shared.domain.registration import Status as VolunteerStatus
from shared.domain.service_order import Status as OrderStatus
from shared.domain.service_record import Category, Evaluation
from shared.domain.telephone import normalise
from station.domain.dispatch import Candidate, Proposals, Task, propose
from station.domain.service_order import is_related
from station.models.ledger import LIVE
from station.models.member import Member
from station.models.registration import Registration
from station.models.service_item import ServiceItem, item_of
from station.models.service_order import OrderPerson, ServiceOrder
from station.models.service_record import ServiceRecord
from station.models.service_request import RequestContact, ServiceRequest
from station.models.volunteer import Volunteer

KNOWN = (VolunteerStatus.APPROVED, VolunteerStatus.SUSPENDED)
IN_HAND = (OrderStatus.OFFERED, OrderStatus.ACCEPTED)


@dataclass(frozen=True)
class Proposed:
    """Who is proposed and who isn't, with what the page says of each."""

    proposals: Proposals
    people: Mapping[UUID, Candidate]

    @classmethod
    def nobody(cls) -> Self:
        """Where nobody is to be sent, or nothing is known of the matter."""
        return cls(Proposals((), ()), {})


def proposed(
    session: Session, row: ServiceRequest, item: ServiceItem | None, today: date
) -> Proposed:
    """Whom to send and why; nobody for a request without a category."""
    if row.category is None:
        return Proposed.nobody()
    task = Task(Category(row.category), item_of(item) if item else None, tuple(row.wished))
    people = candidates(session, row, today)
    return Proposed(propose(task, people), {one.volunteer: one for one in people})


def candidates(session: Session, row: ServiceRequest, today: date) -> list[Candidate]:
    """Everybody in service or suspended: three queries, however many they are."""
    hours, orders = _hours(session, today), _orders(session, row)
    return [
        Candidate(
            volunteer=volunteer.id,
            name=volunteer.name,
            categories=frozenset(form.categories),
            specialties=tuple(form.specialties),
            free_times=tuple(form.free_times),
            hours=hours.get(volunteer.id, 0),
            orders=found.in_hand if (found := orders.get(volunteer.id)) else 0,
            is_in_service=volunteer.status == VolunteerStatus.APPROVED,
            is_related=is_related(volunteer.id, normalise(own), row.requester_id, called),
            has_refused=bool(found and found.refused),
            knows=bool(found and found.pleased),
        )
        for volunteer, form, own, called in _people(session, row)
    ]


@dataclass(frozen=True)
class _Orders:
    """A volunteer's orders: how many in hand, whether this request was refused, whom they know."""

    in_hand: int
    refused: int
    pleased: int


def _people(
    session: Session, row: ServiceRequest
) -> list[tuple[Volunteer, Registration, str, str]]:
    """Each with their own telephone, and the one by which the requester is called."""
    newer = aliased(Registration)
    overtaken = exists().where(
        newer.volunteer_id == Registration.volunteer_id, newer.id > Registration.id
    )
    query = (
        select(Volunteer, Registration, Member.phone, RequestContact.phone)
        .join(Registration, Registration.volunteer_id == Volunteer.id)
        .join(Member, Member.id == Volunteer.member_id)
        .outerjoin(RequestContact, RequestContact.request_id == row.id)
        .where(
            Volunteer.status.in_(KNOWN),
            Volunteer.superseded_by.is_(None),
            Volunteer.transferred_to.is_(None),
            ~overtaken,
        )
        .order_by(Volunteer.name, Volunteer.id)
    )
    found = session.execute(query)
    return [(volunteer, form, own, called or "") for volunteer, form, own, called in found]


def _hours(session: Session, today: date) -> dict[UUID, int]:
    """What counts or waits to count in the month of a day."""
    query = (
        select(ServiceRecord.volunteer_id, func.sum(ServiceRecord.hours))
        .where(ServiceRecord.month == str(Month.of(today)), ServiceRecord.status.in_(LIVE))
        .group_by(ServiceRecord.volunteer_id)
    )
    return {volunteer: int(hours) for volunteer, hours in session.execute(query)}


def _orders(session: Session, row: ServiceRequest) -> dict[UUID, _Orders]:
    """Of whom an order was offered to, or who goes for it."""
    who = func.coalesce(OrderPerson.volunteer_id, ServiceOrder.volunteer_id)
    this = ServiceOrder.request_id == row.id
    figures = (
        ServiceOrder.status.in_(IN_HAND),
        and_(this, ServiceOrder.status == OrderStatus.REFUSED),
        and_(
            ServiceOrder.status == OrderStatus.SIGNED,
            ServiceRecord.evaluation == Evaluation.SATISFIED,
            _same_recipient(row),
        ),
    )
    query = (
        select(who, *(func.sum(case((figure, 1), else_=0)) for figure in figures))
        .select_from(ServiceOrder)
        .outerjoin(OrderPerson, OrderPerson.order_id == ServiceOrder.id)
        .outerjoin(ServiceRecord, ServiceRecord.id == OrderPerson.record_id)
        .where(or_(this, ServiceOrder.status.in_((*IN_HAND, OrderStatus.SIGNED))))
        .group_by(who)
    )
    return {
        volunteer: _Orders(int(in_hand), int(refused), int(pleased))
        for volunteer, in_hand, refused, pleased in session.execute(query)
        if volunteer is not None
    }


def _same_recipient(row: ServiceRequest) -> ColumnElement[bool]:
    """Orders of requests with the same telephone."""
    own, other = aliased(RequestContact), aliased(RequestContact)
    same = (
        select(other.request_id)
        .join(own, own.phone_digest == other.phone_digest)
        .where(own.request_id == row.id, own.phone_digest != "")
    )
    return ServiceOrder.request_id.in_(same)
