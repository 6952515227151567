"""Visits of pairings: raised once for each round with who goes, given anew, said to be missed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day, machine_now
from shared.domain.service_order import Assignee, Origin, Status
from shared.errors import ConflictError
from station.actions.order_people import Recipient, in_service
from station.actions.order_step import Who, move_order
from station.actions.service_order import Cause, new_order
from station.domain import pairing_change as rules
from station.domain.pairing import begun_by, visitors
from station.domain.pairing_change import State, VisitState, visit_state
from station.domain.service_order import Offer, check_offer
from station.models import pairing as pairings
from station.models.audit import log
from station.models.pairing import (
    Pairing,
    PairingVisit,
    household_of,
    spans_of,
    ties_of,
    visit_by_id,
    visits_of,
)
from station.models.pairing_view import statuses_of
from station.models.service_order import OrderPerson, ServiceOrder, orders_of_visit
from station.models.station_state import lock_station
from station.models.volunteer import serving

CALLED_OFF: Final = frozenset({Status.OFFERED, Status.ACCEPTED})


def raise_rounds(session: Session, who: Who, pairing: Pairing) -> int:
    """The visits of all rounds that have begun, each once; gives how many are new.

    What can't be made in its round any more is owed, and nobody is sent.
    """
    today = local_day(who[1])
    known = {(one.span_id, one.round) for one in visits_of(session, pairing.id)}
    rows = [
        PairingVisit(
            pairing_id=pairing.id,
            span_id=span.id,
            round=visit.round,
            first=visit.first,
            due=visit.due,
        )
        for span in spans_of(session, pairing.id)
        for visit in begun_by(span.span, today)
        if (span.id, visit.round) not in known
    ]
    session.add_all(rows)
    session.flush()
    for row in rows:
        after = {"visit": row.id, "due": row.due}
        log(session, *who, Change("pairing.visit_raised", f"pairing:{pairing.id}", None, after))
    man_visits(session, who, pairing, rows)
    return len(rows)


def man_visits(
    session: Session, who: Who, pairing: Pairing, visits: Iterable[PairingVisit]
) -> None:
    """Sends those who visit: they agreed to it when the pairing began, and needn't say so again."""
    today = local_day(who[1])
    if pairing.status != State.ACTIVE:
        return
    named = visitors([one.tie for one in ties_of(session, pairing.id)], today)
    present = serving(session, named)
    people = [one for one in named if one in present]
    for visit in visits:
        if people and visit.due >= today and _state(session, visit, who) is VisitState.UNMANNED:
            _send(session, who, pairing, visit, people)


def give_visit(
    session: Session, actor: Actor, now: datetime, visit_id: UUID, offer: Offer
) -> ServiceOrder:
    """Asks a volunteer to make a visit for which nobody is on the way; they answer as ever."""
    lock_station(session)
    visit = visit_by_id(session, visit_id, lock=True)
    pairing = pairings.by_id(session, visit.pairing_id, lock=True)
    household = household_of(session, pairing.id)
    if household is None:
        raise ConflictError("pairing.erased")
    rules.check_givable(_state(session, visit, (actor, now)), statuses_of(session, visit.id))
    check_offer(offer, local_day(now))
    if offer.assignee.volunteer is None:
        raise ConflictError("pairing.no_team")
    in_service(session, offer.assignee.volunteer, Recipient(household))
    visit.missed, visit.missed_at = "", None
    return new_order(session, (actor, now), _cause(pairing, visit), offer)


def miss_visit(
    session: Session, actor: Actor, now: datetime, visit_id: UUID, reason: str
) -> PairingVisit:
    """Nobody went, and why; it stays owed, and whoever was on the way needn't go."""
    lock_station(session)
    visit = visit_by_id(session, visit_id, lock=True)
    rules.check_missable(_state(session, visit, (actor, now)))
    visit.missed, visit.missed_at = rules.checked_reason(reason), machine_now()
    call_off_visit(session, (actor, now), visit, visit.missed)
    after = {"visit": visit.id, "due": visit.due}
    change = Change("pairing.visit_missed", f"pairing:{visit.pairing_id}", None, after)
    log(session, actor, now, change)
    return visit


def call_off_visit(session: Session, who: Who, visit: PairingVisit, reason: str) -> None:
    """Its orders that nobody has carried out come to nothing."""
    for order in orders_of_visit(session, visit.id):
        if order.status in CALLED_OFF:
            move_order(session, who, order, Status.CANCELLED, reason)
            order.ended_at, order.ended_by = who[1], who[0].id


def _send(
    session: Session, who: Who, pairing: Pairing, visit: PairingVisit, people: list[UUID]
) -> None:
    offer = Offer(Assignee(volunteer=people[0]))
    order = new_order(session, who, _cause(pairing, visit), offer)
    move_order(session, who, order, Status.ACCEPTED)
    order.answered_at = who[1]
    session.add_all(OrderPerson(order_id=order.id, volunteer_id=one) for one in people)
    session.flush()


def _cause(pairing: Pairing, visit: PairingVisit) -> Cause:
    return Cause(Origin.PAIRING, pairing.item_code, pairing.category, visit_id=visit.id)


def _state(session: Session, visit: PairingVisit, who: Who) -> VisitState:
    orders, missed = statuses_of(session, visit.id), visit.missed_at is not None
    return visit_state(visit.due, orders, local_day(who[1]), missed=missed)
