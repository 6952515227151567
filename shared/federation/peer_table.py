"""Mixins of the tables about nodes: this one, its peers, their keys, invitations and nonces."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Date, Float, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from shared.clock import machine_now
from shared.database import UtcDateTime

NAME = String(60)


class Row:
    """What every mixin here shares: declarative classes are made with keywords."""

    if TYPE_CHECKING:

        def __init__(self, **values: Any) -> None: ...


class NodeMixin(Row):
    """This node, one row (id 1). `upper` is known from init on, before any enrolment.

    `public_url` is where strangers reach it, if anywhere: what a QR leads to.
    """

    __tablename__ = "node"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, default=1)
    name: Mapped[str] = mapped_column(NAME)
    tier: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(100))
    upper: Mapped[str | None] = mapped_column(NAME)
    instance: Mapped[UUID]
    opened_on: Mapped[date | None] = mapped_column(Date)
    public_url: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=machine_now)


class PeerMixin(Row):
    """A node that this one talks with, and how the talk goes; times are the machine's.

    Its keys are the ones it came with; the key table gets them once a person has approved them.
    """

    __tablename__ = "peer"

    node: Mapped[str] = mapped_column(NAME, primary_key=True)
    title: Mapped[str] = mapped_column(String(100))
    side: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(20))
    instance: Mapped[UUID | None]
    sign_key: Mapped[str] = mapped_column(String(64))
    seal_key: Mapped[str] = mapped_column(String(64))
    url: Mapped[str | None] = mapped_column(String(300))
    enrolled_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_ok: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(Text)
    fails: Mapped[int] = mapped_column(Integer, default=0)
    next_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    poll_seconds: Mapped[float] = mapped_column(Float, default=5.0)
    batch_limit: Mapped[int] = mapped_column(Integer, default=100)
    clock_offset: Mapped[float] = mapped_column(Float, default=0.0)
    app: Mapped[str | None] = mapped_column(String(40))


class KeyMixin(Row):
    """A node's public keys in base64url; `id` is the sign key's thumbprint. Old ones stay."""

    __tablename__ = "node_key"

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Index, ...]:
        return (Index("ix_node_key_node", "node"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    node: Mapped[str] = mapped_column(NAME)
    title: Mapped[str] = mapped_column(String(100))
    sign_key: Mapped[str] = mapped_column(String(64))
    seal_key: Mapped[str] = mapped_column(String(64))
    since: Mapped[datetime] = mapped_column(UtcDateTime, default=machine_now)


class EnrolmentMixin(Row):
    """A one-time invitation, its token hashed; then what the invited node sent with it."""

    __tablename__ = "enrolment"

    token_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    node: Mapped[str] = mapped_column(NAME, index=True)
    title: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    instance: Mapped[UUID | None]
    sign_key: Mapped[str | None] = mapped_column(String(64))
    seal_key: Mapped[str | None] = mapped_column(String(64))


class NonceMixin(Row):
    """A nonce that was used; its primary key is what refuses the second use."""

    __tablename__ = "nonce"

    node: Mapped[str] = mapped_column(NAME, primary_key=True)
    nonce: Mapped[str] = mapped_column(String(64), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
