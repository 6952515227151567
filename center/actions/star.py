"""Stars: the association's decisions, kept and passed down as they were signed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from center.actions import hop
from center.models import volunteer
from center.models.audit import log
from center.models.volunteer import Star
from shared.audit import Change
from shared.federation.link import Message
from shared.federation.sender import sender_of

FIELDS = ("points", "proposed", "star", "decision", "reason", "decided_on", "certificate")


def on_decided(session: Session, message: Message, now: datetime) -> None:
    """Keeps the newest decision and forwards each to where the volunteer serves today."""
    data = message.data
    holder = volunteer.locked(session, data["volunteer"])
    known = session.get(Star, (holder.id, data["year"]), with_for_update=True)
    if known is not None and known.version >= message.ver:
        return
    before = None if known is None else {"star": known.star, "decision": known.decision}
    fields = {name: data[name] for name in FIELDS}
    session.merge(Star(volunteer=holder.id, year=data["year"], version=message.ver, **fields))
    hop.pass_down(session, holder.station, message)
    subject = f"star:{holder.id}:{data['year']}"
    after = {"star": data["star"], "decision": data["decision"]}
    log(session, sender_of(message), now, Change("star.decide", subject, before, after))
