"""A workbook's service records: the row, what it is judged against, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.domain.month import Month
from shared.domain.policy import Policy
from shared.domain.registration import Interval
from shared.domain.service_record import MIDNIGHT, Category, Evaluation, Form
from station.domain.cell import Cell
from station.domain.outcome import Place


@dataclass(frozen=True)
class RecordRow:
    """A row as the workbook has it, the name of "as above" filled in."""

    place: Place
    month: Month | None = None  # of the sheet, where it is known
    year: int | None = None  # of the file
    name: Cell = None
    last_four: Cell = None
    date: Cell = None
    start: Cell = None
    end: Cell = None
    pause: Cell = None
    hours: Cell = None
    category: Cell = None
    form: Cell = None
    location: Cell = None
    content: Cell = None
    signed: Cell = None
    evaluation: Cell = None
    paid: Cell = None
    certifier: Cell = None
    second_officer: Cell = None


@dataclass(frozen=True)
class Record:
    """A record that a row gives, or one that is kept already (live ones: accepted or held)."""

    volunteer: UUID
    date: date
    start: str
    end: str
    pause: int
    hours: int
    category: Category
    form: Form
    location: str
    content: str
    signed: bool
    evaluation: Evaluation
    paid: bool
    certifier: str
    second_officer: str


@dataclass(frozen=True)
class Volunteer:
    """A volunteer as far as rows need to know; not approved yet: no approval date.

    Without intervals they serve from the approval date on.
    """

    id: UUID
    name: str
    last_four: str
    approved: date | None
    intervals: tuple[Interval, ...] = ()


@dataclass(frozen=True)
class Situation:
    """What the rows are judged against.

    `today` and `clock` are the local day and time ("HH:MM") of the import. A record dated before
    `late_before`, the first day of the earliest month whose report isn't due yet, is late; None
    while earlier months are taken over from paper.
    """

    volunteers: Iterable[Volunteer]
    existing: Iterable[Record]
    policy: Policy
    today: date
    clock: str = MIDNIGHT
    late_before: date | None = None
