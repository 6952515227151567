"""Cards: passed down as the association signed them, their hand-over passed up."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from center.actions import hop
from center.actions.volunteer import own
from center.models import volunteer
from center.models.audit import log
from center.models.volunteer import Card
from shared.audit import Change
from shared.errors import NotFoundError
from shared.federation.link import Message
from shared.federation.outbox import Draft
from shared.federation.sender import sender_of
from shared.wire.card import HANDED_OVER


def on_issued(session: Session, message: Message, now: datetime) -> None:
    """Keeps the number and forwards the very bytes to where the volunteer serves today."""
    data = message.data
    holder = volunteer.locked(session, data["volunteer"])
    card = session.get(Card, data["card"], with_for_update=True)
    if card is not None:
        return
    fields = {name: data[name] for name in ("number", "volunteer", "issued_on")}
    session.add(Card(id=data["card"], **fields))
    hop.pass_down(session, holder.station, message)
    change = Change("card.issue", f"card:{data['card']}", None, {"number": data["number"]})
    log(session, sender_of(message), now, change)


def on_handed_over(session: Session, message: Message, now: datetime) -> None:
    """The holder has the card: written here and passed on to the association."""
    data = message.data
    own(session, message)
    card = session.get(Card, data["card"], with_for_update=True)
    if card is None or card.volunteer != data["volunteer"]:
        raise NotFoundError("card.unknown", id=str(data["card"]))
    card.handed_on, card.badge = data["handed_on"], data["badge"]
    subject = f"card:{card.id}"
    hop.up(session, Draft(HANDED_OVER, subject, data, now, message.actor, message.id))
    after = {"handed_on": card.handed_on, "badge": card.badge}
    log(session, sender_of(message), now, Change("card.hand_over", subject, None, after))
