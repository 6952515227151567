"""What came through a center's front door: requests followed there, one of them to be signed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final

from sqlalchemy.orm import Session

from benchmarks.seeds.size import NOW, uuid, write
from center.models.front_door import FrontEntry, FrontLink, FrontRequest, code_digest
from shared.clock import local_day, machine_now

LINKED: Final = "seeded-token"
DOOR: Final[dict[str, Any]] = {
    "phone": "03153550126",
    "reach": "",
    "accept_days": 1,
    "dispatch_days": 3,
    "items": [{"code": "policy_advice", "name": "政策咨询", "category": "convenience"}],
    "closings": [],
}


def seed_front(session: Session, stations: Sequence[str], count: int) -> None:
    """As many as asked for, each with one act that waits; the first can be signed."""
    rows = [_request(session, stations, number) for number in range(count)]
    write(session, FrontRequest, rows)
    entries = [
        {
            "id": uuid(31, number),
            "request_id": uuid(30, number),
            "kind": "asked",
            "message": uuid(32, number),
            "done_at": NOW,
        }
        for number in range(count)
    ]
    write(session, FrontEntry, entries)
    line = {
        "record": str(uuid(33, 0)),
        "visitor": "赵*",
        "served_on": str(local_day(NOW)),
        "start": "09:00",
        "end": "10:00",
        "break_minutes": 0,
        "hours": 1,
    }
    link = {
        "token_sha256": sha256(LINKED.encode()).hexdigest(),
        "request_id": uuid(30, 0),
        "order_id": uuid(34, 0),
        "statement": "0" * 64,
        "expires_at": machine_now() + timedelta(days=7),
        "lines": [line],
        "is_open": True,
    }
    write(session, FrontLink, [link])


def _request(session: Session, stations: Sequence[str], number: int) -> dict[str, Any]:
    code = f"{number:08}".translate(str.maketrans("01", "YZ"))
    return {
        "id": uuid(30, number),
        "station": stations[number % len(stations)],
        "code_digest": code_digest(session, code),
        "received_at": NOW,
        "since": NOW,
        "item": "policy_advice",
        "item_name": "政策咨询",
    }
