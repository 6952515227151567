"""Registrations: received from stations, decided singly or in bulk, paper claims confirmed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from center.actions import hop
from center.actions.bulk import RowResult, decide_each, each
from center.actions.volunteer import approve_volunteer, follow_registration
from center.domain import registration as rule
from center.domain.decision import Decision, check
from center.models import registration, station
from center.models.audit import log
from center.models.registration import Registration
from center.models.search import index_registration
from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day
from shared.domain.registration import Status
from shared.errors import ConflictError, ForbiddenError, NotFoundError
from shared.federation.link import Message
from shared.federation.outbox import Draft
from shared.federation.sender import sender_of
from shared.wire.registration import DECIDED

PERSON = (
    "sex",
    "birth_year",
    "post",
    "specialties",
    "categories",
    "free_times",
    "health",
    "conduct",
    "consents",
)


@dataclass(frozen=True)
class Outcome:
    """What a decision writes; `approval_date` is a day in the past where paper is taken over."""

    decision: str
    reason: str
    origin: str
    approval_date: date | None


def on_submitted(session: Session, message: Message, now: datetime) -> None:
    """Keeps the newest version; a registration decided upon takes none but after a return."""
    if session.get(station.Station, message.sender) is None:
        raise NotFoundError("station.unknown", station=message.sender)
    known = session.get(Registration, message.data["registration"], with_for_update=True)
    if known is None:
        known = Registration(id=message.data["registration"], station=message.sender)
        session.add(known)
    elif not _replaces(known, message):
        return
    before = {"status": known.status, "version": known.version} if known.status else None
    _take(known, message)
    index_registration(session, known)
    after = {"status": known.status, "version": known.version, "origin": known.origin}
    subject = f"registration:{known.id}"
    log(session, sender_of(message), now, Change("registration.submit", subject, before, after))


def on_withdrawn(session: Session, message: Message, now: datetime) -> None:
    """Lays aside what its station took back; an earlier decision is on its way there and counts."""
    data = message.data
    known = session.get(Registration, data["registration"], with_for_update=True)
    if known is None or known.version < data["version"]:
        raise NotFoundError("registration.unknown", id=str(data["registration"]))
    if known.station != message.sender:
        raise ForbiddenError("registration.other_station")
    if not rule.is_withdrawn(Status(known.status), known.version, data["version"]):
        return
    before, known.status = known.status, Status.DRAFT
    subject, after = f"registration:{known.id}", {"status": Status.DRAFT, "version": known.version}
    change = Change("registration.withdraw", subject, {"status": before}, after)
    log(session, sender_of(message), now, change)


def decide_registration(
    session: Session, actor: Actor, now: datetime, id: UUID, decision: Decision
) -> None:
    """The center's word on one; an approval sets the approval date to today (domain.md 2)."""
    found = registration.locked(session, id)
    check(decision, found.version)
    today = local_day(now) if decision.decision == "approved" else found.approval_date
    outcome = Outcome(decision.decision, decision.reason.strip(), "center", today)
    _write(session, actor, now, found, outcome)


def decide_registrations(
    session: Session,
    actor: Actor,
    now: datetime,
    ids: Sequence[UUID],
    decision: tuple[Decision, int],
) -> list[RowResult]:
    """The same word on several; `decision` with the count that the officer saw."""
    decide = partial(decide_registration, session, actor, now)
    return decide_each(session, ids, decision, decide)


def confirm_claim(session: Session, actor: Actor, now: datetime, id: UUID) -> None:
    """Takes the paper's decision over; only this sets an approval date in the past.

    `confirm_claims` has locked the station.
    """
    found = registration.locked(session, id)
    if found.status != Status.SUBMITTED:
        raise ConflictError("registration.already_decided", status=found.status)
    home = session.get_one(station.Station, found.station)
    claim = rule.Claim(
        found.claimed, found.claimed_on, home.opened_on, home.ordinary_since is not None
    )
    decision, day = rule.confirm(claim)
    approved = day if decision == "approved" else None
    _write(session, actor, now, found, Outcome(decision, "", "paper", approved))


def confirm_claims(
    session: Session, actor: Actor, now: datetime, ids: Sequence[UUID] | None, count: int
) -> list[RowResult]:
    """Confirms the claims named, or all that wait (`ids` None).

    Their stations are locked first: that orders officers who confirm at once, and holds the door.
    """
    chosen = registration.claims(session) if ids is None else ids
    for name in registration.stations(session, chosen):
        station.locked(session, name)
    return each(session, chosen, count, lambda id: confirm_claim(session, actor, now, id))


def _replaces(known: Registration, message: Message) -> bool:
    if known.station != message.sender:
        raise ForbiddenError("registration.other_station")
    return rule.is_newer(Status(known.status), known.version, message.data["version"])


def _take(known: Registration, message: Message) -> None:
    data = message.data
    claim = data["claim"] or {}
    known.volunteer = data["volunteer"]
    known.version = data["version"]
    known.content = hop.content(message)
    known.status = Status.SUBMITTED
    known.name = data["name"]
    known.form = json.dumps({field: data[field] for field in PERSON}, ensure_ascii=False)
    known.digest = data["digest"]
    known.applied_on = data["applied_on"]
    known.origin = data["origin"]
    known.photo = data["photo"]
    known.claimed = claim.get("decision")
    known.claimed_on = claim.get("decided_on")
    known.received_at = message.business_at
    known.message = message.id


def _write(
    session: Session, actor: Actor, now: datetime, found: Registration, outcome: Outcome
) -> None:
    live = registration.live_duplicates(session, found)
    before = _facts(found)
    found.status = rule.decide(Status(found.status), outcome.decision, len(live))
    found.decision, found.reason = outcome.decision, outcome.reason
    found.decision_origin = outcome.origin
    found.decided_on, found.decided_by = local_day(now), actor.name
    found.approval_date = outcome.approval_date
    if outcome.decision == "approved":
        approve_volunteer(session, actor, now, found)
    else:
        follow_registration(session, found)
    hop.down(session, found.station, _decided(found, actor, now))
    change = Change(
        f"registration.{outcome.decision}", f"registration:{found.id}", before, _facts(found)
    )
    log(session, actor, now, change)


def _facts(found: Registration) -> dict[str, Any]:
    names = ("status", "version", "decision_origin", "reason", "approval_date", "claimed_on")
    return {name: getattr(found, name) for name in names}


def _decided(found: Registration, actor: Actor, now: datetime) -> Draft:
    data = {
        "registration": found.id,
        "volunteer": found.volunteer,
        "version": found.version,
        "content": found.content,
        "decision": found.decision,
        "reason": found.reason,
        "decided_on": found.decided_on,
        "approval_date": found.approval_date,
        "origin": found.decision_origin,
        "by": actor.name,
    }
    return Draft(DECIDED, f"registration:{found.id}", data, now, actor.id, found.message)
