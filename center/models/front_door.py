"""The front door: requests that came through it, what was done there, links to sign by.

Nothing of what was said lies here: it was sealed for its station before anything was written.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON, Boolean, ColumnElement, ForeignKey, Index, String, and_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from center.database import Base
from shared.database import UtcDateTime
from shared.domain.front_door import Entered, Entry
from shared.domain.geo_report import Query
from shared.domain.service_request import Status
from shared.request_list import Columns, narrowed
from shared.vault import EncryptedText, vault_of


class FrontRequest(Base):
    """A request by its UUID; its code as a digest under this node's own key.

    It came through here, or its station received it and tells of it here, where residents don't
    reach the station. Without a digest another one bears the same code here.

    `told` is the station's newest `request.status` in JSON, None before the first; `ver` is that
    message's. `item` to `promised_on` are of it, to be listed.
    """

    noun: ClassVar = "request"
    __tablename__ = "front_request"
    __table_args__ = (Index(None, "station", "received_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    station: Mapped[str] = mapped_column(ForeignKey("station.name"))
    code_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ver: Mapped[int] = mapped_column(default=0)
    told: Mapped[str | None] = mapped_column(EncryptedText)
    item: Mapped[str] = mapped_column(String(40), default="")
    item_name: Mapped[str] = mapped_column(String(30), default="")
    status: Mapped[str] = mapped_column(String(20), default=Status.RECEIVED)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    holder_title: Mapped[str] = mapped_column(String(100), default="")
    promised_on: Mapped[date | None]

    @property
    def shown(self) -> dict[str, Any] | None:
        """What the station said last, as its schema takes it."""
        found: dict[str, Any] | None = None if self.told is None else json.loads(self.told)
        return found


class FrontOrder(Base):
    """An order to be signed here whose request didn't come through here: as a pairing's visit.

    `ver` is that of the station's newest word on it.
    """

    noun: ClassVar = "order"
    __tablename__ = "front_order"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    station: Mapped[str] = mapped_column(ForeignKey("station.name"))
    item_name: Mapped[str] = mapped_column(String(30))
    ver: Mapped[int]


Concern = FrontRequest | FrontOrder


class FrontEntry(Base):
    """One act, and by which message it goes down; `refused`: None unanswered, "" taken in.

    It is of a request or of an order.
    """

    __tablename__ = "front_entry"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("front_request.id"), index=True)
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("front_order.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    message: Mapped[UUID] = mapped_column(unique=True)
    done_at: Mapped[datetime] = mapped_column(UtcDateTime)
    refused: Mapped[str | None] = mapped_column(String(80))


class FrontLink(Base):
    """A one-time link by the SHA-256 of its token, with what its page shows (`lines`, as JSON).

    `used_by` is the act that used it up; `is_open`: the station still takes what is signed by it.
    Without a request it is of a `FrontOrder`.
    """

    __tablename__ = "front_link"

    token_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("front_request.id"), index=True)
    order_id: Mapped[UUID] = mapped_column(index=True)
    statement: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    is_open: Mapped[bool] = mapped_column(Boolean, default=True)
    used_by: Mapped[UUID | None] = mapped_column(ForeignKey("front_entry.id"))


def code_digest(session: Session, code: str) -> str:
    """By what a tracking code in its normal form is found."""
    return vault_of(session).search_digest(f"tracking code {code}")


def by_code(session: Session, code: str, *, lock: bool = False) -> FrontRequest | None:
    """The request of a tracking code in its normal form; `lock` to act on it."""
    query = select(FrontRequest).filter_by(code_digest=code_digest(session, code))
    return session.scalar(query.with_for_update() if lock else query)


def concern_of(session: Session, one: FrontEntry | FrontLink, *, lock: bool = False) -> Concern:
    """The request or order of an act or a link; `lock` to act on it."""
    if one.request_id is not None:
        return session.get_one(FrontRequest, one.request_id, with_for_update=lock or None)
    return session.get_one(FrontOrder, one.order_id, with_for_update=lock or None)


def entries_of(session: Session, row: Concern) -> Sequence[FrontEntry]:
    """What was done of it, in that order."""
    query = select(FrontEntry).where(_its(FrontEntry, row))
    return session.scalars(query.order_by(FrontEntry.done_at, FrontEntry.id)).all()


def entered(entries: Sequence[FrontEntry]) -> list[Entered]:
    """As the rules take them."""
    return [Entered(Entry(one.kind), one.refused) for one in entries]


def links_of(session: Session, row: Concern) -> dict[str, FrontLink]:
    """Its links by the digest of their token."""
    found = session.scalars(select(FrontLink).where(_its(FrontLink, row)))
    return {one.token_sha256: one for one in found}


def _its(table: type[FrontEntry | FrontLink], row: Concern) -> ColumnElement[bool]:
    if isinstance(row, FrontRequest):
        return table.request_id == row.id
    return and_(table.order_id == row.id, table.request_id.is_(None))


def listed(
    session: Session, query: Query, station: str, items: Collection[str]
) -> Sequence[FrontRequest]:
    """Of one station what has one of these items, as far as it was entered, the newest first."""
    found = select(FrontRequest).where(
        FrontRequest.station == station, FrontRequest.item.in_(items)
    )
    by = (FrontRequest.id, FrontRequest.item, FrontRequest.status, FrontRequest.received_at)
    return session.scalars(narrowed(found, query, Columns(*by))).all()
