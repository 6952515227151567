"""Cards: known here once the association issued them, handed over, reported lost, found, ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day
from shared.domain.card import NEXT, Loss, Recovery, Status
from shared.domain.life_cycle import move
from shared.errors import ConflictError, InvalidError, NotFoundError
from shared.federation.link import Message
from shared.federation.outbox import Draft, promise, upper_name
from shared.federation.sender import sender_of
from shared.wire import card as wire
from station.models.audit import log
from station.models.card import Card, cards_of, lock_card
from station.models.federation import TABLES
from station.models.member import Member
from station.models.search import index_member
from station.models.volunteer import Volunteer


@dataclass(frozen=True)
class HandOver:
    """The day on which the holder got the card, and whether a badge went with it."""

    handed_on: date
    badge: bool


@dataclass(frozen=True)
class LossReport:
    """Since when the holder is without a usable card, and why."""

    lost_on: date
    reason: Loss


@dataclass(frozen=True)
class Finding:
    """On which day a card that was reported lost came back, and why the report is taken back."""

    found_on: date
    reason: Recovery


def on_issued(session: Session, message: Message, now: datetime) -> None:
    """Keeps a card under the association's number; an earlier valid one is replaced by it."""
    data = message.data
    holder = session.get(Volunteer, data["volunteer"])
    if holder is None:
        raise NotFoundError("volunteer.unknown")
    if lock_card(session, data["card"]) is not None:
        return
    for earlier in cards_of(session, data["volunteer"]):
        if earlier.status == Status.VALID:
            earlier.status = move(NEXT, Status.VALID, Status.REPLACED)
    card = Card(
        id=data["card"],
        number=data["number"],
        volunteer_id=data["volunteer"],
        status=Status.VALID,
        issued_on=data["issued_on"],
        proof=data["proof"],
    )
    session.add(card)
    session.flush()
    index_member(session, session.get_one(Member, holder.member_id))
    change = Change("card.issued", f"card:{card.id}", None, {"number": card.number})
    log(session, sender_of(message), now, change)


def hand_over_card(
    session: Session, actor: Actor, now: datetime, card_id: UUID, hand_over: HandOver
) -> Card:
    """Confirms that its holder has it; the center and the association are told."""
    card = _usable(session, card_id)
    if card.handed_on is not None:
        raise ConflictError("card.handed_over", number=card.number, day=card.handed_on)
    _check_day(card, "handed_on", hand_over.handed_on, now)
    card.handed_on, card.badge, card.handed_by = hand_over.handed_on, hand_over.badge, actor.id
    data = {
        "card": card.id,
        "volunteer": card.volunteer_id,
        "handed_on": card.handed_on,
        "badge": card.badge,
    }
    draft = Draft(wire.HANDED_OVER, f"card:{card.id}", data, now, actor=actor.id)
    promise(session, TABLES, upper_name(session, TABLES), draft)
    after = {"handed_on": card.handed_on, "badge": card.badge}
    change = Change("card.handed_over", f"card:{card.id}", {"handed_on": None}, after)
    log(session, actor, now, change)
    return card


def report_lost_card(
    session: Session, actor: Actor, now: datetime, card_id: UUID, loss: LossReport
) -> Card:
    """Asks the association for another one; until it answers the card stays valid."""
    card = _usable(session, card_id)
    _check_day(card, "lost_on", loss.lost_on, now)
    card.lost_on, card.lost_reason, card.lost_by = loss.lost_on, loss.reason, actor.id
    data = {
        "card": card.id,
        "volunteer": card.volunteer_id,
        "lost_on": card.lost_on,
        "reason": card.lost_reason,
    }
    draft = Draft(wire.LOST, f"card:{card.id}", data, now, actor=actor.id)
    promise(session, TABLES, upper_name(session, TABLES), draft)
    after = {"lost_on": card.lost_on, "reason": card.lost_reason}
    log(session, actor, now, Change("card.lost", f"card:{card.id}", {"lost_on": None}, after))
    return card


def report_found_card(
    session: Session, actor: Actor, now: datetime, card_id: UUID, finding: Finding
) -> Card:
    """Takes the loss back: the card is good, no other one wanted; refused once it was replaced."""
    card = _valid(session, card_id)
    if card.lost_on is None:
        raise ConflictError("card.not_lost", number=card.number)
    _check_day(card, "found_on", finding.found_on, now)
    before = {"lost_on": card.lost_on, "reason": card.lost_reason}
    data = {
        "card": card.id,
        "volunteer": card.volunteer_id,
        "lost_on": card.lost_on,
        "found_on": finding.found_on,
        "reason": finding.reason,
    }
    draft = Draft(wire.FOUND, f"card:{card.id}", data, now, actor=actor.id)
    promise(session, TABLES, upper_name(session, TABLES), draft)
    card.lost_on = card.lost_reason = card.lost_by = None
    after = {"found_on": finding.found_on, "reason": finding.reason}
    log(session, actor, now, Change("card.found", f"card:{card.id}", before, after))
    return card


def on_revoked(session: Session, message: Message, now: datetime) -> None:
    """The association's word that a card holds no longer, replaced by another one or not."""
    data = message.data
    card = lock_card(session, data["card"])
    if card is None:
        raise NotFoundError("card.unknown")
    before = {"status": card.status}
    if card.status == Status.VALID:
        ended = Status.REPLACED if data["replaced_by"] else Status.REVOKED
        card.status = move(NEXT, Status.VALID, ended)
    card.revoked_on, card.revoked_reason = data["revoked_on"], data["reason"]
    card.replaced_by = data["replaced_by"]
    after = {"status": card.status, "reason": card.revoked_reason, "by": card.replaced_by}
    log(session, sender_of(message), now, Change("card.revoked", f"card:{card.id}", before, after))


def _usable(session: Session, card_id: UUID) -> Card:
    """A card that is neither ended nor already reported lost, locked."""
    card = _valid(session, card_id)
    if card.lost_on is not None:
        raise ConflictError("card.reported_lost", number=card.number, day=card.lost_on)
    return card


def _valid(session: Session, card_id: UUID) -> Card:
    """A card that isn't ended, locked."""
    card = lock_card(session, card_id)
    if card is None:
        raise NotFoundError("card.unknown")
    if card.status != Status.VALID:
        raise ConflictError("card.not_valid", number=card.number)
    return card


def _check_day(card: Card, field: str, day: date, now: datetime) -> None:
    if not card.issued_on <= day <= local_day(now):
        raise InvalidError("card.bad_day", field=field, issued_on=card.issued_on)
