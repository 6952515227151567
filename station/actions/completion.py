"""Forms from a workbook completed, once their person stood before the clerk (domain.md part 2)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day
from shared.domain.registration import Status
from shared.errors import ConflictError, NotFoundError
from station.actions.portrait import attach_portrait, tell_portrait
from station.actions.profile import tell_profile
from station.domain.profile import CONSENTS
from station.domain.registration_form import (
    CONSENT_TEXT,
    IN_PERSON,
    Completion,
    check_completion,
)
from station.models.audit import log
from station.models.registration import Registration, lock_registration
from station.models.station_state import lock_station
from station.models.volunteer import Volunteer

ENDED = (Status.REJECTED, Status.LEFT)


def complete_registration(
    session: Session, actor: Actor, now: datetime, registration_id: UUID, completion: Completion
) -> Registration:
    """Declarations, consents and the seen originals, with today's date and the clerk's name.

    What the center approved goes up as a profile at once; what waits there, with the approval;
    a returned or not yet submitted form, with its submission.
    """
    lock_station(session)
    registration = lock_registration(session, registration_id)
    if registration is None:
        raise NotFoundError("registration.unknown")
    volunteer = session.get_one(Volunteer, registration.volunteer_id)
    if registration.status in ENDED or volunteer.transferred_to:
        raise ConflictError("registration.ended")
    check_completion(registration.originals["how"], completion)
    stamp = {"how": IN_PERSON, "on": local_day(now).isoformat(), "by": actor.name}
    registration.originals = {"id_card": True, "party_card": True, **stamp}
    registration.consents = {
        name: {"given": bool(completion.consents.get(name)), "text": CONSENT_TEXT, **stamp}
        for name in CONSENTS
    }
    registration.health, registration.conduct = completion.health, completion.conduct
    attach_portrait(session, volunteer, completion.photo)
    session.flush()
    _log(session, (actor, now), registration)
    tell_profile(session, (actor, now), volunteer)
    tell_portrait(session, actor, now, registration)
    return registration


def _log(session: Session, who: tuple[Actor, datetime], registration: Registration) -> None:
    consents = {name: kept["given"] for name, kept in registration.consents.items()}
    after = {
        "consents": consents,
        "health": registration.health,
        "conduct": registration.conduct,
        "originals": "seen",
    }
    subject = f"registration:{registration.id}"
    log(session, *who, Change("registration.completed", subject, None, after))
