"""Orders offered, accepted or refused, called off, with what the requester reads of it (三)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day, machine_now
from shared.domain import passage as passages
from shared.domain import service_request
from shared.domain.mask import masked_name
from shared.domain.service_order import LIVE, Assignee, Origin, Status, people_of
from shared.errors import ConflictError, NotFoundError
from shared.federation.outbox import own_name
from station.actions.certification import reject_all
from station.actions.order_people import Recipient, in_service, step_out
from station.actions.order_step import Opened, Who, check_answers, follow, move_order, open_order
from station.actions.request_step import Step, agree_visit, take_step
from station.domain import service_order as rules
from station.domain.service_order import Offer, visit_time
from station.models import service_request as requests
from station.models.audit import log
from station.models.counter import next_number
from station.models.federation import TABLES
from station.models.order_contact import contact_of_order
from station.models.service_order import (
    OrderPerson,
    ServiceOrder,
    assignee_of,
    names_of,
    round_of,
)
from station.models.service_request import ServiceRequest, contact_of, passage_of
from station.models.signature import links_of, waiting_records
from station.models.station_state import lock_station
from station.models.team import members_of, teams

VISITOR_SIGNS = 60
CALLED_OFF = "服务单取消了"
"""Why its records come to nothing: the reason itself may tell of people, and lies in the order."""


@dataclass(frozen=True)
class Cause:
    """What an order is made for: a request, or a visit of a pairing."""

    origin: Origin
    item_code: str | None
    category: str
    request_id: UUID | None = None
    visit_id: UUID | None = None


@dataclass(frozen=True)
class Answer:
    """Yes or no, why not, and for a team who goes."""

    accepts: bool
    reason: str = ""
    people: tuple[UUID, ...] = ()


def offer_order(
    session: Session, actor: Actor, now: datetime, request_id: UUID, offer: Offer
) -> ServiceOrder:
    """Asks a volunteer or a team whether they go; whoever refused may be asked again."""
    lock_station(session)
    request = requests.by_id(session, request_id, lock=True)
    rules.check_offerable(service_request.Status(request.status))
    if request.holder != own_name(session, TABLES):
        raise ConflictError("passage.not_holder")
    if contact_of(session, request.id) is None:
        raise ConflictError("service_order.no_contact")
    rules.check_offer(offer, local_day(now))
    _check_assignee(session, request, offer.assignee)
    cause = Cause(Origin.REQUEST, request.item_code, str(request.category), request.id)
    order = new_order(session, (actor, now), cause, offer)
    if request.status == service_request.Status.ACCEPTED:
        to = service_request.Status.DISPATCHED
        moved = passages.serve(passage_of(request), str(request.holder), to)
        take_step(session, (actor, now), request, moved)
    return order


def new_order(session: Session, who: Who, cause: Cause, offer: Offer) -> ServiceOrder:
    """The row of an order, offered; the rules must have been asked."""
    actor, now = who
    order = ServiceOrder(
        number=next_number(session, "order", local_day(now).year),
        **vars(cause),
        volunteer_id=offer.assignee.volunteer,
        team_id=offer.assignee.team,
        status=Status.OFFERED,
        message=offer.message.strip(),
        visit_on=offer.visit_on,
        start=offer.start,
        end=offer.end,
        offered_at=now,
        offered_by=actor.id,
    )
    session.add(order)
    session.flush()
    to = {"volunteer": order.volunteer_id, "team": order.team_id}
    log(session, *who, Change("order.offered", f"order:{order.id}", None, to))
    return order


def answer_order(
    session: Session, actor: Actor, now: datetime, order_id: UUID, answer: Answer
) -> ServiceOrder:
    """Accepts with those who go, or refuses with a reason; whoever accepted may still refuse."""
    opened = open_order(session, order_id)
    order = opened.order
    check_answers(session, actor, order)
    order.answered_at, order.answered_by = now, actor.id
    before = Status(order.status)
    if answer.accepts:
        _accept(session, (actor, now), opened, answer.people)
    elif not step_out(session, (actor, now), order, answer.reason):
        move_order(session, (actor, now), order, Status.REFUSED, answer.reason)
        follow(session, (actor, now), opened)
        _say_who_comes(session, (actor, now), opened.request, before)
    return order


def cancel_order(
    session: Session, actor: Actor, now: datetime, order_id: UUID, reason: str
) -> ServiceOrder:
    """Called off, with its links; what was said to be done of it comes to nothing."""
    opened = open_order(session, order_id)
    order = opened.order
    before = Status(order.status)
    move_order(session, (actor, now), order, Status.CANCELLED, reason)
    order.ended_at, order.ended_by = now, actor.id
    undo_report(session, (actor, now), order, CALLED_OFF)
    follow(session, (actor, now), opened)
    _say_who_comes(session, (actor, now), opened.request, before)
    return order


def undo_report(session: Session, who: Who, order: ServiceOrder, reason: str) -> None:
    """Its records that nobody signed are rejected, and no link opens them any more."""
    waiting = [line.record for line in waiting_records(session, order.id)]
    if waiting:
        reject_all(session, who, waiting, reason)
    revoke_links(session, order.id)


def revoke_links(session: Session, order_id: UUID) -> None:
    """No link that was given out opens anything from now on."""
    for link in links_of(session, order_id):
        if link.used_at is None and link.revoked_at is None:
            link.revoked_at = machine_now()


def _accept(session: Session, who: Who, opened: Opened, named: Iterable[UUID]) -> None:
    order, request = opened.order, opened.request
    members = (
        [] if order.team_id is None else members_of(session, [order.team_id]).get(order.team_id, [])
    )
    going = people_of(assignee_of(order), named, [one.id for one in members])
    requester = None if request is None else request.requester_id
    recipient = Recipient(contact_of_order(session, order), requester)
    people = [in_service(session, one, recipient) for one in going]
    move_order(session, who, order, Status.ACCEPTED)
    session.add_all(OrderPerson(order_id=order.id, volunteer_id=one) for one in going)
    session.flush()
    if request is not None:
        agree_visit(session, who, request, _agreed(order, [one.name for one in people]))


def _say_who_comes(
    session: Session, who: Who, request: ServiceRequest | None, before: Status
) -> None:
    """Where somebody who had agreed doesn't come and others are sent still: that, and who does."""
    if before is not Status.ACCEPTED or request is None:
        return
    is_here = request.holder == own_name(session, TABLES)
    if request.status != service_request.Status.DISPATCHED or not is_here:
        return
    agree_visit(session, who, request, Step())
    for order in round_of(session, request.id):
        if order.status == Status.ACCEPTED and order.visit_on is not None:
            agree_visit(session, who, request, _agreed(order, names_of(session, order.id)))


def _agreed(order: ServiceOrder, names: Iterable[str]) -> Step:
    visitor = "、".join(masked_name(one) for one in names)[:VISITOR_SIGNS]
    time = visit_time(order.start, order.end)
    return Step(visitor=visitor, visit_on=order.visit_on, visit_time=time)


def _check_assignee(session: Session, request: ServiceRequest, assignee: Assignee) -> None:
    live = [one for one in round_of(session, request.id) if one.status in LIVE]
    if assignee in [assignee_of(one) for one in live]:
        raise ConflictError("service_order.offered_already")
    if assignee.volunteer is not None:
        recipient = Recipient(contact_of(session, request.id), request.requester_id)
        in_service(session, assignee.volunteer, recipient)
    elif assignee.team not in {team.id for team in teams(session)}:
        raise NotFoundError("team.unknown")
