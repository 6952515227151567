"""A registration on its way to the center and the center's decision on its way back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day
from shared.domain.life_cycle import move
from shared.domain.registration import NEXT, Status
from shared.errors import ConflictError, NotFoundError
from shared.federation.blob import described
from shared.federation.link import Message
from shared.federation.outbox import Draft, promise, upper_name
from shared.federation.sender import sender_of
from shared.vault import vault_of
from shared.wire import registration as wire
from station.actions.portrait import portrait_to_tell, tell_portrait
from station.actions.profile import profile_of, tell_profile, told_as
from station.actions.volunteer import begin_service, suspend_service
from station.models.audit import log
from station.models.federation import TABLES
from station.models.member import Member
from station.models.promised import body_digest
from station.models.registration import Registration, lock_registration
from station.models.volunteer import Volunteer

DAYS = ("decided_on", "approval_date")
ENDING = ("approved", "rejected")
BECOMES = {
    "approved": Status.APPROVED,
    "returned": Status.RETURNED,
    "rejected": Status.REJECTED,
    "suspended": Status.SUSPENDED,
    "resumed": Status.APPROVED,
}


def submit(session: Session, actor: Actor, now: datetime, registration: Registration) -> None:
    """Moves it to `submitted`, one version on, and promises the center what it may see."""
    before = registration.status
    registration.status = move(NEXT, Status(before), Status.SUBMITTED)
    registration.version += 1
    registration.overtaken = None
    volunteer = session.get_one(Volunteer, registration.volunteer_id)
    volunteer.status = registration.status
    registration.photo = portrait_to_tell(session, registration)
    registration.told = told_as(profile_of(session, registration) | {"service_posts": []})
    data = _data(session, registration, volunteer)
    subject = f"registration:{registration.id}"
    photos = described(session, TABLES, [registration.photo] if registration.photo else [])
    draft = Draft(wire.SUBMITTED, subject, data, now, actor=actor.id, blobs=photos)
    message = promise(session, TABLES, upper_name(session, TABLES), draft)
    registration.content = body_digest(session, message)
    session.flush()
    after = {"status": registration.status, "version": registration.version}
    change = Change("registration.submitted", subject, {"status": before}, after)
    log(session, actor, now, change)


def on_decided(session: Session, message: Message, now: datetime) -> None:
    """Applies the center's word on the very version and content that it names.

    One on an older version than ours is kept to be shown and not applied.
    """
    data = message.data
    registration = lock_registration(session, data["registration"])
    if registration is None or registration.version < data["version"]:
        raise NotFoundError("registration.unknown")
    if data["version"] < registration.version:
        registration.overtaken = _shown(data)
        return
    if data["content"] != registration.content:
        raise ConflictError("registration.other_content", version=data["version"])
    if _is_applied(registration, data):
        return
    before = registration.status
    _apply(session, registration, data)
    change = Change(
        f"registration.{data['decision']}",
        f"registration:{registration.id}",
        {"status": before},
        _shown(data) | {"status": registration.status},
    )
    log(session, sender_of(message), now, change)
    volunteer = session.get_one(Volunteer, registration.volunteer_id)
    tell_profile(session, (sender_of(message), now), volunteer)
    tell_portrait(session, sender_of(message), now, registration)


def withdraw(session: Session, who: tuple[Actor, datetime], registration: Registration) -> None:
    """A submitted one is a draft again; the center lays it aside unless it has decided by then."""
    actor, now = who
    before = registration.status
    registration.status = move(NEXT, Status(before), Status.DRAFT)
    session.get_one(Volunteer, registration.volunteer_id).status = Status.DRAFT
    subject = f"registration:{registration.id}"
    data = {
        "registration": registration.id,
        "volunteer": registration.volunteer_id,
        "version": registration.version,
        "withdrawn_on": local_day(now),
    }
    draft = Draft(wire.WITHDRAWN, subject, data, now, actor=actor.id)
    promise(session, TABLES, upper_name(session, TABLES), draft)
    after = {"status": registration.status, "version": registration.version}
    log(session, actor, now, Change("registration.withdrawn", subject, {"status": before}, after))


def give_back(
    session: Session, who: tuple[Actor, datetime], submission: tuple[UUID, str], sentence: str
) -> None:
    """The newest submission, which the center couldn't take in, stands returned with its words.

    Where the center had ended the version before, which was taken back, that decision counts.
    `submission` is the registration and the content that was refused.
    """
    registration = lock_registration(session, submission[0])
    if registration is None or registration.content != submission[1]:
        return
    if registration.status != Status.SUBMITTED:
        return
    volunteer = session.get_one(Volunteer, registration.volunteer_id)
    shown = registration.overtaken or {}
    if shown.get("decision") not in ENDING:
        registration.status, registration.decision_reason = Status.RETURNED, sentence
        volunteer.status = Status.RETURNED
        return
    _apply(session, registration, _told(shown))
    registration.overtaken, registration.told = None, ""
    subject, after = f"registration:{registration.id}", {"status": registration.status}
    log(session, *who, Change(f"registration.{shown['decision']}", subject, None, after | shown))
    tell_profile(session, who, volunteer)


def _is_applied(registration: Registration, data: dict[str, Any]) -> bool:
    known = (registration.decision, registration.decided_version, registration.decided_on)
    return known == (data["decision"], data["version"], data["decided_on"])


def _apply(session: Session, registration: Registration, data: dict[str, Any]) -> None:
    decision = data["decision"]
    registration.status = move(NEXT, Status(registration.status), BECOMES[decision])
    registration.decision, registration.decision_reason = decision, data["reason"]
    registration.decision_origin, registration.decided_by = data["origin"], data["by"]
    registration.decided_on, registration.decided_version = data["decided_on"], data["version"]
    volunteer = session.get_one(Volunteer, registration.volunteer_id, with_for_update=True)
    volunteer.status = registration.status
    if decision == "approved":
        _approve(session, registration, volunteer, data)
    elif decision == "suspended":
        suspend_service(session, volunteer, data["decided_on"])
    elif decision == "resumed":
        begin_service(session, volunteer, data["decided_on"])


def _approve(
    session: Session, registration: Registration, volunteer: Volunteer, data: dict[str, Any]
) -> None:
    first_time = volunteer.approval_date is None
    day = data["approval_date"] or data["decided_on"]
    registration.approval_date = registration.approval_date or day
    if first_time:
        volunteer.approval_date, volunteer.approval_origin = day, data["origin"]
    volunteer.left_on = volunteer.left_reason = None
    begin_service(session, volunteer, day if first_time else data["decided_on"])


def _data(session: Session, registration: Registration, volunteer: Volunteer) -> dict[str, Any]:
    member = session.get_one(Member, volunteer.member_id)
    return profile_of(session, registration) | {
        "registration": registration.id,
        "volunteer": volunteer.id,
        "version": registration.version,
        "digest": duplicate_digest(session, member),
        "applied_on": registration.applied_on,
        "origin": registration.origin,
        "claim": _claim(registration),
        "photo": registration.photo,
    }


def _claim(registration: Registration) -> dict[str, Any] | None:
    paper = registration.paper
    if paper is None or not registration.is_claim:
        return None
    return {**paper, "decided_on": date.fromisoformat(paper["decided_on"])}


def duplicate_digest(session: Session, member: Member) -> str:
    """Under the district word; a station without one can't submit anybody."""
    found = vault_of(session).duplicate_digest(member.id_number)
    if found is None:
        raise ConflictError("registration.no_word")
    member.duplicate_digest = found
    return found


def _shown(data: dict[str, Any]) -> dict[str, Any]:
    names = ("decision", "reason", "decided_on", "approval_date", "origin", "by", "version")
    return {name: data[name] and str(data[name]) for name in names}


def _told(shown: dict[str, Any]) -> dict[str, Any]:
    """What `_shown` keeps, as the message had it."""
    days = {name: shown[name] and date.fromisoformat(shown[name]) for name in DAYS}
    return {**shown, **days, "version": int(shown["version"]), "reason": shown["reason"] or ""}
