"""A station's requests: the first waits to be accepted and looks like some others."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from benchmarks.seeds.size import NOW, uuid, write
from shared.domain.contact import Contact
from station.models.district import District
from station.models.request_double import digests
from station.models.request_note import RequestNote
from station.models.request_step import RequestStep
from station.models.service_item import fill_catalogue
from station.models.service_request import RequestContact, ServiceRequest

STATION = "station:01"
STATES = ("received", "accepted", "dispatched", "done", "closed", "declined")


def seed_requests(session: Session, count: int) -> None:
    """As many as asked for, in all states, each with its contact, two steps and a note."""
    fill_catalogue(session)
    session.flush()
    write(session, District, [{"id": uuid(23, 0), "name": "东片", "is_active": True}])
    write(session, ServiceRequest, [_request(number) for number in range(count)])
    write(session, RequestContact, [_contact(session, number) for number in range(count)])
    steps = [
        {
            "request_id": uuid(22, number),
            "at": NOW - timedelta(hours=number + 1 - step),
            "status": "received",
            "holder_title": "站",
            "by": "经办员",
            "reason": "",
            "is_ours": True,
            "promised_at": NOW + timedelta(hours=20 - number) if step == 0 else None,
        }
        for number in range(count)
        for step in range(2)
    ]
    write(session, RequestStep, steps)
    notes = [
        {"request_id": uuid(22, number), "at": NOW, "kind": "added", "text": "还漏水"}
        for number in range(count)
    ]
    write(session, RequestNote, notes)


def _request(number: int) -> dict[str, object]:
    status = STATES[number % len(STATES)]
    at = NOW - timedelta(hours=number + 1)
    return {
        "id": uuid(22, number),
        "number": f"2026-{number + 1:04}",
        "tracking_code": f"{number:08}".translate(str.maketrans("01", "YZ")),
        "channel": "walk_in",
        "item_code": "policy_advice",
        "item_name": "政策咨询",
        "category": "convenience",
        "district_id": uuid(23, 0),
        "district": "东片",
        "wished": ["6-morning"],
        "urgency": "urgent" if number % 7 == 3 else "normal",
        "proof": "none",
        "stars": number % 4,
        "first_station": STATION,
        "first_title": "站",
        "status": status,
        "holder": None if status in ("closed", "declined") else STATION,
        "holder_title": "站",
        "received_at": at,
        "status_since": at,
        "promised_at": NOW + timedelta(hours=20 - number) if number % 6 < 2 else None,
    }


def _contact(session: Session, number: int) -> dict[str, object]:
    said = Contact("郑桂芳", f"138{number // 2:08}", f"建设路{number // 2}号", "想问医保怎么报")
    return {"request_id": uuid(22, number), **vars(said), **digests(session, said)}
