"""Transfers: asked by the new station, decided by an officer, the sealed file relayed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from center.actions import hop
from center.actions.bulk import RowResult, decide_each
from center.actions.registration import decide_registration
from center.actions.volunteer import announce
from center.domain import transfer as rule
from center.domain.decision import Decision, check
from center.models import transfer, volunteer
from center.models.audit import log
from center.models.registration import Registration
from center.models.station import Station
from center.models.transfer import Transfer
from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day
from shared.domain import registration
from shared.domain.transfer import Status
from shared.errors import NotFoundError
from shared.federation.link import Message
from shared.federation.outbox import Draft
from shared.federation.sender import sender_of
from shared.wire.transfer import DECIDED, STATEMENT

MOVED = "同一身份的党员义工已由调动转入，此份登记不再办理。"


@dataclass(frozen=True)
class Deed:
    """Who does it and when."""

    actor: Actor
    now: datetime


def on_asked(session: Session, message: Message, now: datetime) -> None:
    """The new station saw the ID card; its digest finds who serves elsewhere in this center."""
    hop.check_own(message)
    data = message.data
    if session.get(Station, message.sender) is None:
        raise NotFoundError("station.unknown", station=message.sender)
    if session.get(Transfer, data["transfer"], with_for_update=True) is not None:
        return
    serving = volunteer.by_digest(session, data["digest"])
    rule.check_question(message.sender, serving.station if serving else None)
    asked = Transfer(
        id=data["transfer"],
        status=Status.ASKED,
        to_station=message.sender,
        name=data["name"],
        digest=data["digest"],
        asked_on=data["asked_on"],
    )
    _find(asked, serving)
    session.add(asked)
    after = {"status": asked.status, "to": asked.to_station, "volunteer": asked.volunteer}
    change = Change("transfer.ask", f"transfer:{asked.id}", None, after)
    log(session, sender_of(message), now, change)


def decide_transfer(
    session: Session, actor: Actor, now: datetime, id: UUID, decision: Decision
) -> None:
    """Approved, the volunteer's station changes here at once; the approval date never does."""
    asked = transfer.locked(session, id)
    check(decision, 0)
    if asked.status == Status.ASKED:
        _find(asked, volunteer.by_digest(session, asked.digest))
    asked.status = rule.decide(Status(asked.status), decision.decision, asked.volunteer)
    asked.reason, asked.decided_by = decision.reason.strip(), actor.name
    asked.decided_on = local_day(now)
    if asked.status == Status.APPROVED:
        rule.check_question(asked.to_station, asked.from_station)
        _move(session, Deed(actor, now), asked)
    _answer(session, Deed(actor, now), asked)
    after = {"status": asked.status, "reason": asked.reason, "volunteer": asked.volunteer}
    after |= {"from": asked.from_station, "to": asked.to_station}
    before = {"status": Status.ASKED, "station": asked.from_station}
    change = Change(f"transfer.{decision.decision}", f"transfer:{id}", before, after)
    log(session, actor, now, change)


def decide_transfers(
    session: Session,
    actor: Actor,
    now: datetime,
    ids: Sequence[UUID],
    decision: tuple[Decision, int],
) -> list[RowResult]:
    """The same word on several; `decision` with the count that the officer saw."""
    return decide_each(session, ids, decision, partial(decide_transfer, session, actor, now))


def on_statement(session: Session, message: Message, now: datetime) -> None:
    """Relays the sealed personal file, which this center can't open."""
    data = message.data
    asked = transfer.locked(session, data["transfer"])
    if asked.status == Status.COMPLETED:
        return
    route = (asked.from_station, asked.to_station)
    asked.status = rule.complete(Status(asked.status), message.sender, route, data["to_station"])
    subject = f"transfer:{asked.id}"
    draft = Draft(STATEMENT, subject, data, now, message.actor, message.id)
    hop.down(session, asked.to_station, draft)
    change = Change("transfer.complete", subject, None, {"status": asked.status})
    log(session, sender_of(message), now, change)


def _find(asked: Transfer, serving: volunteer.Volunteer | None) -> None:
    asked.volunteer = serving.id if serving else None
    asked.from_station = serving.station if serving else None


def _move(session: Session, deed: Deed, asked: Transfer) -> None:
    """Moves the volunteer and the registration; closes one that the new station may have sent."""
    moved = session.get_one(volunteer.Volunteer, asked.volunteer, with_for_update=True)
    moved.station = asked.to_station
    own = session.get_one(Registration, moved.registration, with_for_update=True)
    own.station = asked.to_station
    # the star goes to the station of 31 December, so the association learns of each move
    announce(session, deed.actor, deed.now, own)
    query = select(Registration.id).where(
        Registration.digest == asked.digest,
        Registration.station == asked.to_station,
        Registration.status == registration.Status.SUBMITTED,
    )
    for pending in session.scalars(query).all():
        decision = Decision("rejected", MOVED)
        decide_registration(session, deed.actor, deed.now, pending, decision)


def _answer(session: Session, deed: Deed, asked: Transfer) -> None:
    data = {
        "transfer": asked.id,
        "volunteer": asked.volunteer,
        "from_station": asked.from_station,
        "to_station": asked.to_station,
        "decision": str(asked.status),
        "reason": asked.reason,
        "decided_on": asked.decided_on,
        "by": deed.actor.name,
    }
    draft = Draft(DECIDED, f"transfer:{asked.id}", data, deed.now, deed.actor.id)
    for station in filter(None, (asked.from_station, asked.to_station)):
        hop.down(session, station, draft)
