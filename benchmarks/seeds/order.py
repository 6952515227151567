"""A station's orders, one for each request; the first was done by two and waits to be signed."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import Any, Final

from sqlalchemy.orm import Session

from benchmarks.seeds.size import HEAD, LAST_YEAR, NOW, uuid, write
from shared.clock import local_day, machine_now
from shared.domain.service_record import Evaluation, Form, Status
from station.models.service_order import OrderPerson, ServiceOrder
from station.models.service_record import ServiceRecord
from station.models.signature import SignatureLink

LINKED: Final = "seeded-token"
STATES = ("done", "offered", "accepted", "refused", "signed", "disputed", "cancelled")
GOING = ("done", "accepted", "signed", "disputed")


def seed_orders(session: Session, count: int) -> None:
    """Those in hand have somebody who goes."""
    write(session, ServiceOrder, [_order(number) for number in range(count)])
    records = [_record(number) for number in range(2)]
    write(session, ServiceRecord, records)
    first = [
        {"order_id": uuid(24, 0), "volunteer_id": uuid(1, n), "record_id": uuid(25, n)}
        for n in range(2)
    ]
    others = [
        {"order_id": uuid(24, number), "volunteer_id": uuid(1, number), "record_id": None}
        for number in range(1, count)
        if STATES[number % len(STATES)] in GOING
    ]
    write(session, OrderPerson, first + others)
    link = {
        "id": uuid(26, 0),
        "order_id": uuid(24, 0),
        "token_sha256": sha256(LINKED.encode()).hexdigest(),
        "statement": "0" * 64,
        "made_at": machine_now(),
        "made_by": HEAD,
    }
    write(session, SignatureLink, [link])


def _order(number: int) -> dict[str, Any]:
    return {
        "id": uuid(24, number),
        "number": f"{LAST_YEAR + 1}-{number + 1:04}",
        "origin": "request",
        "request_id": uuid(22, number),
        "volunteer_id": uuid(1, number),
        "item_code": "policy_advice",
        "category": "convenience",
        "status": STATES[number % len(STATES)],
        "reason": "",
        "message": "带上工具",
        "visit_on": local_day(NOW),
        "start": "09:00",
        "end": "10:00",
        "offered_at": NOW - timedelta(hours=number + 1),
        "offered_by": HEAD,
    }


def _record(number: int) -> dict[str, Any]:
    day = local_day(NOW)
    return {
        "id": uuid(25, number),
        "volunteer_id": uuid(1, number),
        "day": day,
        "month": f"{day:%Y-%m}",
        "start": "07:00",
        "end": "08:00",
        "minutes": 60,
        "hours": 1,
        "category": "convenience",
        "form": Form.DISPATCHED,
        "place": "东片",
        "content": "讲了医保怎么报",
        "recipient": "郑*芳",
        "evaluation": Evaluation.NONE,
        "paid": False,
        "recipient_signed": False,
        "channel": "order",
        "evidence": "",
        "status": Status.SUBMITTED,
        "waits_for": "signature",
        "entered_by": HEAD,
        "entered_at": NOW,
    }
