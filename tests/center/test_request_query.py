"""Queues in SQL are the rule's: the order of 六.6, and each request in one queue."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

from center.database import db
from center.models.service_request import REQUESTS, ServiceRequest
from shared.domain.service_request import Status, queue_key
from shared.request_query import HERE, OVER, QUEUES
from shared.service_request import waiting_of
from tests.center.bureau import CENTER, NOW, A, B, Bureau
from tests.center.request import question


def put(bureau: Bureau, **facts: object) -> None:
    with bureau.writing() as session:
        data = question()
        row = ServiceRequest(id=data.pop("request"), **data)
        row.arrived_at = row.status_since = NOW
        row.custody_association, row.custody_center, row.passed_up = 0, 1, False
        for name, value in facts.items():
            setattr(row, name, value)
        session.add(row)


def test_a_queue_stands_in_the_order_of_the_rule(bureau: Bureau) -> None:
    marks = product(("normal", "urgent"), (-1, 1, None), (True, False), (0, 3))
    for urgency, due, has_stars, hours in marks:
        put(
            bureau,
            urgency=urgency,
            has_stars=has_stars,
            received_at=NOW - timedelta(hours=hours),
            promised_at=None if due is None else NOW + timedelta(hours=due),
            status=Status.ESCALATED,
            holder=CENTER,
        )
    session = db.session()
    found = list(session.scalars(REQUESTS.queue(HERE, CENTER, NOW)))
    assert len(found) == 24
    assert found == sorted(found, key=lambda row: queue_key(waiting_of(row, NOW)))
    session.rollback()


def test_each_stands_in_one_queue(bureau: Bureau) -> None:
    kinds = [
        {"status": Status.ESCALATED, "holder": CENTER},
        {"status": Status.ROUTED, "holder": B},
        {"status": Status.ACCEPTED, "holder": B},
        {"status": Status.ACCEPTED, "holder": CENTER},
        {"status": Status.ROUTED, "holder": "center:02", "passed_up": True},
        {"status": Status.CLOSED, "holder": None},
        {"status": Status.RECEIVED, "holder": A},
        {"status": Status.RETURNED, "holder": None},
    ]
    for facts in kinds:
        put(bureau, **facts)
    session = db.session()
    assert REQUESTS.lengths(session, CENTER) == dict(zip(QUEUES, (1, 1, 2, 1, 3), strict=True))
    over = [row.status for row in session.scalars(REQUESTS.queue(OVER, CENTER, NOW))]
    assert sorted(over) == ["closed", "received", "returned"]
    session.rollback()
