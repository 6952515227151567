"""Requests that a center couldn't serve: arrive, go to another center, end, and how they fare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from association.actions.request_desk import BOOK, desk_of
from association.actions.request_news import (
    News,
    origin_of,
    pass_contact,
    tell_given,
    tell_over,
    tell_progress,
    tell_taken,
)
from association.domain import service_request as rule
from association.models import station
from association.models.service_request import REQUESTS, ServiceRequest
from shared.account import Actor
from shared.audit import Change
from shared.domain import passage
from shared.domain.passage import Passage
from shared.domain.service_request import Status
from shared.errors import ConflictError, ForbiddenError, RefusalError
from shared.federation.link import Message
from shared.request_book import Deed, deed_of, put_question
from shared.request_news import custody_in, said_in
from shared.service_request import passage_of


@dataclass(frozen=True)
class Routing:
    """To which center, and why, for all to read."""

    to: str
    reason: str


def on_escalated(session: Session, message: Message, now: datetime) -> None:
    """A center passes up what no station of its own can serve."""
    data, deed = message.data, deed_of(message, now)
    first = station.of_center(session, data["first_station"], message.sender).name
    desk, row = desk_of(session), REQUESTS.find(session, data["request"])
    known = None if row is None else passage_of(row)
    if known is not None and known.first != first:
        raise ForbiddenError("station.of_other_center", station=first, center=message.sender)
    sent = Passage(first, Status.ESCALATED, desk.own, custody_in(data))
    row = row or ServiceRequest(id=data["request"])
    put_question(row, data, now)
    BOOK.enter(session, deed, row, passage.arrive(known, sent, desk), {"reason": data["reason"]})
    tell_given(session, News(row, deed), desk)


def on_progress(session: Session, message: Message, now: datetime) -> None:
    """What the station that serves says, or its center that can't either."""
    data, deed = message.data, deed_of(message, now)
    if data["station"] != message.sender:
        station.of_center(session, data["station"], message.sender)
    row, desk = REQUESTS.locked(session, data["request"]), desk_of(session)
    try:
        said = said_in(data, row.first_station, message.sender)
        heard = passage.hear(passage_of(row), message.sender, said, desk)
    except RefusalError as refusal:
        if refusal.code != "custody.stale" or not REQUESTS.had(session, row.id, message.sender):
            raise
        BOOK.note(session, deed, row, data)
        return
    BOOK.write_progress(session, deed, row, heard, data)
    told = News(row, deed, data["reason"])
    if heard.status is Status.RETURNED:
        tell_given(session, told, desk)
    elif heard.status is Status.ACCEPTED:
        tell_taken(session, told, data["phone"])
    else:
        tell_progress(session, told, data)


def on_withdrawn(session: Session, message: Message, now: datetime) -> None:
    """The first station asks for it, or its requester gives up: done, or too late."""
    data, deed = message.data, deed_of(message, now)
    row, desk = REQUESTS.locked(session, data["request"]), desk_of(session)
    if origin_of(session, row) != message.sender:
        raise ForbiddenError(
            "station.of_other_center", station=row.first_station, center=message.sender
        )
    known = passage_of(row)
    if rule.is_over(known):
        return
    act = passage.withdraw if data["by"] == "requester" else passage.take_back
    try:
        after = act(known, desk)
    except ConflictError:  # somebody was quicker, and the first station hears of it
        change = Change("service_request.too_late", "", None, {"by": data["by"]})
        BOOK.log(session, deed, row, change)
        return
    BOOK.enter(session, deed, row, after)
    tell_over(session, News(row, deed, lost=known.holder), desk)


def on_contact(session: Session, message: Message, now: datetime) -> None:
    """Passes on what is sealed for whoever accepted it; else it ends here, unread."""
    data, deed = message.data, deed_of(message, now)
    row, desk = REQUESTS.locked(session, data["request"]), desk_of(session)
    if origin_of(session, row) != message.sender:
        raise ForbiddenError(
            "station.of_other_center", station=row.first_station, center=message.sender
        )
    known = passage_of(row)
    is_meant = rule.may_pass(known, custody_in(data), (row.taker, data["to"]))
    if is_meant and known.holder in desk.below:
        pass_contact(session, News(row, deed), str(known.holder), data)
    word = "passed" if is_meant else "dropped"
    BOOK.log(session, deed, row, Change(f"service_request.contact_{word}", ""))


def route_to_center(
    session: Session, actor: Actor, now: datetime, id: UUID, routing: Routing
) -> ServiceRequest:
    """To another center; one that was only asked loses it, and is told."""
    row, desk = REQUESTS.locked(session, id), desk_of(session)
    known, deed, reason = passage_of(row), Deed(actor, now), routing.reason.strip()
    after = rule.route(known, desk, routing.to, reason, origin_of(session, row))
    BOOK.enter(session, deed, row, after, {"reason": reason})
    tell_given(session, News(row, deed, reason, known.holder), desk)
    return row


def decline_request(
    session: Session, actor: Actor, now: datetime, id: UUID, reason: str
) -> ServiceRequest:
    """Nobody serves it; its requester reads why, with the first station's telephone."""
    row, desk = REQUESTS.locked(session, id), desk_of(session)
    known, deed, said = passage_of(row), Deed(actor, now), reason.strip()
    BOOK.enter(session, deed, row, passage.decline(known, desk, said), {"reason": said})
    tell_over(session, News(row, deed, said, known.holder), desk)
    return row
