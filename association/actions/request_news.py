"""What the association tells of a request: the center it came from, who has it, who lost it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from association.actions.request_desk import BOOK, title_of
from association.models import station
from association.models.federation import TABLES
from association.models.service_request import ServiceRequest
from shared import request_news as news
from shared.domain.passage import Desk
from shared.federation.node_key import key_of
from shared.federation.outbox import Draft, promise
from shared.request_book import Deed, subject
from shared.service_request import custody_of
from shared.wire.service_request import CLOSED, CONTACT, PROGRESS, ROUTED, TAKEN


@dataclass(frozen=True)
class News:
    """Of which request, by whose deed, why, and who had it before."""

    row: ServiceRequest
    deed: Deed
    reason: str = ""
    lost: str | None = None

    @property
    def made(self) -> tuple[Any, ...]:
        return self.deed.now, self.deed.actor.id, self.deed.cause


def origin_of(session: Session, row: ServiceRequest) -> str:
    """The center whose station asked: all news go its way."""
    return station.by_name(session, row.first_station).center


def tell_given(session: Session, told: News, desk: Desk) -> None:
    """Who has it now: that center itself, the one it came from, and whoever was only asked."""
    row = told.row
    data = news.routed(row, title_of(session, row.holder), told.reason, BOOK.by(session, told.deed))
    for name in sorted({origin_of(session, row), str(row.holder)} & set(desk.below)):
        promise(session, TABLES, name, Draft(ROUTED, subject(row), data, *told.made))
    if told.lost in desk.below and told.lost != row.holder:
        _tell_closed(session, told, "", {told.lost})


def tell_over(session: Session, told: News, desk: Desk) -> None:
    """Taken back, withdrawn or declined: the center it came from, and whoever had it."""
    names = {origin_of(session, told.row), told.lost} & set(desk.below)
    _tell_closed(session, told, told.reason, names)


def tell_taken(session: Session, told: News, phone: str) -> None:
    """The first station is told, through its center, to whose key it seals the contact."""
    row = told.row
    key = key_of(session, TABLES, str(row.taker))
    data = news.taken(row, key.seal_key if key else None, phone)
    draft = Draft(TAKEN, subject(row), data, *told.made)
    promise(session, TABLES, origin_of(session, row), draft)


def tell_progress(session: Session, told: News, said: Mapping[str, Any]) -> None:
    """What whoever serves said, on the first station's way alone."""
    row = told.row
    data = {**said, "custody": custody_of(row)}
    draft = Draft(PROGRESS, subject(row), data, *told.made)
    promise(session, TABLES, origin_of(session, row), draft)


def pass_contact(session: Session, told: News, to: str, data: Mapping[str, Any]) -> None:
    """A sealed contact on its way to the taker's center; nobody here can open it."""
    promise(session, TABLES, to, Draft(CONTACT, subject(told.row), data, *told.made))


def _tell_closed(session: Session, told: News, reason: str, names: set[str | None]) -> None:
    data = news.closed(told.row, told.deed.now, reason, BOOK.by(session, told.deed))
    for name in sorted(str(name) for name in names if name):
        promise(session, TABLES, name, Draft(CLOSED, subject(told.row), data, *told.made))
