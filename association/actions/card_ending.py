"""What ends a card: another one in its place, an officer's word, its holder's leaving."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from association.actions.card import issue_one
from association.domain.bulk import Result, checked
from association.domain.card import LEFT, check_wanted, reissue_reason, revocation_reason
from association.models import card, counter, volunteer
from association.models.audit import log
from association.models.card import Card
from association.models.federation import TABLES
from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day
from shared.domain.card import NEXT, Status
from shared.domain.life_cycle import move
from shared.errors import NotFoundError, RefusalError
from shared.federation.outbox import Draft, promise
from shared.wire.card import REVOKED


@dataclass(frozen=True)
class Ending:
    """Which cards, how many were seen, and why; reported ones may be replaced without a word."""

    ids: Sequence[UUID]
    count: int
    reason: str = ""


@dataclass(frozen=True)
class Deed:
    """Who ends a card, when, and in which words."""

    actor: Actor
    now: datetime
    reason: str


def reissue_cards(session: Session, actor: Actor, now: datetime, ending: Ending) -> list[Result]:
    """Another card under a new number for each holder; the old one is replaced by it."""
    numbers = counter.lock(session, "card", local_day(now).year)
    ids = checked(ending.ids, ending.count)
    # in the order in which issuing locks: counter, holders, cards
    holders = card.holders(session, ids)
    people = volunteer.among(session, holders.values(), lock=True)
    cards = card.among(session, ids)

    def reissue(old: Card) -> dict[str, Any]:
        person = people[old.volunteer]
        words = reissue_reason(old.status, old.lost_reason, ending.reason)
        check_wanted(None, person.left_on)
        before = _move(session, old, Status.REPLACED)
        issued = issue_one(session, actor, now, person, numbers)
        old.replaced_by = issued.id
        _end(session, Deed(actor, now, words), old, before)
        return {"card": issued.id, "number": issued.number, "replaced": old.number}

    return _each(session, ids, cards, reissue)


def revoke_cards(session: Session, actor: Actor, now: datetime, ending: Ending) -> list[Result]:
    """Ends cards without another; their holders get one again only by name."""
    ids = checked(ending.ids, ending.count)
    cards = card.among(session, ids)

    def revoke(held: Card) -> dict[str, Any]:
        words = revocation_reason(held.status, ending.reason)
        before = _move(session, held, Status.REVOKED)
        held.withheld = True
        _end(session, Deed(actor, now, words), held, before)
        return {"number": held.number}

    return _each(session, ids, cards, revoke)


def revoke_card(session: Session, actor: Actor, now: datetime, holder: UUID) -> None:
    """Ends the valid card of a volunteer who left; its number is never given again."""
    found = card.valid_of(session, [holder]).get(holder)
    if found is not None:
        before = _move(session, found, Status.REVOKED)
        _end(session, Deed(actor, now, LEFT), found, before)


def _each(
    session: Session,
    ids: Sequence[UUID],
    cards: dict[UUID, Card],
    act: Callable[[Card], dict[str, Any]],
) -> list[Result]:
    results = []
    for id in ids:
        try:
            with session.begin_nested():
                if id not in cards:
                    raise NotFoundError("card.unknown", card=str(id))
                results.append(Result(id, "done", values=act(cards[id])))
        except RefusalError as refusal:
            results.append(Result.refused(id, refusal))
    return results


def _move(session: Session, ended: Card, to: Status) -> dict[str, Any]:
    """Out of the way of the next valid one; how it stood before."""
    before = {"status": ended.status}
    ended.status = move(NEXT, Status(ended.status), to)
    session.flush()
    return before


def _end(session: Session, deed: Deed, ended: Card, before: dict[str, Any]) -> None:
    """Written, logged, and promised to the center under this node's seal."""
    ended.revoked_on, ended.revoked_reason = local_day(deed.now), deed.reason
    ended.revoked_by = deed.actor.name[:60]
    after = {"status": ended.status, "number": ended.number, "reason": ended.revoked_reason}
    log(session, deed.actor, deed.now, Change("card.revoked", f"card:{ended.id}", before, after))
    data = {
        "card": ended.id,
        "number": ended.number,
        "volunteer": ended.volunteer,
        "revoked_on": ended.revoked_on,
        "reason": ended.revoked_reason,
        "replaced_by": ended.replaced_by,
    }
    draft = Draft(REVOKED, f"card:{ended.id}", data, deed.now, actor=deed.actor.id)
    promise(session, TABLES, ended.center, draft)
