"""A request as center and association keep it: all that routing needs, who has it, each step.

No column holds a name, a telephone, an address or a resident's own words.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from uuid_utils.compat import uuid7

from shared.database import UtcDateTime
from shared.domain.custody import Custody
from shared.domain.passage import Passage
from shared.domain.service_request import Status, Urgency, Waiting
from shared.vault import EncryptedText

QUESTION = (
    "first_station",
    "category",
    "item",
    "item_name",
    "district",
    "wished",
    "urgency",
    "has_stars",
    "received_at",
    "why",
    "routing_text",
)
"""The columns that travel as they came."""


class RequestMixin:
    """A copy: the question as it came, frozen; five columns of its passage; what followed.

    `holder` is the node that has it as far as is known here, none once it is over. `taker` is the
    station that accepted it, `promised_at` until when the next step is promised.
    """

    if TYPE_CHECKING:

        def __init__(self, **values: Any) -> None: ...

    __tablename__ = "service_request"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    first_station: Mapped[str] = mapped_column(String(40), index=True)
    category: Mapped[str] = mapped_column(String(20))
    item: Mapped[str | None] = mapped_column(String(40))
    item_name: Mapped[str] = mapped_column(String(30))
    district: Mapped[str] = mapped_column(String(60))
    wished: Mapped[list[str]] = mapped_column(JSON)
    urgency: Mapped[str] = mapped_column(String(10))
    has_stars: Mapped[bool]
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    why: Mapped[str] = mapped_column(String(20))
    routing_text: Mapped[str] = mapped_column(EncryptedText)
    arrived_at: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[str] = mapped_column(String(20), index=True)
    status_since: Mapped[datetime] = mapped_column(UtcDateTime)
    promised_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    holder: Mapped[str | None] = mapped_column(String(40), index=True)
    custody_association: Mapped[int]
    custody_center: Mapped[int]
    passed_up: Mapped[bool] = mapped_column(default=False)
    taker: Mapped[str | None] = mapped_column(String(40))
    taker_title: Mapped[str] = mapped_column(String(100), default="")
    outcome: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RequestStepMixin:
    """One step, as it was heard of here; nobody edits or deletes one.

    `sender` is the node that said so. `is_note`: it had the request no more, this changed nothing.
    """

    if TYPE_CHECKING:

        def __init__(self, **values: Any) -> None: ...

    __tablename__ = "request_step"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[str] = mapped_column(String(20))
    holder: Mapped[str | None] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(100), default="")
    sender: Mapped[str | None] = mapped_column(String(40))
    by: Mapped[str] = mapped_column(String(64), default="")
    reason: Mapped[str] = mapped_column(EncryptedText, default="")
    visitor: Mapped[str] = mapped_column(String(60), default="")
    visit_on: Mapped[date | None]
    visit_time: Mapped[str] = mapped_column(String(30), default="")
    is_note: Mapped[bool] = mapped_column(default=False)

    @declared_attr
    def request_id(cls) -> Mapped[UUID]:
        return mapped_column(ForeignKey("service_request.id"), index=True)


def passage_of(row: RequestMixin) -> Passage:
    """Who has it, as far as is known here."""
    custody = Custody(row.custody_association, row.custody_center)
    return Passage(row.first_station, Status(row.status), row.holder, custody, row.passed_up)


def put_passage(row: RequestMixin, after: Passage, now: datetime, due: datetime | None) -> None:
    """Writes what a rule gave; who took it is forgotten once somebody else has it."""
    is_moved = row.holder != after.holder
    if is_moved and after.holder is not None:
        row.taker, row.taker_title = None, ""
    if is_moved or row.status != after.status:
        row.status_since, row.promised_at = now, due
    row.status, row.holder, row.passed_up = after.status, after.holder, after.passed_up
    row.custody_association = after.custody.association
    row.custody_center = after.custody.center
    row.closed_at = now if after.holder is None else None


def question_of(row: RequestMixin) -> dict[str, Any]:
    """All that routing needs, as it travels on."""
    return {"request": row.id} | {name: getattr(row, name) for name in QUESTION}


def custody_of(row: RequestMixin) -> dict[str, int]:
    """In whose name this node speaks."""
    return {"association": row.custody_association, "center": row.custody_center}


def waiting_of(row: RequestMixin, now: datetime) -> Waiting:
    """What the order of a queue needs; how many stars stays at the first station."""
    is_past = row.promised_at is not None and now >= row.promised_at
    return Waiting(Urgency(row.urgency), is_past, int(row.has_stars), row.received_at)


def facts_of(row: RequestMixin) -> dict[str, Any]:
    """What the log shows of a change."""
    return {"status": row.status, "holder": row.holder, "custody": list(custody_of(row).values())}
