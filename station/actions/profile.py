"""An approved volunteer's profile: kept up to date, told to the center whenever it changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day
from shared.domain import canonical, id_number
from shared.domain.registration import Status
from shared.errors import ConflictError, NotFoundError
from shared.federation.outbox import Draft, promise, upper_name
from shared.wire import profile as wire
from station.actions.portrait import tell_portrait
from station.domain.profile import OWN_ACCOUNT, Given, ProfileChange, changed_consents
from station.domain.registration_form import IN_PERSON
from station.models.account import volunteer_of_account
from station.models.audit import log
from station.models.federation import TABLES
from station.models.member import Member
from station.models.registration import Registration, newest_registration
from station.models.station_state import lock_station
from station.models.volunteer import Volunteer, lock_volunteer

KNOWN_ABOVE = (Status.APPROVED, Status.SUSPENDED)


def change_profile(
    session: Session, actor: Actor, now: datetime, volunteer_id: UUID, change: ProfileChange
) -> Registration:
    """Posts, specialties, categories and free times as they are from now on."""
    volunteer, registration = _locked(session, volunteer_id)
    member = session.get_one(Member, volunteer.member_id, with_for_update=True)
    before, after = {}, {}
    for name, value in change.values().items():
        row = member if name == "post" else registration
        if getattr(row, name) != value:
            before[name], after[name] = getattr(row, name), value
            setattr(row, name, value)
    if after:
        session.flush()
        subject = f"volunteer:{volunteer.id}"
        log(session, actor, now, Change("volunteer.profile_changed", subject, before, after))
        tell_profile(session, (actor, now), volunteer)
    return registration


def change_consents(
    session: Session, actor: Actor, now: datetime, volunteer_id: UUID, changes: Mapping[str, bool]
) -> Registration:
    """Consents given or taken back, each with its day; without the one to photos none is shown."""
    volunteer, registration = _locked(session, volunteer_id)
    own = volunteer_of_account(session, actor.id)
    how = OWN_ACCOUNT if own is not None and own.id == volunteer.id else IN_PERSON
    given = Given(local_day(now), actor.name, how)
    consents = changed_consents(registration.consents, changes, given)
    before, after = (
        _differing(registration.consents, consents),
        _differing(consents, registration.consents),
    )
    if after:
        registration.consents = consents
        session.flush()
        subject = f"volunteer:{volunteer.id}"
        log(session, actor, now, Change("volunteer.consents_changed", subject, before, after))
        tell_profile(session, (actor, now), volunteer)
        tell_portrait(session, actor, now, registration)
    return registration


def tell_profile(session: Session, who: tuple[Actor, datetime], volunteer: Volunteer) -> None:
    """Promises the center the whole profile of whom it approved, where it knows another one."""
    if volunteer.status not in KNOWN_ABOVE or volunteer.transferred_to:
        return
    registration = newest_registration(session, volunteer.id)
    data = profile_of(session, registration)
    if told_as(data) == registration.told:
        return
    registration.told = told_as(data)
    actor, now = who
    content = data | {"volunteer": volunteer.id, "changed_on": local_day(now)}
    draft = Draft(wire.VOLUNTEER, f"volunteer:{volunteer.id}", content, now, actor=actor.id)
    promise(session, TABLES, upper_name(session, TABLES), draft)
    session.flush()


def profile_of(session: Session, registration: Registration) -> dict[str, Any]:
    """What the center may know of the person, besides UUID, photo and what it decides itself."""
    volunteer = session.get_one(Volunteer, registration.volunteer_id)
    member = session.get_one(Member, volunteer.member_id)
    return {
        "name": member.name,
        "sex": member.sex,
        "birth_year": id_number.birth_date(member.id_number).year,
        "post": member.post,
        "service_posts": registration.service_posts,
        "specialties": registration.specialties,
        "categories": registration.categories,
        "free_times": registration.free_times,
        "health": registration.health,
        "conduct": registration.conduct,
        "consents": {name: kept["given"] for name, kept in registration.consents.items()},
    }


def told_as(profile: Mapping[str, Any]) -> str:
    """By what a profile that was told is known again."""
    return canonical.digest(dict(profile))


def _locked(session: Session, volunteer_id: UUID) -> tuple[Volunteer, Registration]:
    lock_station(session)
    volunteer = lock_volunteer(session, volunteer_id)
    if volunteer is None:
        raise NotFoundError("volunteer.unknown")
    if volunteer.transferred_to:
        raise ConflictError("volunteer.transferred", station=volunteer.transferred_to)
    if volunteer.status not in KNOWN_ABOVE:
        raise ConflictError("volunteer.not_approved", name=volunteer.name)
    return volunteer, newest_registration(session, volunteer.id)


def _differing(of: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, bool]:
    return {
        name: kept["given"] for name, kept in of.items() if kept["given"] != other[name]["given"]
    }
