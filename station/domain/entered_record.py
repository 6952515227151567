"""A record that a person enters, what judging it gives, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from shared.domain.service_record import Category, Evaluation, Form
from station.domain.certification import CERTIFIER
from station.domain.outcome import Outcome, Reason


@dataclass(frozen=True)
class NewRecord:
    """Blank hours are computed; `evidence` is the signed slip's SHA-256 in hexadecimal.

    Officers are named by their ids; the certifier may be left open to whoever certifies.
    `recipient` is whom a dispatched service served, as far as the entry names them.
    """

    volunteer: UUID
    day: date
    start: str
    end: str
    category: Category
    form: Form
    place: str
    content: str
    break_minutes: int = 0
    hours: int | None = None
    evaluation: Evaluation = Evaluation.NONE
    paid: bool = False
    evidence: str = ""
    certifier: UUID | None = None
    second_officer: UUID | None = None
    late_reason: str = ""
    recipient: str = ""


@dataclass(frozen=True)
class Source:
    """By which channel a record came in, of which activity it is, which one it stands for.

    `waits_for` says what it lacks first: its certifier, or the recipient's signature.
    """

    channel: str = "clerk"
    replaces: UUID | None = None
    activity: UUID | None = None
    waits_for: str = CERTIFIER


CLERK = Source()


@dataclass(frozen=True)
class Finding:
    """What judging adds to a record that may be written."""

    minutes: int
    hours: int
    needs_second: bool
    is_late: bool
    second: UUID | None


@dataclass(frozen=True)
class Entered:
    """Of one row: its reason unless accepted, `finding` unless refused, `record` once written.

    `split` is the cure for a row that crosses midnight: day, start and end of each half.
    """

    outcome: Outcome
    reason: Reason | None = None
    finding: Finding | None = None
    record: UUID | None = None
    split: tuple[tuple[date, str, str], ...] = field(default=())
