"""What the center's front door shows of a request followed there, and what is signed there.

All of it, each time. Nothing of who asks leaves: neither their words nor a reason that might tell
of them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from shared.account import Actor
from shared.clock import machine_now
from shared.domain.canonical import digest
from shared.domain.contact import Contact
from shared.domain.mask import masked_name
from shared.domain.one_time_signature import LIFETIME, Line, Link, expires_at, statement
from shared.domain.promise import kept_until
from shared.domain.service_request import Status
from shared.federation.outbox import Draft, own_name, promise, upper_name
from shared.wire.front_status import (
    MOST_ENTRIES,
    MOST_LINES,
    MOST_LINKS,
    MOST_STEPS,
    ORDER_STATUS,
    STATUS,
)
from station.actions.front_code import goes_along, take_along
from station.domain.escalation import told
from station.domain.service_request import Said, possible
from station.models.federation import TABLES
from station.models.front_door import (
    FrontEntry,
    entries_of,
    entries_of_order,
    open_links,
    reach_of,
)
from station.models.request_note import added_at
from station.models.request_step import RequestStep, steps_of
from station.models.service_item import name_of
from station.models.service_order import ServiceOrder
from station.models.service_request import ServiceRequest, contact_of, passage_of
from station.models.signature import SignatureLink, links_of, waiting_records
from station.models.station_state import station_state


def tell_status(session: Session, who: tuple[Actor, datetime], row: ServiceRequest) -> None:
    """Promises the center how a request stands that is followed at its front door; of others none.

    The first time with the code by which one that came in here is found there.
    """
    code = take_along(session, row)
    if not row.front_door:
        return
    session.flush()
    added, erased = added_at(session, row.id), row.erased_at is not None
    said = Said(len(added), row.pending, erased)
    may = possible(passage_of(row), own_name(session, TABLES), said)
    data = _about(session, row) | {
        "can_add": may.add,
        "can_withdraw": may.withdraw,
        "can_reopen": may.reopen,
        "added": added[-MOST_ENTRIES:],
        "steps": _steps(session, row),
        "signatures": _signatures(session, ServiceOrder.request_id == row.id),
        "sealed": code,
    }
    _up(session, who, data)


def tell_order(
    session: Session, who: tuple[Actor, datetime], order: ServiceOrder, row: ServiceRequest | None
) -> None:
    """Promises the center what is to be signed there of an order, whatever it was made for.

    Not where a request brings it along, nor where nobody was ever sent there by a link.
    """
    subject = f"order:{order.id}"
    is_elsewhere = (row is not None and goes_along(session, row)) or not reach_of(session).center
    if is_elsewhere or not (_leads_there(session, order) or _was_told(session, subject)):
        return
    session.flush()
    data = {
        "order": order.id,
        "item_name": name_of(session, order.item_code) if row is None else row.item_name,
        "answers": _answers(entries_of_order(session, order.id)),
        "signatures": _signatures(session, ServiceOrder.id == order.id),
    }
    actor, now = who
    draft = Draft(ORDER_STATUS, subject, data, now, actor.id)
    promise(session, TABLES, upper_name(session, TABLES), draft)


def tell_refused(session: Session, who: tuple[Actor, datetime], entry: FrontEntry) -> None:
    """That what was asked couldn't be entered here at all."""
    data: dict[str, Any] = {
        **dict.fromkeys(("number", "item", "item_name", "holder_title", "pending"), ""),
        **dict.fromkeys(("can_add", "can_withdraw", "can_reopen"), False),
        **{name: [] for name in ("added", "steps", "signatures")},
        "request": entry.request_id,
        "status": Status.DECLINED,
        "since": who[1],
        "promised_on": None,
        "phone": station_state(session).phone,
        "answers": _answers(entries_of(session, entry.request_id)),
    }
    _up(session, who, data)


def _about(session: Session, row: ServiceRequest) -> dict[str, Any]:
    return {
        "request": row.id,
        "status": row.status,
        "since": row.status_since,
        "number": row.number,
        "item": row.item_code or "",
        "item_name": row.item_name,
        "holder_title": row.holder_title,
        "pending": row.pending,
        "promised_on": kept_until(row.promised_at),
        "phone": station_state(session).phone,
        "answers": _answers(entries_of(session, row.id)),
    }


def _answers(entries: Any) -> list[dict[str, Any]]:
    return [{"entry": one.id, "refused": one.refused} for one in entries[-MOST_ENTRIES:]]


def _steps(session: Session, row: ServiceRequest) -> list[dict[str, Any]]:
    """The first and the newest, so many as a message takes."""
    steps, contact = list(steps_of(session, row.id)), contact_of(session, row.id)
    if len(steps) > MOST_STEPS:
        steps = [steps[0], *steps[1 - MOST_STEPS :]]
    names = ("status", "holder_title", "visitor", "visit_on", "visit_time")
    return [
        {name: getattr(step, name) for name in names}
        | {
            "since": step.at,
            "by_requester": not step.by,
            "reason": _reason(step, contact, row.district),
        }
        for step in steps
    ]


def _reason(step: RequestStep, contact: Contact | None, district: str) -> str:
    """As it may leave: nobody can tell any more whether it tells, once the contact is erased."""
    tells = contact is None or not step.by or told(step.reason, contact, district) is not None
    return "" if tells else step.reason


def _signatures(session: Session, orders: ColumnElement[bool]) -> list[dict[str, Any]]:
    """What waits to be signed by a link that leads to the center; none where one leads here."""
    if station_state(session).reach:
        return []
    links = open_links(session, orders, machine_now() - LIFETIME)
    found = [_link(session, link) for link in links[:MOST_LINKS]]
    return [one for one in found if 0 < len(one["lines"]) <= MOST_LINES]


def _leads_there(session: Session, order: ServiceOrder) -> bool:
    return not station_state(session).reach and bool(links_of(session, order.id))


def _was_told(session: Session, subject: str) -> bool:
    """Also where links lead here since: what was told there is to be taken back."""
    said = select(TABLES.outbox.id).filter_by(subject=subject, type=ORDER_STATUS)
    return session.scalar(said.limit(1)) is not None


def _link(session: Session, link: SignatureLink) -> dict[str, Any]:
    """As its page here would show it now: hours may have been lowered since it was made."""
    lines = waiting_records(session, link.order_id)
    seen = statement(link.order_id, [Line(one.record.id, one.record.hours) for one in lines])
    return {
        "order": link.order_id,
        "token": link.token_sha256,
        "statement": digest(seen),
        "expires_at": expires_at(Link(link.made_at)),
        "lines": [
            {
                "record": line.record.id,
                "visitor": masked_name(line.name),
                "served_on": line.record.day,
                "start": line.record.start,
                "end": line.record.end,
                "break_minutes": line.record.break_minutes,
                "hours": line.record.hours,
            }
            for line in lines
        ],
    }


def _up(session: Session, who: tuple[Actor, datetime], data: dict[str, Any]) -> None:
    actor, now = who
    draft = Draft(STATUS, f"request:{data['request']}", data, now, actor.id)
    promise(session, TABLES, upper_name(session, TABLES), draft)
