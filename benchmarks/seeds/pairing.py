"""A station's pairings with three rounds each, the first overdue; a holder of stars to visit."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from benchmarks.seeds.size import HEAD, NOW, uuid, write
from shared.clock import local_day
from shared.domain.month import Month
from station.models.benefit_visit import BenefitRefusal, BenefitVisit
from station.models.pairing import Household, Pairing, PairingSpan, PairingTie, PairingVisit
from station.models.service_order import OrderPerson, ServiceOrder

ROUNDS = 3
WEEK = timedelta(days=7)


def seed_pairings(session: Session, count: int) -> None:
    """Weekly ones of three weeks; the second round of each was made."""
    first = local_day(NOW) - ROUNDS * WEEK + timedelta(days=3)
    write(session, Pairing, [_pairing(number) for number in range(count)])
    homes = [_home(number) for number in range(count)]
    write(session, Household, homes)
    spans = [
        {"id": uuid(28, n), "pairing_id": uuid(27, n), "rhythm": "weekly", "first": first}
        for n in range(count)
    ]
    write(session, PairingSpan, spans)
    ties = [
        {"pairing_id": uuid(27, number), "volunteer_id": uuid(1, number), "first": first}
        for number in range(count)
    ]
    write(session, PairingTie, ties)
    visits = [_visit(number, n, first) for number in range(count) for n in range(ROUNDS)]
    write(session, PairingVisit, visits)
    orders = [_order(number, n) for number in range(count) for n in (1, 2)]
    write(session, ServiceOrder, orders)
    going = [
        {"order_id": uuid(31, number * ROUNDS + n), "volunteer_id": uuid(1, number)}
        for number in range(count)
        for n in (1, 2)
    ]
    write(session, OrderPerson, going)
    _benefits(session)


def _pairing(number: int) -> dict[str, Any]:
    return {
        "id": uuid(27, number),
        "item_code": "pairing",
        "category": "hardship_aid",
        "district_id": uuid(23, 0),
        "since": local_day(NOW) - 60 * WEEK,
        "status": "active",
        "reason": "",
        "entered_by": HEAD,
        "entered_at": NOW,
    }


def _home(number: int) -> dict[str, Any]:
    return {
        "pairing_id": uuid(27, number),
        "name": "郑桂芳",
        "phone": f"139{number:08}",
        "address": f"建设路{number}号",
        "words": "独居，腿脚不好",
    }


def _visit(number: int, n: int, first: date) -> dict[str, Any]:
    return {
        "id": uuid(29, number * ROUNDS + n),
        "pairing_id": uuid(27, number),
        "span_id": uuid(28, number),
        "round": n,
        "first": first + n * WEEK,
        "due": first + (n + 1) * WEEK - timedelta(days=1),
    }


def _order(number: int, n: int) -> dict[str, Any]:
    return {
        "id": uuid(31, number * ROUNDS + n),
        "number": f"P-{number * ROUNDS + n:05}",
        "origin": "pairing",
        "visit_id": uuid(29, number * ROUNDS + n),
        "volunteer_id": uuid(1, number),
        "item_code": "pairing",
        "category": "hardship_aid",
        "status": "done" if n == 1 else "accepted",
        "reason": "",
        "message": "",
        "offered_at": NOW,
        "offered_by": HEAD,
        "answered_at": NOW,
    }


def _benefits(session: Session) -> None:
    """One missed last month, one due in this, and somebody who declined."""
    this = Month.of(local_day(NOW))
    visits = [
        {"id": uuid(30, n), "volunteer_id": uuid(1, n), "month": str(month), "kind": "monthly"}
        for n, month in enumerate((this, this.previous, this))
    ]
    write(session, BenefitVisit, visits)
    refusal = {"volunteer_id": uuid(1, 2), "first": str(this), "said_on": local_day(NOW)}
    write(session, BenefitRefusal, [refusal])
