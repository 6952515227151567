"""Requests that stations couldn't serve, at center and association; the first waits here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from benchmarks.seeds.size import NOW, uuid, write

STATES = ("escalated", "routed", "accepted", "closed", "returned")


def seed_routed(
    session: Session, tables: tuple[Any, Any], own: str, nodes: Sequence[str], count: int
) -> None:
    """As many as asked for in all states, of the first node, some given to the second."""
    request, step = tables
    write(session, request, [_request(own, nodes, number) for number in range(count)])
    steps = [
        {
            "id": uuid(25, number * 2 + turn),
            "request_id": uuid(24, number),
            "at": NOW - timedelta(hours=number + 1 - turn),
            "status": "escalated",
            "holder": own,
            "title": "中心",
            "by": nodes[0],
            "reason": "没有会修的人" if turn else "",
        }
        for number in range(count)
        for turn in range(2)
    ]
    write(session, step, steps)


def _request(own: str, nodes: Sequence[str], number: int) -> dict[str, Any]:
    status = STATES[number % len(STATES)]
    at = NOW - timedelta(hours=number + 1)
    here = status in ("escalated", "returned")
    return {
        "id": uuid(24, number),
        "first_station": nodes[0],
        "category": "convenience",
        "item": "policy_advice",
        "item_name": "政策咨询",
        "district": "东片",
        "wished": ["6-morning"] if number % 2 else [],
        "urgency": "urgent" if number % 7 == 3 else "normal",
        "has_stars": number % 4 == 1,
        "received_at": at,
        "why": "nobody_fits",
        "routing_text": "想问医保怎么报，要懂政策的义工",
        "arrived_at": at,
        "status": status,
        "status_since": at,
        "promised_at": NOW + timedelta(hours=20 - number) if here else None,
        "holder": own if here else None if status == "closed" else nodes[-1],
        "custody_association": 0,
        "custody_center": 1,
        "taker": nodes[-1] if status in ("accepted", "closed") else None,
        "taker_title": "第二学校",
    }
