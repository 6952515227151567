"""What a tier gives to the federation: its tables and which action answers which message."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from shared.errors import RefusalError
from shared.federation.envelope import Blob
from shared.federation.sentence import sentence_of
from shared.federation.tables import Tables


@dataclass(frozen=True)
class Message:
    """A message as its handler sees it; `data` holds Python values, loaded by its schema.

    `sender` made it, `via` is the peer through which it came; `business_at` dates its arrival.
    """

    id: UUID
    type: str
    v: int
    subject: str
    ver: int
    sender: str
    via: str
    occurred: datetime
    cause: UUID | None
    actor: UUID | None
    data: dict[str, Any]
    body: bytes
    seal: str | None
    received_at: datetime
    business_at: datetime
    blobs: tuple[Blob, ...] = ()


Handler = Callable[[Session, Message, datetime], None]


Chore = Callable[[Session, datetime], bool]
"""What a tier's agent does by itself, in a transaction of its own; whether it erased anything."""


@dataclass(frozen=True)
class Link:
    """`sentence` says a refusal in the sender's language, for `message.rejected`.

    `chores` are tried once a minute, each time from the start: they find what is left to do.
    """

    tables: Tables
    handlers: Mapping[str, Handler]
    sentence: Callable[[RefusalError], str] = sentence_of
    chores: tuple[Chore, ...] = ()
