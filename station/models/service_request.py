"""Residents' requests: what is asked, who has it, and the contact in a row of its own."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Boolean, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from shared.database import UtcDateTime
from shared.domain.contact import Contact
from shared.domain.custody import Custody
from shared.domain.passage import Passage
from shared.domain.service_request import Status
from shared.errors import NotFoundError
from shared.vault import EncryptedText
from station.database import Base


class ServiceRequest(Base):
    """A request under its UUID; `number` is this station's own, also of one taken from another.

    `first_station` to `passed_up` are its passage (shared/domain/passage.py). `tracking_code` is
    None where another station gave it out. `stars` are those that count (`counted_stars`),
    `requester_id` the volunteer who asks, where it is known. `promised_at`: until when the next
    step is promised. `pending`: what was asked above and isn't answered (`taking_back`,
    `withdrawing`), or `contact` while the requester's contact hasn't come. `outcome` is
    what came of it elsewhere: day, people, hours, evaluation, digest of the signature. `taker` is
    to whom the contact was sealed, whose telephone the requester reads. Of `closed_at` (business)
    and `over_since` (the machine's) the second one counts until what is personal is erased.
    `front_door`: it came through the center's or is followed there, and the center is told how it
    stands; `front_reach` is the address under which it was asked there, "" for none.
    """

    __tablename__ = "service_request"
    __table_args__ = (
        Index(None, "status", "promised_at"),
        Index(None, "item_code", "district_id", "received_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    tracking_code: Mapped[str | None] = mapped_column(String(8), unique=True)
    channel: Mapped[str] = mapped_column(String(20))
    item_code: Mapped[str | None] = mapped_column(ForeignKey("service_item.code"))
    item_name: Mapped[str] = mapped_column(String(30), default="")
    category: Mapped[str | None] = mapped_column(String(20))
    district_id: Mapped[UUID | None] = mapped_column(ForeignKey("district.id"))
    district: Mapped[str] = mapped_column(String(60), default="")
    wished: Mapped[list[str]] = mapped_column(JSON)
    urgency: Mapped[str] = mapped_column(String(20))
    proof: Mapped[str] = mapped_column(String(20))
    stars: Mapped[int] = mapped_column(default=0)
    requester_id: Mapped[UUID | None] = mapped_column(ForeignKey("volunteer.id"))
    consent_version: Mapped[str] = mapped_column(String(20), default="")
    language: Mapped[str] = mapped_column(String(20), default="")
    front_door: Mapped[bool] = mapped_column(Boolean, default=False)
    front_reach: Mapped[str] = mapped_column(String(200), default="")

    first_station: Mapped[str] = mapped_column(String(60))
    first_title: Mapped[str] = mapped_column(String(100))
    status: Mapped[str] = mapped_column(String(20))
    holder: Mapped[str | None] = mapped_column(String(60))
    holder_title: Mapped[str] = mapped_column(String(100))
    custody_association: Mapped[int] = mapped_column(default=0)
    custody_center: Mapped[int] = mapped_column(default=0)
    passed_up: Mapped[bool] = mapped_column(Boolean, default=False)
    pending: Mapped[str] = mapped_column(String(20), default="")

    received_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    status_since: Mapped[datetime] = mapped_column(UtcDateTime)
    promised_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    why: Mapped[str] = mapped_column(String(20), default="")
    routing_text: Mapped[str] = mapped_column(String(300), default="")
    account_id: Mapped[UUID | None] = mapped_column(index=True)
    outcome: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    taker: Mapped[str] = mapped_column(String(60), default="")
    taker_phone: Mapped[str] = mapped_column(String(30), default="")
    over_since: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RequestContact(Base):
    """Name, telephone, address and own words, found again by digests; erasing deletes the row.

    Digests under the node's own key: of the whole telephone, of its last four, of the address
    without spaces.
    """

    __tablename__ = "request_contact"

    request_id: Mapped[UUID] = mapped_column(ForeignKey("service_request.id"), primary_key=True)
    name: Mapped[str] = mapped_column(EncryptedText)
    phone: Mapped[str] = mapped_column(EncryptedText)
    address: Mapped[str] = mapped_column(EncryptedText)
    words: Mapped[str] = mapped_column(EncryptedText)
    phone_digest: Mapped[str] = mapped_column(String(64), index=True, default="")
    phone_four_digest: Mapped[str] = mapped_column(String(64), index=True, default="")
    address_digest: Mapped[str] = mapped_column(String(64), index=True, default="")


def by_id(session: Session, request_id: UUID, *, lock: bool = False) -> ServiceRequest:
    """NotFoundError `service_request.unknown`; `lock` where a decision rests on it."""
    found = session.get(
        ServiceRequest, request_id, with_for_update=lock or None, populate_existing=lock
    )
    if found is None:
        raise NotFoundError("service_request.unknown")
    return found


def by_code(session: Session, code: str) -> ServiceRequest | None:
    """The request of a tracking code in its normal form."""
    return session.scalar(select(ServiceRequest).filter_by(tracking_code=code))


def contact_of(session: Session, request_id: UUID) -> Contact | None:
    """Whom to visit and what they said; None once it is erased, or has not come yet."""
    row = session.get(RequestContact, request_id)
    return None if row is None else Contact(row.name, row.phone, row.address, row.words)


def passage_of(row: ServiceRequest) -> Passage:
    """The row as the rules of its passage take it."""
    custody = Custody(row.custody_association, row.custody_center)
    return Passage(row.first_station, Status(row.status), row.holder, custody, row.passed_up)


def columns_of(passage: Passage) -> dict[str, Any]:
    """What a passage writes into the row."""
    return {
        "status": passage.status,
        "holder": passage.holder,
        "custody_association": passage.custody.association,
        "custody_center": passage.custody.center,
        "passed_up": passage.passed_up,
    }
