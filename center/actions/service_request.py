"""Requests that a station can't serve: arrive, go on, come back, and how they fare below."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from center.actions import hop, relay
from center.actions.base_contact import drop_contact, keep_contact
from center.actions.request_desk import BOOK, desk_of, title_of
from center.actions.request_news import (
    News,
    pass_contact,
    pass_question,
    tell_given,
    tell_over,
    tell_own,
    tell_progress,
    tell_taken,
)
from center.domain import service_request as rule
from center.models.service_request import REQUESTS, ServiceRequest
from center.models.station import by_name
from shared.audit import Change
from shared.domain import passage
from shared.domain.passage import Desk, Passage
from shared.domain.service_request import Status
from shared.errors import ConflictError, ForbiddenError, RefusalError
from shared.federation.link import Message
from shared.federation.name import tier_of
from shared.request_book import deed_of, put_question
from shared.request_news import custody_in, said_in
from shared.service_request import passage_of


def on_escalated(session: Session, message: Message, now: datetime) -> None:
    """A station's own request, for the first time or again; it learns that the center has it."""
    data, deed = message.data, deed_of(message, now)
    first = by_name(session, message.sender).name
    if data["first_station"] != first:
        raise ForbiddenError("message.other_station", station=data["first_station"])
    desk = desk_of(session)
    row = REQUESTS.find(session, data["request"])
    known = None if row is None else passage_of(row)
    if known is not None and known.first != first:
        raise ForbiddenError("message.other_station", station=first)
    sent = Passage(first, Status.ESCALATED, desk.own, custody_in(data))
    row = row or ServiceRequest(id=data["request"])
    put_question(row, data, now)
    BOOK.enter(session, deed, row, passage.arrive(known, sent, desk))
    drop_contact(session, row)
    tell_given(session, News(row, deed), desk)


def on_progress(session: Session, message: Message, now: datetime) -> None:
    """What whoever serves says; what comes from above is about a station of another center."""
    if tier_of(message.sender) == "association":
        relay.on_progress(session, message, now)
        return
    hop.check_own(message)
    data, deed = message.data, deed_of(message, now)
    row, desk = REQUESTS.locked(session, data["request"]), desk_of(session)
    try:
        said, before = said_in(data, row.first_station, message.sender), passage_of(row)
        heard = passage.hear(before, message.sender, said, desk)
    except RefusalError as refusal:
        if refusal.code != "custody.stale" or not REQUESTS.had(session, row.id, message.sender):
            raise
        BOOK.note(session, deed, row, data)
        return
    BOOK.write_progress(session, deed, row, heard, data)
    _tell_of(session, News(row, deed, data["reason"]), data, desk, before)


def on_withdrawn(session: Session, message: Message, now: datetime) -> None:
    """The first station asks for it, or its requester gives up: done, passed on, or too late."""
    data, deed = message.data, deed_of(message, now)
    row, desk = REQUESTS.locked(session, data["request"]), desk_of(session)
    if row.first_station != message.sender:
        raise ForbiddenError("message.other_station", station=message.sender)
    known = passage_of(row)
    if known.passed_up:
        pass_question(session, News(row, deed), data)
        return
    if not rule.decides(known, desk):
        return
    act = passage.withdraw if data["by"] == "requester" else passage.take_back
    try:
        after = act(known, desk)
    except ConflictError:  # somebody was quicker, and the first station hears of it
        change = Change("service_request.too_late", "", None, {"by": data["by"]})
        BOOK.log(session, deed, row, change)
        return
    BOOK.enter(session, deed, row, after, {"title": title_of(session, after.holder)})
    drop_contact(session, row)
    tell_over(session, News(row, deed, lost=known.holder), desk)


def on_contact(session: Session, message: Message, now: datetime) -> None:
    """Passes on what is sealed for whoever accepted it; else it ends here, unread."""
    data, deed = message.data, deed_of(message, now)
    row, desk = REQUESTS.locked(session, data["request"]), desk_of(session)
    known, is_from_above = passage_of(row), tier_of(message.sender) == "association"
    if not is_from_above and row.first_station != message.sender:
        raise ForbiddenError("message.other_station", station=message.sender)
    to = None if known.passed_up else known.holder
    accepted, is_served = (row.taker, data["to"]), known.passed_up or to in desk.below
    if not rule.may_pass(known, custody_in(data), accepted):
        word = "contact_dropped"
    elif to == desk.own == data["to"]:
        keep_contact(session, row, data, now)
        word = "contact_kept"
    elif is_served:
        pass_contact(session, News(row, deed), to, data)
        word = "contact_passed"
    else:
        word = "contact_dropped"
    BOOK.log(session, deed, row, Change(f"service_request.{word}", ""))


def _tell_of(
    session: Session, told: News, data: dict[str, Any], desk: Desk, before: Passage
) -> None:
    """Above it is only told what was accepted there before and is given back, or what goes on."""
    row, is_back = told.row, told.row.status == Status.RETURNED
    if row.first_station not in desk.below:
        if not is_back:
            tell_progress(session, told, data, desk)
        elif before.status is not Status.ROUTED:
            tell_own(session, told, Status.ROUTED)
    elif is_back:
        tell_given(session, told, desk)
    elif row.status == Status.ACCEPTED:
        tell_taken(session, told, data["phone"])
    else:
        tell_progress(session, told, data, desk)
