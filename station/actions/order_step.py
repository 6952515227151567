"""One step of an order: opened under lock, moved, logged; its request goes where its orders do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.domain import passage as passages
from shared.domain import service_order as rules
from shared.domain import service_request
from shared.domain.service_order import Asker, Status
from shared.errors import ForbiddenError
from shared.federation.outbox import own_name
from station.actions.front_news import tell_order, tell_status
from station.actions.request_step import take_step
from station.domain.permission import WORKING
from station.domain.service_order import following
from station.models import service_order
from station.models import service_request as requests
from station.models.account import volunteer_of_account
from station.models.audit import log
from station.models.federation import TABLES
from station.models.service_order import ServiceOrder, assignee_of, people_of, round_of
from station.models.service_request import ServiceRequest, passage_of
from station.models.station_state import lock_station
from station.models.team import teams_led_by

Who = tuple[Actor, datetime]


@dataclass(frozen=True)
class Opened:
    """An order and the request it is for, both locked; a visit has no request."""

    order: ServiceOrder
    request: ServiceRequest | None


def open_order(session: Session, order_id: UUID) -> Opened:
    """Station, request, order: locked in this order by whoever moves any of them."""
    lock_station(session)
    request_id = service_order.by_id(session, order_id).request_id
    request = None if request_id is None else requests.by_id(session, request_id, lock=True)
    return Opened(service_order.by_id(session, order_id, lock=True), request)


def move_order(
    session: Session, who: Who, order: ServiceOrder, to: Status, reason: str = ""
) -> None:
    """Its status and why; the reason may tell of people, so the log doesn't repeat it."""
    before = Status(order.status)
    order.status = rules.step(before, to, reason)
    order.reason = reason.strip()
    session.flush()
    was, now_is = ({"status": f"order:{status}"} for status in (before, to))
    log(session, *who, Change(f"order.{to}", f"order:{order.id}", was, now_is))


def follow(session: Session, who: Who, opened: Opened) -> None:
    """Moves the request as long as its orders say so, while this station has it.

    Whoever signs by a link at the center finds the order there as it is now.
    """
    request = opened.request
    tell_order(session, who, opened.order, request)
    if request is None or request.holder != own_name(session, TABLES):
        return
    statuses = [Status(one.status) for one in round_of(session, request.id)]
    before = service_request.Status(request.status)
    status: service_request.Status | None = before
    while status is not None and (to := following(status, statuses)) is not None:
        moved = passages.serve(passage_of(request), str(request.holder), to)
        take_step(session, who, request, moved)
        status = to
    if request.status == before:
        tell_status(session, who, request)


def asker_of(session: Session, actor: Actor) -> Asker:
    """As which volunteer somebody acts, and for which teams."""
    volunteer = volunteer_of_account(session, actor.id)
    if volunteer is None:
        return Asker(None)
    led = frozenset(team.id for team in teams_led_by(session, volunteer.id))
    return Asker(volunteer.id, led)


def check_answers(session: Session, actor: Actor, order: ServiceOrder) -> None:
    """Whom it was offered to, for a team its leader, or the clerk to whom they said it.

    A visit of a pairing is as much everybody's who goes.
    """
    if order.visit_id is not None:
        check_serves(session, actor, order)
    elif actor.role not in WORKING:
        rules.check_answerer(assignee_of(order), asker_of(session, actor))


def check_serves(session: Session, actor: Actor, order: ServiceOrder) -> None:
    """Likewise, and everybody who went."""
    if actor.role in WORKING:
        return
    asker = asker_of(session, actor)
    if asker.volunteer is None:
        raise ForbiddenError("service_order.other_assignee")
    if asker.volunteer not in {one.volunteer_id for one in people_of(session, order.id)}:
        rules.check_answerer(assignee_of(order), asker)
