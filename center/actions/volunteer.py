"""Volunteers: made by approval, leaving; their cards and stars on the way down and up."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from center.actions import hop
from center.models import volunteer
from center.models.audit import log
from center.models.federation import TABLES
from center.models.registration import Registration
from center.models.station import Station
from center.models.volunteer import Volunteer
from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day
from shared.domain.life_cycle import move
from shared.domain.registration import NEXT, Status
from shared.errors import ConflictError, ForbiddenError
from shared.federation.blob import described
from shared.federation.link import Message
from shared.federation.outbox import Draft
from shared.federation.sender import sender_of
from shared.wire.registration import APPROVED, LEFT


def approve_volunteer(
    session: Session, actor: Actor, now: datetime, registration: Registration
) -> None:
    """Makes the volunteer, or takes back who had left, and tells the association for the card."""
    found = session.get(Volunteer, registration.volunteer, with_for_update=True)
    if found is not None and found.status != Status.LEFT:
        raise ConflictError("volunteer.serves_already", station=found.station)
    if found is None:
        found = Volunteer(id=registration.volunteer, first_approved=registration.approval_date)
        session.add(found)
    found.station = registration.station
    found.registration = registration.id
    found.name, found.digest = registration.name, registration.digest
    found.status = Status.APPROVED
    found.origin = registration.decision_origin or ""
    found.approval_date = registration.approval_date or local_day(now)
    found.left_on = found.left_reason = found.profile = found.profile_on = None
    session.flush()
    announce(session, actor, now, registration)


def announce(session: Session, actor: Actor, now: datetime, registration: Registration) -> None:
    """Tells the association at which station a volunteer stands: for the card, later the star."""
    hop.up(session, _approved(session, actor, now, registration))


def follow_registration(session: Session, registration: Registration) -> None:
    """Suspends or resumes the volunteer with the registration; nothing before an approval."""
    found = session.get(Volunteer, registration.volunteer, with_for_update=True)
    if found is not None and found.registration == registration.id:
        found.status = registration.status


def on_left(session: Session, message: Message, now: datetime) -> None:
    """The station's word that someone left; history stays, the association is told."""
    found = own(session, message)
    if found.status == Status.LEFT:
        return
    before = {"status": found.status}
    found.status = move(NEXT, Status(found.status), Status.LEFT)
    found.left_on, found.left_reason = message.data["left_on"], message.data["reason"]
    session.get_one(Registration, found.registration, with_for_update=True).status = Status.LEFT
    subject = f"volunteer:{found.id}"
    hop.up(session, Draft(LEFT, subject, message.data, now, message.actor, message.id))
    after = {"status": found.status, "left_on": found.left_on, "reason": found.left_reason}
    log(session, sender_of(message), now, Change("volunteer.leave", subject, before, after))


def own(session: Session, message: Message) -> Volunteer:
    """The volunteer whom a station's message names, locked; refuses another station's."""
    found = volunteer.locked(session, message.data["volunteer"])
    if found.station != message.sender:
        raise ForbiddenError("volunteer.other_station")
    return found


def _approved(session: Session, actor: Actor, now: datetime, registration: Registration) -> Draft:
    person = session.get_one(Volunteer, registration.volunteer)
    consents = person.told.get("consents") or registration.person["consents"]
    photo = registration.photo if consents["photos"] else None
    data = {
        "volunteer": person.id,
        "name": person.name,
        "photo": photo,
        "station": registration.station,
        "station_title": session.get_one(Station, registration.station).title,
        "approval_date": registration.approval_date,
        "consents": consents,
    }
    subject = f"volunteer:{registration.volunteer}"
    photos = described(session, TABLES, [photo] if photo else [])
    return Draft(APPROVED, subject, data, now, actor.id, registration.message, blobs=photos)
