"""The row of a request as it comes in: number, tracking code, what it is, the stars that count."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from shared.clock import local_day
from shared.domain import tracking_code, wished_time
from shared.domain.service_request import Proof, Status, counted_stars
from shared.federation.outbox import this_node
from station.domain.service_request import Asked
from station.models import district as districts
from station.models import service_item
from station.models.card import holder_of
from station.models.counter import next_number
from station.models.federation import TABLES
from station.models.service_request import ServiceRequest, by_code
from station.models.star import stars_in_force


def new_row(session: Session, now: datetime, asked: Asked) -> ServiceRequest:
    """The request as it comes in, in nobody's hands yet."""
    node = this_node(session, TABLES)
    since = asked.at or now
    row = ServiceRequest(
        number=next_number(session, "request", local_day(now).year),
        tracking_code=_code_for(session, asked),
        front_door=bool(asked.code),
        front_reach=asked.reach,
        channel=asked.channel,
        wished=list(wished_time.checked(asked.wished, local_day(since))),
        urgency=asked.urgency,
        proof=asked.proof,
        stars=_stars(session, now, asked),
        requester_id=asked.requester,
        consent_version=asked.consent_version,
        language=asked.language,
        first_station=node.name,
        first_title=node.title,
        status=Status.RECEIVED,
        holder_title=node.title,
        received_at=since,
        status_since=since,
    )
    if asked.request is not None:
        row.id = asked.request
    place(session, row, asked.item, asked.district)
    return row


def holder_seen(session: Session, typed: Mapping[str, Any]) -> UUID | None:
    """Whose card a clerk saw, where its number or code was entered beside the tick."""
    seen = typed["card_seen"] and typed["card"].strip()
    return holder_of(session, typed["card"]) if seen else None


def place(session: Session, row: ServiceRequest, item: str | None, district: UUID | None) -> None:
    """What is asked for and in which district, where that is said."""
    if item is not None:
        found = service_item.by_code(session, item)
        row.item_code, row.item_name, row.category = found.code, found.name, found.category
    if district is not None:
        found_district = districts.by_id(session, district)
        row.district_id, row.district = found_district.id, found_district.name


def _code_for(session: Session, asked: Asked) -> str | None:
    """The one that the front door gave out; None where another request here bears it already.

    Its requester follows it there all the same, where no other request has it.
    """
    if not asked.code:
        return _new_code(session)
    code = tracking_code.normalise(asked.code)
    return code if by_code(session, code) is None else None


def _new_code(session: Session) -> str:
    """One that no request here bears; 39 bits make a second try a wonder."""
    while by_code(session, code := tracking_code.make(secrets.choice)) is not None:
        continue
    return code


def _stars(session: Session, now: datetime, asked: Asked) -> int:
    """Of our own volunteer as decided, of another's as the clerk read them; else none count."""
    if asked.requester is not None:
        held = stars_in_force(session, asked.requester, local_day(now))
    else:
        held = asked.stars if asked.proof is Proof.CARD_SEEN else 0
    return counted_stars(held, asked.proof)
