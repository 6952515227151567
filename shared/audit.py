"""The audit log of every change of state: who, when, by which channel, what, before and after."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from shared.account import Actor
from shared.clock import machine_now
from shared.database import UtcDateTime

MASK = "•••"
PERSONAL = frozenset(
    (
        "address",
        "birth_date",
        "born_on",
        "content",
        "id_number",
        "joined_on",
        "joined_party_on",
        "party_joined_on",
        "password",
        "phone",
        "place",
        "recipient",
    )
)


@dataclass(frozen=True)
class Change:
    """What changed: `action` as noun.verb, `subject` as noun:<uuid>, the changed fields.

    Personal values never stand here in clear; fields named in PERSONAL are masked as a net.
    """

    action: str
    subject: str
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None


class AuditMixin:
    """One line of the log; nobody edits or deletes one."""

    if TYPE_CHECKING:

        def __init__(self, **values: Any) -> None: ...

    __tablename__ = "audit"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    business_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    machine_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[UUID]
    actor_name: Mapped[str] = mapped_column(String(64))
    actor_role: Mapped[str] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(String(16))
    action: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(200), index=True)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


def write_line(
    session: Session, table: type[AuditMixin], actor: Actor, now: datetime, change: Change
) -> None:
    """Adds the line to the caller's transaction; dates and UUIDs become text."""
    session.add(
        table(
            business_at=now,
            machine_at=machine_now(),
            actor_id=actor.id,
            actor_name=actor.name,
            actor_role=actor.role,
            channel=actor.channel,
            action=change.action,
            subject=change.subject,
            before=_plain(change.before),
            after=_plain(change.after),
        )
    )


def _plain(fields: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if fields is None:
        return None
    shown = {name: MASK if name in PERSONAL else value for name, value in fields.items()}
    plain: dict[str, Any] = json.loads(json.dumps(shown, default=str))
    return plain
