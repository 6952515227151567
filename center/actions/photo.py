"""A volunteer's photo after the approval: kept with the registration, told to the association."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from center.actions.volunteer import announce, own
from center.models.audit import log
from center.models.registration import Registration
from shared.audit import Change
from shared.domain.registration import Status
from shared.federation.link import Message
from shared.federation.sender import sender_of


def on_photo(session: Session, message: Message, now: datetime) -> None:
    """Another photo, or none any more; waits where the volunteer isn't approved here yet."""
    found = own(session, message)
    registration = session.get_one(Registration, found.registration, with_for_update=True)
    before, registration.photo = registration.photo, message.data["photo"]
    if found.status != Status.LEFT and registration.photo != before:
        announce(session, sender_of(message), now, registration)
    after = {"photo": registration.photo}
    change = Change("volunteer.photo", f"volunteer:{found.id}", {"photo": before}, after)
    log(session, sender_of(message), now, change)
