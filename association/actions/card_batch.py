"""Print runs of cards: chosen, numbered, printed, and printed again with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from association.actions.verification import proofs
from association.domain.bulk import MOST, checked
from association.domain.card import batch_number
from association.models import card, card_batch, counter
from association.models.audit import log
from association.models.card import IS_UNPRINTED, Card
from association.models.card_batch import CardBatch, Printing
from association.models.federation import TABLES
from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day
from shared.domain.card import Status
from shared.errors import ConflictError, InvalidError, NotFoundError
from shared.federation.outbox import this_node


@dataclass(frozen=True)
class PrintOrder:
    """Which cards, or (ids None) all that were never printed; `count` must agree."""

    ids: Sequence[UUID] | None
    count: int


@dataclass(frozen=True)
class CardRow:
    """What is printed on a card; `photo` is a SHA-256 or None, `proof` the text of its QR."""

    card: UUID
    number: str
    name: str
    station: str
    photo: str | None
    issued_on: date
    status: str
    proof: str


def print_cards(session: Session, actor: Actor, now: datetime, order: PrintOrder) -> CardBatch:
    """Makes a batch of cards that were never printed; refuses one that was, or holds no longer."""
    numbers = counter.lock(session, "batch", local_day(now).year)
    ids = checked(_which(session, order), order.count)
    cards = card.among(session, ids)
    for id in ids:
        _check_unprinted(cards.get(id))
    numbers.last += 1
    batch = CardBatch(
        number=batch_number(this_node(session, TABLES).code, numbers.year, numbers.last),
        cards=len(ids),
        printed_at=now,
        printed_by=actor.name[:60],
    )
    session.add(batch)
    session.flush()
    for printed in cards.values():
        printed.batch = batch.id
    _note(session, actor, now, batch, Printing(cards=len(ids), reason=""))
    return batch


def reprint_batch(session: Session, actor: Actor, now: datetime, id: UUID, reason: str) -> Printing:
    """Notes that a batch is printed once more; its cards and number stay."""
    batch = card_batch.by_id(session, id, lock=True)
    if not reason.strip():
        raise InvalidError("card_batch.reason_missing", field="reason")
    again = Printing(cards=batch.cards, reason=reason.strip())
    return _note(session, actor, now, batch, again)


def card_rows(session: Session, batch: UUID) -> list[CardRow]:
    """The data of a batch's cards by number; whoever lays them out leaves out what holds no more.

    The photo only where its holder consented to photos.
    """
    proof = proofs(session)
    return [
        CardRow(
            card=found.id,
            number=found.number,
            name=person.name,
            station=home.title,
            photo=person.photo if person.photos else None,
            issued_on=found.issued_on,
            status=found.status,
            proof=proof(found),
        )
        for found, person, home in card_batch.contents(session, batch)
    ]


def _which(session: Session, order: PrintOrder) -> Sequence[UUID]:
    if order.ids is not None:
        return order.ids
    query = select(Card.id).where(IS_UNPRINTED).order_by(Card.number).limit(MOST + 1)
    return session.scalars(query).all()


def _check_unprinted(found: Card | None) -> None:
    if found is None:
        raise NotFoundError("card.unknown")
    if found.batch is not None or found.status != Status.VALID:
        raise ConflictError("card_batch.not_printable", number=found.number)


def _note(
    session: Session, actor: Actor, now: datetime, batch: CardBatch, printing: Printing
) -> Printing:
    printing.batch, printing.printed_at = batch.id, now
    printing.printed_by = actor.name[:60]
    session.add(printing)
    session.flush()
    after = {"number": batch.number, "cards": printing.cards, "reason": printing.reason}
    log(session, actor, now, Change("card_batch.printed", f"card_batch:{batch.id}", None, after))
    return printing
