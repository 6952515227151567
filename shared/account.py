"""Who acts: the actor that actions are told, tables of accounts and tokens, password hashing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from shared.database import UtcDateTime
from shared.errors import InvalidError

LEAST_PASSWORD = 8
HASHER = PasswordHasher()


@dataclass(frozen=True)
class Actor:
    """Who does something and by which channel: api, page, command or federation."""

    id: UUID
    name: str
    role: str
    channel: str


AGENT = Actor(UUID(int=0), "系统", "system", "agent")
"""What a node does by itself."""


class AccountMixin:
    """A person who signs in at this node; made by the administrator, works without mail."""

    if TYPE_CHECKING:

        def __init__(self, **values: Any) -> None: ...

    __tablename__ = "account"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(32))
    password_hash: Mapped[str] = mapped_column(String(255))
    must_change: Mapped[bool]
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class TokenMixin:
    """A signed-in session or API token: its SHA-256 alone is kept, until it expires."""

    if TYPE_CHECKING:

        def __init__(self, **values: Any) -> None: ...

    __tablename__ = "token"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AttemptMixin:
    """How often something limited was tried in a window, counted for all workers."""

    if TYPE_CHECKING:

        def __init__(self, **values: Any) -> None: ...

    __tablename__ = "attempt"

    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    count: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


def hash_password(password: str) -> str:
    """Argon2id with its parameters; refuses a password of fewer than 8 signs."""
    if len(password) < LEAST_PASSWORD:
        raise InvalidError("password.too_short", least=LEAST_PASSWORD, field="password")
    return HASHER.hash(password)


def is_password(password: str, password_hash: str) -> bool:
    """Whether it is the hashed one; takes as long for a wrong one."""
    try:
        return HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
