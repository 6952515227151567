"""Volunteers' own photos: kept for a form, put to a volunteer, told to the center."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.domain.registration import Status
from shared.errors import ConflictError, NotFoundError
from shared.federation.blob import described
from shared.federation.outbox import Draft, promise, upper_name
from shared.picture import Picture
from shared.wire import photo as wire
from station.actions.photo import forget_photo, keep_photo
from station.domain.photo import Kind
from station.models import photo
from station.models.audit import log
from station.models.federation import TABLES
from station.models.photo import Photo
from station.models.registration import Registration, lock_registration, newest_registration
from station.models.station_state import lock_station
from station.models.volunteer import Volunteer, lock_volunteer

KNOWN_ABOVE = (Status.APPROVED, Status.SUSPENDED)
FORM_LIFE = timedelta(days=30)


def add_portrait(
    session: Session, actor: Actor, now: datetime, picture: Picture, whom: UUID | None = None
) -> Photo:
    """Keeps a portrait for the volunteer of this id, or of the registration of this id.

    Without one it waits for the form that names it, thirty days long. The center is told at once
    where it has approved the volunteer, else with the next submission.
    """
    lock_station(session)
    for left in photo.left_over(session, now - FORM_LIFE):
        forget_photo(session, (actor, now), left)
    volunteer = None if whom is None else _volunteer(session, whom)
    kept = keep_photo(session, (actor, now), Kind.PORTRAIT, picture)
    if volunteer is not None:
        kept.volunteer_id = volunteer.id
        session.flush()
        tell_portrait(session, actor, now, newest_registration(session, volunteer.id))
    return kept


def attach_portrait(session: Session, volunteer: Volunteer, photo_id: UUID | None) -> None:
    """Puts the portrait that a form names to its volunteer; one that somebody has is refused."""
    if photo_id is None:
        return
    named = photo.by_id(session, photo_id, lock=True)
    if named.kind != Kind.PORTRAIT:
        raise NotFoundError("photo.unknown")
    if named.volunteer_id not in (None, volunteer.id):
        raise ConflictError("photo.of_another")
    named.volunteer_id = volunteer.id
    session.flush()


def portrait_to_tell(session: Session, registration: Registration) -> str | None:
    """The digest that may leave the station: none without the consent to photos.

    Who came by a transfer keeps the one that the center has, until a new one is taken.
    """
    if not registration.consents["photos"]["given"]:
        return None
    kept = photo.portrait_of(session, registration.volunteer_id)
    return registration.photo if kept is None else kept.sha256


def tell_portrait(
    session: Session, actor: Actor, now: datetime, registration: Registration
) -> None:
    """Promises an approved volunteer's photo where the center was told of another, or of none."""
    told = portrait_to_tell(session, registration)
    if registration.status not in KNOWN_ABOVE or told == registration.photo:
        return
    before, registration.photo = registration.photo, told
    subject = f"volunteer:{registration.volunteer_id}"
    draft = Draft(
        wire.VOLUNTEER,
        subject,
        {"volunteer": registration.volunteer_id, "photo": told},
        now,
        actor=actor.id,
        blobs=described(session, TABLES, [told] if told else []),
    )
    promise(session, TABLES, upper_name(session, TABLES), draft)
    change = Change("volunteer.photo_told", subject, {"photo": before}, {"photo": told})
    log(session, actor, now, change)


def _volunteer(session: Session, whom: UUID) -> Volunteer:
    registration = lock_registration(session, whom)
    volunteer = lock_volunteer(session, registration.volunteer_id if registration else whom)
    if volunteer is None:
        raise NotFoundError("volunteer.unknown")
    if volunteer.transferred_to:
        raise ConflictError("volunteer.transferred", station=volunteer.transferred_to)
    return volunteer
