"""Pairings as pages and API show them: the household's masked name, who visits, each visit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from shared.domain.mask import masked_name
from shared.domain.service_order import Status
from shared.domain.telephone import normalise
from station.domain.pairing_change import State, VisitState, visit_state
from station.models.district import District
from station.models.member import Member
from station.models.pairing import (
    Household,
    Pairing,
    PairingSpan,
    PairingTie,
    PairingVisit,
    household_of,
)
from station.models.pairing_need import is_ahead, is_overdue, is_unmanned
from station.models.service_item import ServiceItem
from station.models.service_order import ServiceOrder, orders_of_visit
from station.models.visit_figures import is_signed
from station.models.volunteer import Volunteer, is_serving

UNDER_WAY = (Status.OFFERED, Status.ACCEPTED)


@dataclass(frozen=True)
class Visitor:
    """Whoever visits; `serves` is False for one whose part is to be handed over."""

    volunteer: UUID
    name: str
    serves: bool


@dataclass(frozen=True)
class Wanting:
    """How many visits are overdue, how many have nobody, until when the present one is due."""

    overdue: int = 0
    unmanned: int = 0
    next_due: date | None = None


@dataclass(frozen=True)
class PairingView:
    """A pairing in a list; `name` is masked, "" once erased."""

    pairing: Pairing
    name: str
    what: str
    district: str
    rhythm: str
    people: Sequence[Visitor]
    wanting: Wanting

    @property
    def orphans(self) -> Sequence[Visitor]:
        """Who should visit and serves no more."""
        return [one for one in self.people if not one.serves]


@dataclass(frozen=True)
class VisitView:
    """One round's visit with its newest order, and how it stands."""

    visit: PairingVisit
    state: VisitState
    order: ServiceOrder | None
    counts: bool


def views_of(session: Session, pairings: Sequence[Pairing], today: date) -> list[PairingView]:
    """Two questions, however many pairings there are; in the order given."""
    ids = [one.id for one in pairings]
    people = _people(session, ids)
    told = {row[0]: row for row in session.execute(_told(ids, today))}
    return [_view(one, told[one.id], people[one.id]) for one in pairings]


def visit_views(session: Session, pairing_id: UUID, today: date) -> list[VisitView]:
    """The newest round first."""
    query = (
        select(PairingVisit, PairingSpan.last, is_signed())
        .join(PairingSpan, PairingSpan.id == PairingVisit.span_id)
        .where(PairingVisit.pairing_id == pairing_id)
        .order_by(PairingVisit.due.desc(), PairingVisit.id)
    )
    visits = session.execute(query).all()
    orders: dict[UUID | None, list[ServiceOrder]] = defaultdict(list)
    theirs = ServiceOrder.visit_id.in_([one.id for one, *_ in visits])
    for order in session.scalars(select(ServiceOrder).where(theirs).order_by(ServiceOrder.id)):
        orders[order.visit_id].append(order)
    return [
        VisitView(
            one,
            _state(one, orders[one.id], today, stands=stands),
            orders[one.id][-1] if orders[one.id] else None,
            last is None or last >= one.due,
        )
        for one, last, stands in visits
    ]


def statuses_of(session: Session, visit_id: UUID) -> list[Status]:
    """Of a visit's orders; one that was signed for counts while a record of it stands."""
    query = select(PairingVisit.id).where(PairingVisit.id == visit_id, is_signed())
    return _counting(orders_of_visit(session, visit_id), stands=session.scalar(query) is not None)


def orders_under_way(session: Session, pairing_id: UUID) -> Sequence[ServiceOrder]:
    """Those of its visits that were offered or accepted, and not carried out."""
    query = (
        select(ServiceOrder)
        .join(PairingVisit, PairingVisit.id == ServiceOrder.visit_id)
        .where(PairingVisit.pairing_id == pairing_id, ServiceOrder.status.in_(UNDER_WAY))
    )
    return session.scalars(query.order_by(ServiceOrder.id)).all()


def open_pairings_of(session: Session, volunteer: UUID, *, lock: bool = False) -> Sequence[Pairing]:
    """Those that a volunteer visits, or should and serves no more."""
    theirs = select(PairingTie.pairing_id).where(
        PairingTie.volunteer_id == volunteer, PairingTie.last.is_(None)
    )
    query = select(Pairing).where(Pairing.id.in_(theirs), Pairing.status != State.ENDED)
    query = query.order_by(Pairing.since, Pairing.id)
    return session.scalars(query.with_for_update() if lock else query).all()


def related(session: Session, pairing_id: UUID, people: Collection[UUID]) -> set[UUID]:
    """Those of them who are called by the household's own telephone."""
    household = household_of(session, pairing_id)
    if household is None or not household.phone:
        return set()
    query = (
        select(Volunteer.id, Member.phone)
        .join(Member, Member.id == Volunteer.member_id)
        .where(Volunteer.id.in_(set(people)))
    )
    return {one for one, own in session.execute(query) if normalise(own) == household.phone}


def _state(
    visit: PairingVisit, orders: Sequence[ServiceOrder], today: date, *, stands: bool
) -> VisitState:
    statuses = _counting(orders, stands=stands)
    return visit_state(visit.due, statuses, today, missed=visit.missed_at is not None)


def _counting(orders: Sequence[ServiceOrder], *, stands: bool) -> list[Status]:
    statuses = [Status(order.status) for order in orders]
    return [one for one in statuses if stands or one is not Status.SIGNED]


def _view(pairing: Pairing, told: Sequence[Any], people: Sequence[Visitor]) -> PairingView:
    _id, name, what, district, rhythm, *figures = told
    masked = masked_name(name) if name else ""
    return PairingView(pairing, masked, what, district, rhythm, people, Wanting(*figures))


def _people(session: Session, ids: Sequence[UUID]) -> Mapping[UUID, list[Visitor]]:
    query = (
        select(PairingTie.pairing_id, Volunteer.id, Volunteer.name, is_serving())
        .join(Volunteer, Volunteer.id == PairingTie.volunteer_id)
        .where(PairingTie.pairing_id.in_(ids), PairingTie.last.is_(None))
        .order_by(Volunteer.name, Volunteer.id)
    )
    found: dict[UUID, list[Visitor]] = defaultdict(list)
    for pairing, volunteer, name, serves in session.execute(query):
        found[pairing].append(Visitor(volunteer, name, bool(serves)))
    return found


def _told(ids: Sequence[UUID], today: date) -> Select[Any]:
    """Id, name, item, district, the last rhythm; visits overdue, without anybody, the next day."""
    rhythm = (
        select(PairingSpan.rhythm)
        .where(PairingSpan.pairing_id == Pairing.id)
        .order_by(PairingSpan.first.desc(), PairingSpan.id.desc())
        .limit(1)
    )
    return (
        select(
            Pairing.id,
            Household.name,
            ServiceItem.name,
            func.coalesce(District.name, ""),
            func.coalesce(rhythm.scalar_subquery(), ""),
            _figure(func.count(), is_overdue(today)),
            _figure(func.count(), is_unmanned(today)),
            _figure(func.min(PairingVisit.due), is_ahead(today)),
        )
        .join(ServiceItem, ServiceItem.code == Pairing.item_code)
        .outerjoin(Household, Household.pairing_id == Pairing.id)
        .outerjoin(District, District.id == Pairing.district_id)
        .where(Pairing.id.in_(ids))
    )


def _figure(figure: Any, where: ColumnElement[bool]) -> Any:
    its = select(figure).select_from(PairingVisit).where(PairingVisit.pairing_id == Pairing.id)
    return its.where(where).correlate(Pairing).scalar_subquery()
