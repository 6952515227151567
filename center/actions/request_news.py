"""What the center tells of a request: the first station, who has it now, who lost it, and above."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from center.actions import hop
from center.actions.request_desk import BOOK, title_of
from center.models.federation import TABLES
from center.models.service_request import ServiceRequest
from shared import request_news as news
from shared.domain.passage import Desk
from shared.domain.service_request import Status
from shared.federation.node_key import key_of, public_keys
from shared.federation.outbox import Draft, own_name
from shared.request_book import Deed, subject
from shared.service_request import custody_of
from shared.vault import vault_of
from shared.wire.service_request import (
    CLOSED,
    CONTACT,
    ESCALATED,
    PROGRESS,
    ROUTED,
    TAKEN,
    WITHDRAWN,
)


@dataclass(frozen=True)
class News:
    """Of which request, by whose deed, why, and who had it before."""

    row: ServiceRequest
    deed: Deed
    reason: str = ""
    lost: str | None = None

    @property
    def subject(self) -> str:
        return subject(self.row)


def tell_given(session: Session, told: News, desk: Desk) -> None:
    """Who has it now: that station itself, the first one, and whoever was only asked before."""
    row = told.row
    data = news.routed(row, title_of(session, row.holder), told.reason, BOOK.by(session, told.deed))
    for name in sorted({str(row.first_station), str(row.holder)} & set(desk.below)):
        hop.down(session, name, Draft(ROUTED, told.subject, data, *_made(told)))
    if told.lost in desk.below and told.lost != row.holder:
        _tell_closed(session, told, "", {told.lost})


def tell_over(session: Session, told: News, desk: Desk) -> None:
    """Taken back, withdrawn or declined: the first station, and whoever had it or was asked."""
    _tell_closed(session, told, told.reason, {told.row.first_station, told.lost} & set(desk.below))


def tell_taken(session: Session, told: News, phone: str) -> None:
    """The first station is told to whose key it seals the contact."""
    row = told.row
    data = news.taken(row, _seal_key(session, str(row.taker)), phone)
    hop.down(session, row.first_station, Draft(TAKEN, told.subject, data, *_made(told)))


def _seal_key(session: Session, node: str) -> str | None:
    if node == own_name(session, TABLES):
        return public_keys(vault_of(session))[1]
    key = key_of(session, TABLES, node)
    return None if key is None else key.seal_key


def tell_progress(session: Session, told: News, said: Mapping[str, Any], desk: Desk) -> None:
    """What whoever serves said: to the first station, or up where it is another center's."""
    row = told.row
    draft = Draft(PROGRESS, told.subject, {**said, "custody": custody_of(row)}, *_made(told))
    if row.first_station in desk.below:
        hop.down(session, row.first_station, draft)
    else:
        hop.up(session, draft)


def tell_up(session: Session, told: News) -> None:
    """The association is asked to find somebody in another center."""
    data = news.escalated(told.row, told.deed.now, told.reason)
    hop.up(session, Draft(ESCALATED, told.subject, data, *_made(told)))


def tell_own(session: Session, told: News, status: Status) -> None:
    """Of what the association gave: given back (`returned`), or again with this center (`routed`).

    Nobody here can serve it either; or whoever had accepted can't, and another one is asked.
    """
    row, own = told.row, own_name(session, TABLES)
    data = {
        "request": row.id,
        "custody": custody_of(row),
        "station": own,
        "title": title_of(session, own),
        "status": status,
        "since": told.deed.now,
        "reason": told.reason,
    }
    hop.up(session, Draft(PROGRESS, told.subject, data, *_made(told)))


def pass_contact(session: Session, told: News, to: str | None, data: Mapping[str, Any]) -> None:
    """A sealed contact on its way, up or down; nobody here can open it."""
    draft = Draft(CONTACT, told.subject, data, *_made(told))
    if to is None:
        hop.up(session, draft)
    else:
        hop.down(session, to, draft)


def pass_question(session: Session, told: News, data: Mapping[str, Any]) -> None:
    """The first station wants it back, or its requester nothing more: whoever decides is asked."""
    hop.up(session, Draft(WITHDRAWN, told.subject, data, *_made(told)))


def pass_down(session: Session, told: News, kind: str, data: Mapping[str, Any], to: str) -> None:
    """News from above as they came, for a station below."""
    hop.down(session, to, Draft(kind, told.subject, data, *_made(told)))


def _tell_closed(session: Session, told: News, reason: str, names: set[str | None]) -> None:
    data = news.closed(told.row, told.deed.now, reason, BOOK.by(session, told.deed))
    for name in sorted(str(name) for name in names if name):
        hop.down(session, name, Draft(CLOSED, told.subject, data, *_made(told)))


def _made(told: News) -> tuple[Any, ...]:
    return told.deed.now, told.deed.actor.id, told.deed.cause
