"""Orders done: the records of those who went, waiting for the signature; disputed, and mended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.clock import local_day
from shared.domain.mask import masked_name
from shared.domain.one_time_signature import check_dispute
from shared.domain.service_order import Status, check_done
from shared.domain.service_record import Category, Form
from shared.errors import InvalidError
from station.actions.order_step import Opened, Who, check_serves, follow, move_order, open_order
from station.actions.service_order import revoke_links, undo_report
from station.actions.service_record import enter_records
from station.domain import service_order as rules
from station.domain.certification import SIGNATURE
from station.domain.entered_record import NewRecord, Source
from station.domain.outcome import Outcome
from station.domain.service_order import Done
from station.models.order_contact import contact_of_order
from station.models.pairing import visit_by_id
from station.models.service_order import OrderPerson, ServiceOrder, people_of

ORDER = Source("order", waits_for=SIGNATURE)
MENDED = "服务对象说不对，改报"


def report_done(
    session: Session, actor: Actor, now: datetime, order_id: UUID, done: Done
) -> ServiceOrder:
    """What was done, told by who went, their leader or a clerk; again after a dispute.

    A record for each, none where one of them is refused; they wait for the recipient.
    """
    opened = open_order(session, order_id)
    order = opened.order
    check_serves(session, actor, order)
    move_order(session, (actor, now), order, Status.DONE)
    order.done_at, order.done_by = now, actor.id
    check_done(done.day, _asked_on(session, opened), local_day(now))
    people = people_of(session, order.id)
    rules.check_parts(done, [one.volunteer_id for one in people])
    undo_report(session, (actor, now), order, MENDED)
    _write_records(session, (actor, now), opened, people, done)
    follow(session, (actor, now), opened)
    return order


def dispute_order(
    session: Session, actor: Actor, now: datetime, order_id: UUID, words: str
) -> ServiceOrder:
    """The recipient says that it isn't so, through their link or to a clerk; nothing is signed."""
    opened = open_order(session, order_id)
    move_order(session, (actor, now), opened.order, Status.DISPUTED, check_dispute(words))
    revoke_links(session, order_id)
    follow(session, (actor, now), opened)
    return opened.order


def _asked_on(session: Session, opened: Opened) -> date:
    """The day from which on it can have been done; a visit's round may begin before its order."""
    if opened.order.visit_id is not None:
        return visit_by_id(session, opened.order.visit_id).first
    asked = opened.order.offered_at if opened.request is None else opened.request.received_at
    return local_day(asked)


def _write_records(
    session: Session, who: Who, opened: Opened, people: Iterable[OrderPerson], done: Done
) -> None:
    contact = contact_of_order(session, opened.order)
    recipient = masked_name(contact.name) if contact else ""
    rows = [
        NewRecord(
            volunteer=part.volunteer,
            day=done.day,
            start=part.start,
            end=part.end,
            category=Category(opened.order.category),
            form=Form.DISPATCHED,
            place=done.place,
            content=done.content,
            break_minutes=part.break_minutes,
            paid=part.paid,
            late_reason=done.late_reason,
            recipient=recipient,
        )
        for part in done.parts
    ]
    entered = enter_records(session, *who, rows, ORDER)
    for one in entered:
        if one.outcome is Outcome.REFUSED:
            raise InvalidError(str(one.reason), field="parts")
    records = {row.volunteer: one.record for row, one in zip(rows, entered, strict=True)}
    for person in people:
        person.record_id = records.get(person.volunteer_id)
    session.flush()
