"""Who visits a household: said anew, and handed over by whoever leaves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day
from shared.domain.service_order import Status
from shared.errors import ConflictError, InvalidError, RefusalError
from station.actions.order_people import leave
from station.actions.order_step import Who, move_order
from station.actions.pairing_visit import man_visits
from station.domain import pairing as rules
from station.domain.pairing import Tie
from station.domain.pairing_change import State, manned
from station.models import pairing as pairings
from station.models.audit import log
from station.models.pairing import Pairing, PairingTie, ties_of, visits_of
from station.models.pairing_view import open_pairings_of, orders_under_way, related
from station.models.service_order import OrderPerson, ServiceOrder, people_of
from station.models.station_state import lock_station
from station.models.volunteer import serving

HANDED_OVER = "换人走访"


@dataclass(frozen=True)
class HandedOver:
    """Which pairings went to the other, and which couldn't, each with the code of why not."""

    moved: Sequence[UUID]
    kept: Sequence[tuple[UUID, str]]


def set_people(
    session: Session, actor: Actor, now: datetime, pairing_id: UUID, people: Collection[UUID]
) -> Pairing:
    """Who visits from today on; those on the way to this round's visit change with it."""
    lock_station(session)
    row = pairings.by_id(session, pairing_id, lock=True)
    if row.status == State.ENDED:
        raise ConflictError("pairing.ended")
    today = local_day(now)
    before = [one.tie for one in ties_of(session, row.id)]
    staying = {tie.volunteer for tie in before if tie.last is None}
    after = manned(before, people, today, related(session, row.id, people))
    check_serving(session, {tie.volunteer for tie in after if tie.last is None} - staying)
    write_ties(session, (actor, now), row, after)
    return row


def hand_over_pairings(
    session: Session, actor: Actor, now: datetime, pair: tuple[UUID, UUID], *only: UUID
) -> HandedOver:
    """All pairings of the first volunteer go to the second from today on, or only some.

    Those that can't stay, and it is said why: the second one's own household.
    """
    lock_station(session)
    leaving, taking = pair
    if not serving(session, [taking]):
        raise InvalidError("service_order.not_in_service", field="to")
    if leaving == taking:
        raise ConflictError("pairing.same_volunteer")
    moved: list[UUID] = []
    kept: list[tuple[UUID, str]] = []
    for row in open_pairings_of(session, leaving, lock=True):
        if only and row.id not in only:
            continue
        try:
            ties = _given(session, row, pair, now)
        except RefusalError as refusal:
            kept.append((row.id, refusal.code))
            continue
        write_ties(session, (actor, now), row, ties)
        moved.append(row.id)
    return HandedOver(moved, kept)


def check_serving(session: Session, people: Collection[UUID]) -> None:
    """Refuses somebody who isn't in service now."""
    if set(people) - serving(session, people):
        raise InvalidError("service_order.not_in_service", field="volunteers")


def write_ties(session: Session, who: Who, row: Pairing, ties: Iterable[Tie]) -> None:
    """The parts as they are now; whoever is on the way to a visit changes with them."""
    wanted, kept = list(ties), ties_of(session, row.id)
    before = {one.volunteer_id for one in kept if one.last is None}
    for old in kept:
        same = [
            tie for tie in wanted if (tie.volunteer, tie.first) == (old.volunteer_id, old.first)
        ]
        if same:
            old.last = same[0].last
            wanted.remove(same[0])
        else:
            session.delete(old)
    session.add_all(
        PairingTie(pairing_id=row.id, volunteer_id=tie.volunteer, first=tie.first, last=tie.last)
        for tie in wanted
    )
    session.flush()
    after = {one.volunteer_id for one in ties_of(session, row.id) if one.last is None}
    if before != after:
        change = Change("pairing.manned", f"pairing:{row.id}", _told(before), _told(after))
        log(session, *who, change)
        _follow(session, who, row, (before - after, after - before))


def _given(
    session: Session, row: Pairing, pair: tuple[UUID, UUID], now: datetime
) -> tuple[Tie, ...]:
    """One who visits already takes nothing over: the other one's part ends."""
    leaving, taking = pair
    today, ties = local_day(now), [one.tie for one in ties_of(session, row.id)]
    first = max(today, *(tie.first + timedelta(days=1) for tie in ties if tie.volunteer == leaving))
    if taking in rules.visitors(ties, first):
        stay = [tie.volunteer for tie in ties if tie.last is None and tie.volunteer != leaving]
        return manned(ties, stay, today)
    kin = related(session, row.id, [taking])
    return rules.hand_over(ties, leaving, Tie(taking, first), kin)


def _follow(
    session: Session, who: Who, row: Pairing, change: tuple[Collection[UUID], Collection[UUID]]
) -> None:
    """Those out go to no visit; those in go to what was raised for the pairing's own people."""
    out, come = change
    for order in orders_under_way(session, row.id):
        if order.status == Status.ACCEPTED:
            _swap(session, who, order, set(out), set(come))
        is_gone = order.volunteer_id in out
        if is_gone or (order.status == Status.ACCEPTED and not people_of(session, order.id)):
            move_order(session, who, order, Status.CANCELLED, HANDED_OVER)
            order.ended_at, order.ended_by = who[1], who[0].id
    man_visits(session, who, row, visits_of(session, row.id))


def _swap(session: Session, who: Who, order: ServiceOrder, out: set[UUID], come: set[UUID]) -> None:
    """Who was sent as one of the pairing's own people never answered; who was asked goes alone."""
    people = people_of(session, order.id)
    named = {one.volunteer_id for one in people}
    if order.answered_by is None or named & out:
        new = come - named
        session.add_all(OrderPerson(order_id=order.id, volunteer_id=one) for one in new)
        session.flush()
    for one in people:
        if one.volunteer_id in out:
            leave(session, who, order, one)


def _told(people: Iterable[UUID]) -> dict[str, list[str]]:
    return {"volunteers": sorted(str(one) for one in people)}
