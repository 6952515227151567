"""Requests in tests: how one is asked, and what the tables say of it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from shared.clock import business_now
from shared.database import transaction
from shared.domain.contact import Contact
from shared.domain.service_record import Category
from shared.domain.service_request import Channel
from station.actions.service_request import accept_request, receive_request
from station.database import db
from station.domain.service_request import Acceptance, Asked
from station.models.audit import Audit
from station.models.district import District
from station.models.registration import Registration
from station.models.request_step import RequestStep, steps_of
from station.models.service_order import ServiceOrder
from station.models.service_request import ServiceRequest, by_id
from tests.station.ledger.station import Station

CONTACT = Contact("郑桂芳", "138 1234 6021", "建设路18号2楼", "厨房水管漏了")


def ask(station: Station, login: str = "clerk", **changes: Any) -> ServiceRequest:
    """A walk-in for a repair, entered by a clerk."""
    asked = {"contact": CONTACT, "channel": Channel.WALK_IN, "item": "repair"} | changes
    with transaction(db) as session:
        return receive_request(session, station.actor(login), business_now(), Asked(**asked))


def accept(station: Station, request_id: UUID, **given: Any) -> ServiceRequest:
    with transaction(db) as session:
        actor, accepted = station.actor("clerk"), Acceptance(**given)
        return accept_request(session, actor, business_now(), request_id, accepted)


def shown(station: Station, request_id: UUID) -> ServiceRequest:
    """As it stands in the database."""
    return by_id(station.session, request_id)


def lines(station: Station, request_id: UUID) -> list[tuple[str, str, str]]:
    """State, who said so, why, of each step."""
    steps: list[RequestStep] = list(steps_of(station.session, request_id))
    return [(one.status, one.by, one.reason) for one in steps]


def logged(station: Station, request_id: UUID) -> list[Audit]:
    query = select(Audit).where(Audit.subject == f"request:{request_id}")
    return list(station.session.scalars(query.order_by(Audit.id)))


def district(name: str = "东片") -> UUID:
    with transaction(db) as session:
        row = District(name=name)
        session.add(row)
        session.flush()
        return row.id


def form(volunteer: UUID, **given: Any) -> None:
    """What a volunteer can do and when, as their newest registration says."""
    with transaction(db) as session:
        session.add(
            Registration(
                **{
                    "volunteer_id": volunteer,
                    "status": "approved",
                    "version": 1,
                    "content": "0" * 64,
                    "origin": "in_person",
                    "applied_on": date(2025, 1, 1),
                    "specialties": ["水电维修"],
                    "categories": ["convenience"],
                    "free_times": ["3-afternoon"],
                    "health": True,
                    "conduct": True,
                    "consents": {},
                    "originals": {},
                    "paper": None,
                    "entered_by": volunteer,
                    "entered_at": business_now(),
                }
                | given
            )
        )


def order(request_id: UUID, number: str, **given: Any) -> UUID:
    """An order as the tables have one, whoever made it."""
    with transaction(db) as session:
        row = ServiceOrder(
            **{
                "number": number,
                "origin": "request",
                "request_id": request_id,
                "category": Category.CONVENIENCE,
                "status": "offered",
                "offered_at": business_now(),
                "offered_by": UUID(int=1),
            }
            | given
        )
        session.add(row)
        session.flush()
        return row.id
