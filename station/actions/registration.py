"""Registrations: taken down in person, submitted to the center, mended, decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.clock import local_day
from shared.domain import id_number
from shared.domain.life_cycle import move
from shared.domain.registration import NEXT, Status
from shared.errors import ConflictError, InvalidError, NotFoundError
from shared.vault import vault_of
from station.actions.portrait import attach_portrait
from station.actions.submission import submit
from station.domain import registration_form
from station.domain.cell import name_key
from station.domain.registration_form import RegistrationForm
from station.models.member import Member, member_by_digest, open_stay
from station.models.registration import (
    Registration,
    draft_of,
    lock_registration,
    newest_registration,
)
from station.models.station_state import lock_station
from station.models.volunteer import Volunteer, volunteer_of

OPEN = (Status.SUBMITTED, Status.APPROVED, Status.RETURNED, Status.SUSPENDED, Status.LEFT)


@dataclass(frozen=True)
class Source:
    """Where a registration comes from: a paper's decision and an import, where there is one."""

    origin: str
    paper: Mapping[str, Any] | None = None
    is_claim: bool = False
    import_id: UUID | None = None


IN_PERSON = Source("in_person")


def register_in_person(
    session: Session, actor: Actor, now: datetime, person: tuple[str, str], form: RegistrationForm
) -> Registration:
    """`person` is ID number and name, as on the cards that the clerk saw."""
    today = local_day(now)
    lock_station(session)
    registration_form.check(form, today)
    member = _on_roster(session, person, today)
    return open_registration(session, (actor, now), member, form, IN_PERSON)


def open_registration(
    session: Session,
    by: tuple[Actor, datetime],
    member: Member,
    form: RegistrationForm,
    source: Source,
) -> Registration:
    """A member's registration or their draft, filled in; a second registration is refused.

    It is submitted to the center at once, or stays a draft before its day of application.
    """
    actor, now = by
    today = local_day(now)
    volunteer = _volunteer(session, member, today)
    registration = draft_of(session, volunteer.id) or _new_draft(volunteer)
    registration.origin, registration.import_id = source.origin, source.import_id
    registration.paper = dict(source.paper) if source.paper else None
    registration.is_claim = source.is_claim
    seen = {"id_card": form.id_card_seen, "party_card": form.party_card_seen}
    registration.originals = seen | {"how": form.how, "by": actor.name}
    registration.entered_by, registration.entered_at = actor.id, now
    _fill(registration, form)
    session.add(registration)
    session.flush()
    attach_portrait(session, volunteer, form.photo)
    if form.applied_on <= today:
        submit(session, actor, now, registration)
    return registration


def resubmit_registration(
    session: Session, actor: Actor, now: datetime, registration_id: UUID, changes: Mapping[str, Any]
) -> Registration:
    """A returned one, mended, or a former volunteer's who comes back: goes up as a new version."""
    lock_station(session)
    registration = lock_registration(session, registration_id)
    if registration is None:
        raise NotFoundError("registration.unknown")
    form = replace(_form_of(registration), **changes)
    registration_form.check(form, local_day(now))
    move(NEXT, Status(registration.status), Status.SUBMITTED)
    volunteer = session.get_one(Volunteer, registration.volunteer_id)
    if volunteer.transferred_to:
        raise ConflictError("volunteer.transferred", station=volunteer.transferred_to)
    if open_stay(session, volunteer.member_id) is None:
        raise ConflictError("registration.not_on_roster", name=volunteer.name)
    _fill(registration, form)
    attach_portrait(session, volunteer, form.photo)
    registration.is_claim = False
    submit(session, actor, now, registration)
    return registration


def _on_roster(session: Session, person: tuple[str, str], today: date) -> Member:
    number, name = person
    digest = vault_of(session).search_digest(id_number.check(number, today))
    member = member_by_digest(session, digest)
    if member is None or open_stay(session, member.id) is None:
        raise NotFoundError("registration.not_on_roster", name=name)
    if name_key(member.name) != name_key(name):
        raise InvalidError("registration.other_name", field="name", name=name)
    return member


def _new_draft(volunteer: Volunteer) -> Registration:
    return Registration(volunteer_id=volunteer.id, status=Status.DRAFT, version=0, content="")


def _volunteer(session: Session, member: Member, today: date) -> Volunteer:
    volunteer = volunteer_of(session, member.id)
    if volunteer is None:
        volunteer = Volunteer(
            member_id=member.id, name=member.name, status=Status.DRAFT, station_since=today
        )
        session.add(volunteer)
        session.flush()
        return volunteer
    newest = newest_registration(session, volunteer.id)
    if newest.status in OPEN:
        raise ConflictError(
            "registration.already_here", name=member.name, registration=str(newest.id)
        )
    return volunteer


def _fill(registration: Registration, form: RegistrationForm) -> None:
    registration.applied_on = form.applied_on
    registration.specialties = list(form.specialties)
    registration.categories = list(form.categories)
    registration.free_times = list(form.free_times)
    registration.health, registration.conduct = form.health, form.conduct
    registration.consents = registration_form.consents(form)


def _form_of(registration: Registration) -> RegistrationForm:
    return RegistrationForm(
        applied_on=registration.applied_on,
        specialties=tuple(registration.specialties),
        categories=tuple(registration.categories),
        free_times=tuple(registration.free_times),
        consents={name: kept["given"] for name, kept in registration.consents.items()},
        health=registration.health,
        conduct=registration.conduct,
        id_card_seen=registration.originals["id_card"],
        party_card_seen=registration.originals["party_card"],
        how=registration.originals["how"],
    )
