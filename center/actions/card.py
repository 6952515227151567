"""Cards: passed down as the association signed them; hand-over, loss and finding passed up."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from center.actions import hop
from center.actions.volunteer import own
from center.models import volunteer
from center.models.audit import log
from center.models.volunteer import Card
from shared.audit import Change
from shared.domain.card import NEXT, Status, takes_back
from shared.domain.life_cycle import move
from shared.errors import NotFoundError
from shared.federation.link import Message
from shared.federation.outbox import Draft
from shared.federation.sender import sender_of
from shared.wire.card import FOUND, HANDED_OVER, LOST


def on_issued(session: Session, message: Message, now: datetime) -> None:
    """Keeps the number and forwards the very bytes to where the volunteer serves today."""
    data = message.data
    holder = volunteer.locked(session, data["volunteer"])
    card = session.get(Card, data["card"], with_for_update=True)
    if card is not None:
        return
    fields = {name: data[name] for name in ("number", "volunteer", "issued_on")}
    session.add(Card(id=data["card"], status=Status.VALID, **fields))
    hop.pass_down(session, holder.station, message)
    change = Change("card.issue", f"card:{data['card']}", None, {"number": data["number"]})
    log(session, sender_of(message), now, change)


def on_handed_over(session: Session, message: Message, now: datetime) -> None:
    """The holder has the card: written here and passed on to the association."""
    data = message.data
    card = _of_holder(session, message)
    card.handed_on, card.badge = data["handed_on"], data["badge"]
    subject = f"card:{card.id}"
    hop.up(session, Draft(HANDED_OVER, subject, data, now, message.actor, message.id))
    after = {"handed_on": card.handed_on, "badge": card.badge}
    log(session, sender_of(message), now, Change("card.hand_over", subject, None, after))


def on_lost(session: Session, message: Message, now: datetime) -> None:
    """The holder wants another card: written here and passed on to the association."""
    data = message.data
    card = _of_holder(session, message)
    card.lost_on, card.lost_reason = data["lost_on"], data["reason"]
    subject = f"card:{card.id}"
    hop.up(session, Draft(LOST, subject, data, now, message.actor, message.id))
    after = {"lost_on": card.lost_on, "reason": card.lost_reason}
    log(session, sender_of(message), now, Change("card.lose", subject, None, after))


def on_found(session: Session, message: Message, now: datetime) -> None:
    """No other card is wanted any more; waits for the loss, comes too late for an ended card."""
    data = message.data
    card = _of_holder(session, message)
    if card.status == Status.VALID and takes_back(data["lost_on"], card.lost_on):
        card.lost_on = card.lost_reason = None
    subject = f"card:{card.id}"
    hop.up(session, Draft(FOUND, subject, data, now, message.actor, message.id))
    after = {"found_on": data["found_on"], "reason": data["reason"], "status": card.status}
    change = Change("card.find", subject, {"lost_on": data["lost_on"]}, after)
    log(session, sender_of(message), now, change)


def on_revoked(session: Session, message: Message, now: datetime) -> None:
    """The card holds no longer: kept, and the very bytes forwarded to the holder's station."""
    data = message.data
    holder = volunteer.locked(session, data["volunteer"])
    card = session.get(Card, data["card"], with_for_update=True)
    if card is None:
        raise NotFoundError("card.unknown", id=str(data["card"]))
    if card.revoked_on is not None:
        return
    before = {"status": card.status}
    card.status = move(
        NEXT, Status(card.status), Status.REPLACED if data["replaced_by"] else Status.REVOKED
    )
    card.revoked_on, card.revoked_reason = data["revoked_on"], data["reason"]
    card.replaced_by = data["replaced_by"]
    hop.pass_down(session, holder.station, message)
    after = {"status": card.status, "reason": card.revoked_reason, "by": card.replaced_by}
    log(session, sender_of(message), now, Change("card.revoke", f"card:{card.id}", before, after))


def _of_holder(session: Session, message: Message) -> Card:
    """The card that a station speaks of, locked, of a volunteer who serves there."""
    own(session, message)
    card = session.get(Card, message.data["card"], with_for_update=True)
    if card is None or card.volunteer != message.data["volunteer"]:
        raise NotFoundError("card.unknown", id=str(message.data["card"]))
    return card
