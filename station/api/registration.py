"""Registrations: the paper form taken down in person, mended, followed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint
from sqlalchemy import select

from shared.clock import business_now, local_day
from shared.database import transaction
from shared.web.login import current_actor, needs
from shared.web.page import page_of
from station.actions.registration import register_in_person, resubmit_registration
from station.database import db
from station.domain.registration_form import RegistrationForm, to_complete
from station.models.member import Member
from station.models.photo import Photo, portrait_of, portraits_of
from station.models.registration import Registration
from station.models.volunteer import Volunteer
from station.schemas.registration import (
    DeclarationSchema,
    RegisterSchema,
    RegistrationListSchema,
    RegistrationQuerySchema,
    RegistrationSchema,
)

blueprint = Blueprint("registration", __name__, url_prefix="/api")
LISTS = ("specialties", "categories", "free_times")


@blueprint.route("/registrations", methods=["POST"])
@needs("registration.write")
@blueprint.arguments(RegisterSchema)
@blueprint.response(201, RegistrationSchema)
def post_registration(asked: dict[str, Any]) -> dict[str, Any]:
    """Registers a member who stands before the clerk, and submits the form to the center."""
    now = business_now()
    person = (asked.pop("id_number"), asked.pop("name"))
    asked["applied_on"] = asked["applied_on"] or local_day(now)
    form = RegistrationForm(**_tuples(asked))
    with transaction(db) as session:
        registration = register_in_person(session, current_actor(), now, person, form)
    return one(registration.id)


@blueprint.route("/registrations", methods=["GET"])
@needs("registration.read")
@blueprint.arguments(RegistrationQuerySchema, location="query")
@blueprint.response(200, RegistrationListSchema)
def list_registrations(asked: dict[str, Any]) -> dict[str, Any]:
    """Registrations with what is to be completed, and decisions that came too late."""
    session, status = db.session(), asked["status"]
    chosen = [Registration.status == status] if status else []
    query = _query().where(*chosen).order_by(Registration.id.desc())
    page, total = page_of(session, query, asked)
    rows = list(page)
    portraits = portraits_of(session, [volunteer.id for _, volunteer, _ in rows])
    items = [
        _shown(registration, volunteer, member, portraits.get(volunteer.id))
        for registration, volunteer, member in rows
    ]
    return {"items": items, "total": total}


@blueprint.route("/registrations/<uuid:registration_id>/submission", methods=["POST"])
@needs("registration.write")
@blueprint.arguments(DeclarationSchema)
@blueprint.response(200, RegistrationSchema)
def post_submission(asked: dict[str, Any], registration_id: UUID) -> dict[str, Any]:
    """Submits a returned form again, mended, or that of a former volunteer who comes back."""
    with transaction(db) as session:
        registration = resubmit_registration(
            session, current_actor(), business_now(), registration_id, _tuples(asked)
        )
    return one(registration.id)


def _tuples(asked: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if name in LISTS else value for name, value in asked.items()}


def _query() -> Any:
    return (
        select(Registration, Volunteer, Member)
        .join(Volunteer, Volunteer.id == Registration.volunteer_id)
        .join(Member, Member.id == Volunteer.member_id)
    )


def one(registration_id: UUID) -> dict[str, Any]:
    """A registration as the API answers it."""
    session = db.session()
    query = _query().where(Registration.id == registration_id)
    registration, volunteer, member = session.execute(query).one()
    return _shown(registration, volunteer, member, portrait_of(session, volunteer.id))


def _shown(
    registration: Registration, volunteer: Volunteer, member: Member, portrait: Photo | None
) -> dict[str, Any]:
    names = RegistrationSchema().fields.keys() - {"photo"}
    shown = {name: getattr(registration, name) for name in names if hasattr(registration, name)}
    how = registration.originals["how"]
    return shown | {
        "volunteer": volunteer.id,
        "name": volunteer.name,
        "last_four": member.last_four,
        "photo": portrait and portrait.id,
        "to_complete": to_complete(
            registration.health, registration.conduct, how, has_photo=portrait is not None
        ),
    }
