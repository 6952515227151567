"""What the page behind a one-time link asks of a tier: what is shown, signed or disputed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shared.domain.one_time_signature import Signer
from shared.domain.service_record import Evaluation


@dataclass(frozen=True)
class Line:
    """One volunteer's service as its recipient reads it; `hours` are what is signed."""

    record: UUID
    name: str
    day: date
    start: str
    end: str
    minutes: int
    break_minutes: int
    hours: int


@dataclass(frozen=True)
class Shown:
    """What a link opens; `seen` is the digest of it, `what` was done, `title` is the station."""

    lines: Sequence[Line]
    seen: str
    what: str
    title: str
    phone: str


@dataclass(frozen=True)
class Signed:
    """What the recipient says and draws; `seen` is the digest of what the page showed."""

    said: Mapping[UUID, Evaluation]
    signer: Signer
    ink: str = field(repr=False)
    seen: str = ""


@dataclass(frozen=True)
class Signing:
    """A tier's acts by a token. `is_relay`: the station fetches what was signed here.

    `slip` is the endpoint of the same on paper, "" for none.
    """

    show: Callable[[Session, str], Shown]
    sign: Callable[[Session, datetime, str, Signed], object]
    dispute: Callable[[Session, datetime, str, str], object]
    slip: str = ""
    is_relay: bool = False
