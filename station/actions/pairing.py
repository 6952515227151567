"""Pairings begun, changed, paused, gone on with, ended (五.2 结对帮扶)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day, machine_now
from shared.domain.contact import Contact, checked
from shared.errors import ConflictError
from station.actions.order_step import Who
from station.actions.pairing_people import check_serving, write_ties
from station.actions.pairing_visit import call_off_visit, raise_rounds
from station.domain import pairing as pairing_rules
from station.domain import pairing_change as rules
from station.domain.pairing import Rhythm, Span
from station.domain.pairing_change import State
from station.models import district as districts
from station.models import pairing as pairings
from station.models import service_item
from station.models.audit import log
from station.models.pairing import Household, Pairing, PairingSpan, spans_of, ties_of, visits_of
from station.models.pairing_view import related
from station.models.station_state import lock_station

ITEM: Final = "pairing"
NEEDED: Final = frozenset({"name", "address"})
"""A household may have no telephone, and need nothing in particular."""


@dataclass(frozen=True)
class NewPairing:
    """A household, who visits it, how often and since when."""

    household: Contact = field(repr=False)
    volunteers: tuple[UUID, ...]
    rhythm: Rhythm
    since: date
    item: str = ITEM
    district: UUID | None = None


@dataclass(frozen=True)
class Edited:
    """What may be changed of it; blanks of the household stay as they were."""

    household: Contact = field(repr=False)
    since: date
    item: str
    district: UUID | None


def start_pairing(session: Session, actor: Actor, now: datetime, new: NewPairing) -> Pairing:
    """A household gets its volunteers; the visit of the round that begins is raised at once."""
    lock_station(session)
    today, who = local_day(now), (actor, now)
    household = checked(new.household, NEEDED)
    row = Pairing(
        since=rules.check_since(new.since, today),
        status=State.ACTIVE,
        entered_by=actor.id,
        entered_at=now,
        **_placed(session, new.item, new.district),
    )
    session.add(row)
    session.flush()
    session.add(Household(pairing_id=row.id, **vars(household)))
    span = rules.first_span(new.rhythm, row.since, today)
    _add_span(session, row, span)
    kin = related(session, row.id, new.volunteers)
    ties = pairing_rules.start(new.volunteers, span.first, kin)
    check_serving(session, new.volunteers)
    _log(session, who, row, "started", {"rhythm": span.rhythm, "first": span.first})
    write_ties(session, who, row, ties)
    raise_rounds(session, who, row)
    return row


def edit_pairing(
    session: Session, actor: Actor, now: datetime, pairing_id: UUID, edited: Edited
) -> Pairing:
    """Household, item, district and first day as they are known now."""
    row = _opened(session, pairing_id)
    household = session.get_one(Household, row.id)
    own = Contact(household.name, household.phone, household.address, household.words)
    told = {name: text for name, text in vars(edited.household).items() if text.strip()}
    for name, text in vars(checked(replace(own, **told), NEEDED)).items():
        setattr(household, name, text)
    row.since = rules.check_since(edited.since, local_day(now))
    for name, value in _placed(session, edited.item, edited.district).items():
        setattr(row, name, value)
    session.flush()
    _log(session, (actor, now), row, "edited", {"changed": sorted(told), "item": row.item_code})
    return row


def change_rhythm(
    session: Session, actor: Actor, now: datetime, pairing_id: UUID, to: tuple[Rhythm, date]
) -> Pairing:
    """Another rhythm from a day on; the round that it cuts short owes no visit."""
    row = _opened(session, pairing_id)
    if row.status != State.ACTIVE:
        raise ConflictError("pairing.not_active")
    last = spans_of(session, row.id)[-1]
    ended, begun = rules.another_rhythm(last.span, *to, local_day(now))
    last.last = ended.last
    _add_span(session, row, begun)
    who = (actor, now)
    _log(session, who, row, "rhythm_changed", {"rhythm": begun.rhythm, "first": begun.first})
    _let_go(session, who, row)
    raise_rounds(session, who, row)
    return row


def stop_pairing(
    session: Session, actor: Actor, now: datetime, pairing_id: UUID, why: tuple[State, str]
) -> Pairing:
    """Paused or ended, today being the last day; the visit of a round cut short is called off."""
    row, today, who = _opened(session, pairing_id), local_day(now), (actor, now)
    to, reason = why
    row.status, row.reason = rules.moved(State(row.status), to, reason), reason.strip()
    for span in spans_of(session, row.id):
        if span.last is None or span.last > today:
            _stop(session, span, today)
    if to is State.ENDED:
        row.ended_on, row.over_since = today, machine_now()
        for tie in ties_of(session, row.id):
            tie.last = tie.last if tie.last is not None and tie.last < today else today
    session.flush()
    _log(session, who, row, str(to), {"last": today})
    _let_go(session, who, row)
    return row


def resume_pairing(
    session: Session, actor: Actor, now: datetime, pairing_id: UUID, rhythm: Rhythm
) -> Pairing:
    """It goes on; what wasn't owed in the pause never is."""
    row, who = _opened(session, pairing_id), (actor, now)
    row.status, row.reason = rules.moved(State(row.status), State.ACTIVE), ""
    spans = spans_of(session, row.id)
    before = spans[-1].span if spans else None
    span = rules.resumed(before, rhythm, row.since, local_day(now))
    _add_span(session, row, span)
    _log(session, who, row, "resumed", {"rhythm": span.rhythm, "first": span.first})
    raise_rounds(session, who, row)
    return row


def _opened(session: Session, pairing_id: UUID) -> Pairing:
    """Station and pairing, locked in this order; an ended one doesn't change any more."""
    lock_station(session)
    row = pairings.by_id(session, pairing_id, lock=True)
    if row.status == State.ENDED:
        raise ConflictError("pairing.ended")
    return row


def _placed(session: Session, item: str, district: UUID | None) -> dict[str, Any]:
    found = service_item.by_code(session, item)
    if district is not None:
        districts.by_id(session, district)
    return {"item_code": found.code, "category": found.category, "district_id": district}


def _add_span(session: Session, row: Pairing, span: Span) -> None:
    session.add(
        PairingSpan(pairing_id=row.id, rhythm=span.rhythm, first=span.first, last=span.last)
    )
    session.flush()


def _stop(session: Session, row: PairingSpan, today: date) -> None:
    span = rules.stopped(row.span, today)
    if span is None:
        session.delete(row)
    else:
        row.last = span.last
    session.flush()


def _let_go(session: Session, who: Who, row: Pairing) -> None:
    """Nobody goes for a round that was cut short."""
    lasts = {one.id: one.last for one in spans_of(session, row.id)}
    for visit in visits_of(session, row.id):
        last = lasts[visit.span_id]
        if last is not None and last < visit.due:
            call_off_visit(session, who, visit, row.reason or "换了走访频次")


def _log(session: Session, who: Who, row: Pairing, verb: str, after: dict[str, Any]) -> None:
    log(session, *who, Change(f"pairing.{verb}", f"pairing:{row.id}", None, after))
