"""Pairings as pages and API show them: the household's masked name, who visits, each visit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import case, func, select
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
    spans_of,
    visits_of,
)
from station.models.pairing_need import is_overdue, is_unmanned
from station.models.service_item import ServiceItem
from station.models.service_order import ServiceOrder, orders_of_visit
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
    """Five questions, however many pairings there are; in the order given."""
    ids = [one.id for one in pairings]
    homes = session.scalars(select(Household).where(Household.pairing_id.in_(ids)))
    names = {row.pairing_id: row.name for row in homes}
    rows = select(PairingSpan).where(PairingSpan.pairing_id.in_(ids)).order_by(PairingSpan.first)
    rhythms = {row.pairing_id: row.rhythm for row in session.scalars(rows)}
    people, wanting = _people(session, ids), _wanting(session, ids, today)
    placed = _placed(session, ids)
    return [
        PairingView(
            one,
            masked_name(names[one.id]) if one.id in names else "",
            *placed[one.id],
            rhythms.get(one.id, ""),
            people[one.id],
            wanting[one.id],
        )
        for one in pairings
    ]


def visit_views(session: Session, pairing_id: UUID, today: date) -> list[VisitView]:
    """The newest round first."""
    lasts = {row.id: row.last for row in spans_of(session, pairing_id)}
    visits = visits_of(session, pairing_id)
    orders: dict[UUID, list[ServiceOrder]] = defaultdict(list)
    query = select(ServiceOrder).where(ServiceOrder.visit_id.in_([one.id for one in visits]))
    for order in session.scalars(query.order_by(ServiceOrder.id)):
        orders[order.visit_id or pairing_id].append(order)
    return [
        VisitView(
            one,
            _state(one, orders[one.id], today),
            orders[one.id][-1] if orders[one.id] else None,
            (last := lasts[one.span_id]) is None or last >= one.due,
        )
        for one in visits
    ]


def statuses_of(session: Session, visit_id: UUID) -> list[Status]:
    """Of a visit's orders."""
    return [Status(one.status) for one in orders_of_visit(session, visit_id)]


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


def _state(visit: PairingVisit, orders: Sequence[ServiceOrder], today: date) -> VisitState:
    statuses = [Status(order.status) for order in orders]
    return visit_state(visit.due, statuses, today, missed=visit.missed_at is not None)


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


def _wanting(session: Session, ids: Sequence[UUID], today: date) -> Mapping[UUID, Wanting]:
    open = case((PairingVisit.due >= today, PairingVisit.due))
    figures = (
        func.sum(case((is_overdue(today), 1), else_=0)),
        func.sum(case((is_unmanned(today), 1), else_=0)),
        func.min(open),
    )
    query = (
        select(PairingVisit.pairing_id, *figures)
        .where(PairingVisit.pairing_id.in_(ids))
        .group_by(PairingVisit.pairing_id)
    )
    found: dict[UUID, Wanting] = defaultdict(Wanting)
    for pairing, late, unmanned, due in session.execute(query):
        found[pairing] = Wanting(int(late), int(unmanned), due)
    return found


def _placed(session: Session, ids: Sequence[UUID]) -> Mapping[UUID, tuple[str, str]]:
    query = (
        select(Pairing.id, ServiceItem.name, func.coalesce(District.name, ""))
        .join(ServiceItem, ServiceItem.code == Pairing.item_code)
        .outerjoin(District, District.id == Pairing.district_id)
        .where(Pairing.id.in_(ids))
    )
    return {id: (item, district) for id, item, district in session.execute(query)}
