"""Profiles of approved volunteers, forms from workbooks completed, members' rows put right."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from shared.clock import business_now
from shared.database import transaction
from shared.errors import NotFoundError
from shared.web.login import current_actor, needs
from station.actions.completion import complete_registration
from station.actions.member_detail import MemberDetail, edit_member
from station.actions.own import own_volunteer
from station.actions.profile import change_consents, change_profile
from station.api.registration import one
from station.database import db
from station.domain.free_time import from_texts, week
from station.domain.profile import ProfileChange
from station.domain.registration_form import Completion
from station.models.member import Member
from station.models.registration import newest_registration
from station.models.volunteer import Volunteer
from station.schemas.profile import (
    CompletionSchema,
    ConsentChangeSchema,
    FreeTimesSchema,
    MemberDetailSchema,
    MemberRowSchema,
    ProfileChangeSchema,
    ProfileSchema,
)
from station.schemas.registration import RegistrationSchema

blueprint = Blueprint("profile", __name__, url_prefix="/api")
FORM = (
    *("service_posts", "specialties", "categories", "free_times"),
    *("health", "conduct", "consents"),
)


@blueprint.route("/volunteers/<uuid:volunteer>/profile")
@needs("volunteer.read")
@blueprint.response(200, ProfileSchema)
def show_profile(volunteer: UUID) -> dict[str, Any]:
    """Posts, skills, times and consents as they are today."""
    return _shown(db.session(), volunteer)


@blueprint.route("/volunteers/<uuid:volunteer>/profile", methods=["POST"])
@needs("volunteer.write")
@blueprint.arguments(ProfileChangeSchema)
@blueprint.response(200, ProfileSchema)
def post_profile(change: ProfileChange, volunteer: UUID) -> dict[str, Any]:
    """Changes what is named; the center is told."""
    with transaction(db) as session:
        change_profile(session, current_actor(), business_now(), volunteer, change)
        return _shown(session, volunteer)


@blueprint.route("/volunteers/<uuid:volunteer>/consents", methods=["POST"])
@needs("volunteer.write")
@blueprint.arguments(ConsentChangeSchema)
@blueprint.response(200, ProfileSchema)
def post_consents(changes: dict[str, bool], volunteer: UUID) -> dict[str, Any]:
    """Writes down what the volunteer gives or takes back at the counter."""
    with transaction(db) as session:
        change_consents(session, current_actor(), business_now(), volunteer, changes)
        return _shown(session, volunteer)


@blueprint.route("/own/profile")
@needs("own.read")
@blueprint.response(200, ProfileSchema)
def show_own_profile() -> dict[str, Any]:
    """One's own posts, skills, times and consents."""
    return _shown(db.session(), own_volunteer(db.session(), current_actor()).id)


@blueprint.route("/own/free-times", methods=["POST"])
@needs("own.write")
@blueprint.arguments(FreeTimesSchema)
@blueprint.response(200, ProfileSchema)
def post_own_free_times(asked: dict[str, Any]) -> dict[str, Any]:
    """When whoever asks can serve."""
    change = ProfileChange(free_times=tuple(asked["free_times"]))
    with transaction(db) as session:
        volunteer = own_volunteer(session, current_actor()).id
        change_profile(session, current_actor(), business_now(), volunteer, change)
        return _shown(session, volunteer)


@blueprint.route("/own/consents", methods=["POST"])
@needs("own.write")
@blueprint.arguments(ConsentChangeSchema)
@blueprint.response(200, ProfileSchema)
def post_own_consents(changes: dict[str, bool]) -> dict[str, Any]:
    """Gives or takes back consents of one's own."""
    with transaction(db) as session:
        volunteer = own_volunteer(session, current_actor()).id
        change_consents(session, current_actor(), business_now(), volunteer, changes)
        return _shown(session, volunteer)


@blueprint.route("/registrations/<uuid:registration>/completion", methods=["POST"])
@needs("registration.write")
@blueprint.arguments(CompletionSchema)
@blueprint.response(200, RegistrationSchema)
def post_completion(completion: Completion, registration: UUID) -> dict[str, Any]:
    """Completes a form that came from a workbook."""
    with transaction(db) as session:
        complete_registration(session, current_actor(), business_now(), registration, completion)
    return one(registration)


@blueprint.route("/members/<uuid:member>")
@needs("member.read")
@blueprint.response(200, MemberRowSchema)
def show_member(member: UUID) -> Member:
    """A member's row."""
    found = db.session().get(Member, member)
    if found is None:
        raise NotFoundError("member.unknown")
    return found


@blueprint.route("/members/<uuid:member>", methods=["POST"])
@needs("member.write")
@blueprint.arguments(MemberDetailSchema)
@blueprint.response(200, MemberRowSchema)
def post_member(detail: MemberDetail, member: UUID) -> Member:
    """Puts the row right between two rosters."""
    with transaction(db) as session:
        return edit_member(session, current_actor(), business_now(), member, detail)


def _shown(session: Session, volunteer_id: UUID) -> dict[str, Any]:
    volunteer = session.get(Volunteer, volunteer_id)
    if volunteer is None:
        raise NotFoundError("volunteer.unknown")
    registration = newest_registration(session, volunteer.id)
    return {name: getattr(registration, name) for name in FORM} | {
        "volunteer": volunteer.id,
        "name": volunteer.name,
        "post": session.get_one(Member, volunteer.member_id).post,
        "week": week(registration.free_times),
        "words": from_texts(registration.free_times).unread,
    }
