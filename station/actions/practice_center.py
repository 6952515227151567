"""The center as it is played where people practise: it approves, issues cards, accepts months.

Its answers go through the very actions that a real one's do; nothing is sealed, signed or sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from shared.clock import local_day, machine_now
from shared.errors import ForbiddenError
from shared.federation import envelope
from shared.federation.link import Message
from shared.federation.name import is_practice
from shared.federation.outbox import own_name, upper_name
from shared.federation.tables import OutboxMixin
from shared.wire import card as card_wire
from shared.wire import registration as registration_wire
from shared.wire import tally as tally_wire
from station.actions import card, monthly_report, submission
from station.models.card import Card
from station.models.federation import TABLES
from station.models.promised import body_digest
from station.models.registration import Registration
from station.models.volunteer import Volunteer

NAME = "练习中心"
WHY = "本人照片看不清，请补一张。（练习）"


def answer(session: Session, now: datetime) -> None:
    """What waits for the center counts as sent and is answered; nowhere but where one practises."""
    for row in _waiting(session):
        data = _data_of(row)
        row.sealed_at, row.acked_at, row.arrived_at = machine_now(), machine_now(), now
        if row.type == registration_wire.SUBMITTED:
            _decide(session, now, data, "approved", "")
            _issue_card(session, now, UUID(data["volunteer"]))
        elif row.type == tally_wire.MONTH:
            _accept(session, now, row, data)


def return_registration(session: Session, now: datetime, name: str) -> None:
    """One of them comes back with what to mend."""
    for row in _waiting(session):
        data = _data_of(row)
        if row.type == registration_wire.SUBMITTED and data["name"] == name:
            row.sealed_at, row.acked_at, row.arrived_at = machine_now(), machine_now(), now
            _decide(session, now, data, "returned", WHY)


def _waiting(session: Session) -> list[OutboxMixin]:
    if not is_practice(own_name(session, TABLES)):
        raise ForbiddenError("node.practice")
    table: type[OutboxMixin] = TABLES.outbox
    return list(session.scalars(select(table).where(table.acked_at.is_(None)).order_by(table.id)))


def _data_of(row: OutboxMixin) -> dict[str, Any]:
    assert row.body is not None
    return envelope.parse(row.body).data


def _decide(
    session: Session, now: datetime, data: Mapping[str, Any], decision: str, reason: str
) -> None:
    registration = session.get_one(Registration, UUID(data["registration"]))
    day = local_day(now)
    said = {
        "registration": registration.id,
        "volunteer": registration.volunteer_id,
        "version": data["version"],
        "content": registration.content,
        "decision": decision,
        "reason": reason,
        "decided_on": day,
        "approval_date": day if decision == "approved" else None,
        "origin": "center",
        "by": NAME,
    }
    subject = f"registration:{registration.id}"
    message = _message(session, now, registration_wire.DECIDED, subject, said)
    submission.on_decided(session, message, now)


def _issue_card(session: Session, now: datetime, volunteer: UUID) -> None:
    holder = session.get_one(Volunteer, volunteer)
    count = session.scalar(select(func.count()).select_from(Card)) or 0
    said = {
        "card": uuid7(),
        "number": f"练-{local_day(now).year}-{count + 1:04}",
        "volunteer": holder.id,
        "issued_on": local_day(now),
        "proof": "",
    }
    subject = f"card:{said['card']}"
    card.on_issued(session, _message(session, now, card_wire.ISSUED, subject, said), now)


def _accept(session: Session, now: datetime, row: OutboxMixin, data: Mapping[str, Any]) -> None:
    said = {
        "tally": UUID(data["tally"]),
        "month": data["month"],
        "revision": data["revision"],
        "content": body_digest(session, row.msg_id),
        "decision": "accepted",
        "reason": "",
        "by": NAME,
        "decided_on": local_day(now),
        "arrived_at": now,
        "on_time": True,
    }
    message = _message(session, now, tally_wire.DECIDED, f"tally:{said['tally']}", said)
    monthly_report.on_decided(session, message, now)


def _message(
    session: Session, now: datetime, type: str, subject: str, data: dict[str, Any]
) -> Message:
    center = upper_name(session, TABLES)
    return Message(
        id=uuid7(),
        type=type,
        v=1,
        subject=subject,
        ver=1,
        sender=center,
        via=center,
        occurred=now,
        cause=None,
        actor=None,
        data=data,
        body=b"",
        seal=None,
        received_at=machine_now(),
        business_at=now,
    )
