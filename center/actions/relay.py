"""News of a request from the association: for this center as its task, or for a station below."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from center.actions.base_contact import drop_contact
from center.actions.request_desk import BOOK, desk_of, title_of
from center.actions.request_news import News, pass_down
from center.domain import service_request as rule
from center.models.service_request import REQUESTS, ServiceRequest
from shared.domain import passage
from shared.domain.passage import Passage
from shared.domain.service_request import Status
from shared.errors import ForbiddenError, NotFoundError
from shared.federation.link import Message
from shared.request_book import deed_of, put_question
from shared.request_news import custody_in, said_in
from shared.service_request import passage_of
from shared.wire.service_request import CLOSED, PROGRESS, ROUTED, TAKEN


def on_routed(session: Session, message: Message, now: datetime) -> None:
    """A task for this center, or who has one of its own stations' requests now."""
    data, deed, desk = message.data, deed_of(message, now), desk_of(session)
    is_own = data["first_station"] in desk.below
    row = REQUESTS.find(session, data["request"])
    if not is_own and data["to"] != desk.own:
        raise ForbiddenError("service_request.of_other_center")
    if row is None and is_own:
        raise NotFoundError("service_request.unknown", id=str(data["request"]))
    known = passage.begin(data["first_station"]) if row is None else passage_of(row)
    if row is None or not is_own:
        row = row or ServiceRequest(id=data["request"])
        put_question(row, data, now)
    said = said_in(data, known.first, data["to"])
    step = {"title": data["to_title"], "reason": data["reason"], "by": data["by"]}
    BOOK.enter(session, deed, row, passage.learn(known, said), step)
    if is_own:
        pass_down(session, News(row, deed), ROUTED, data, row.first_station)
    else:
        drop_contact(session, row)


def on_taken(session: Session, message: Message, now: datetime) -> None:
    """A station of another center accepted it."""
    data, deed = message.data, deed_of(message, now)
    row, known = _of_own_station(session, data)
    news = replace(known, status=Status.ACCEPTED, custody=custody_in(data))
    BOOK.enter(session, deed, row, passage.learn(known, news), {"title": data["title"]})
    row.taker, row.taker_title = data["station"], data["title"]
    pass_down(session, News(row, deed), TAKEN, data, row.first_station)


def on_progress(session: Session, message: Message, now: datetime) -> None:
    """What a station of another center said."""
    data, deed = message.data, deed_of(message, now)
    row, known = _of_own_station(session, data)
    status = Status(data["status"])
    holder = None if status in passage.OVER else known.holder
    news = replace(known, status=status, holder=holder, custody=custody_in(data))
    BOOK.write_progress(session, deed, row, passage.learn(known, news), data)
    pass_down(session, News(row, deed), PROGRESS, data, row.first_station)


def on_closed(session: Session, message: Message, now: datetime) -> None:
    """It is over: for one of this center's stations, or for whoever of them had it or was asked."""
    data, deed, desk = message.data, deed_of(message, now), desk_of(session)
    row = REQUESTS.locked(session, data["request"])
    known = passage_of(row)
    after = rule.closing(known, data["outcome"], data["holder"], custody_in(data))
    step = {"reason": data["reason"], "by": data["by"], "title": title_of(session, after.holder)}
    BOOK.enter(session, deed, row, after, step)
    if not rule.is_own(known, desk):
        drop_contact(session, row)
    down = known.first if rule.is_own(known, desk) else known.holder
    if down in desk.below:
        pass_down(session, News(row, deed), CLOSED, data, str(down))


def _of_own_station(session: Session, data: dict[str, Any]) -> tuple[ServiceRequest, Passage]:
    """NotFoundError, ForbiddenError for one that no station of this center asked for."""
    row = REQUESTS.locked(session, data["request"])
    if row.first_station not in desk_of(session).below:
        raise ForbiddenError("service_request.of_other_center")
    return row, passage_of(row)
