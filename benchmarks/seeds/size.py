"""How much there is, and the services that make it up: the same at each tier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Boolean, Date, DateTime, Integer, String, Table, insert
from sqlalchemy.orm import Session

from shared.domain.entry import Entry
from shared.domain.month import Month
from shared.domain.policy import default_policy
from shared.domain.request_figures import RequestFigures, Told, VisitFigures
from shared.domain.service_record import Category, Evaluation, Form, whole_hours

LAST_YEAR = 2025
TODAY = "2026-01-05T09:00:00+08:00"
NOW = datetime(2026, 1, 5, 1, tzinfo=UTC)
OFFICER, HEAD = UUID(int=0xA1), UUID(int=0xA2)
EVIDENCE = "ab" * 32
TOLD = Told(RequestFigures(6, 5, 1, 1, 0, 2, 12, 9, 8), VisitFigures(4, 3, 1, 1)).to_dict()
EMPTY: Mapping[type, Any] = {
    String: "",
    Boolean: False,
    Integer: 0,
    DateTime: NOW,
    Date: date(LAST_YEAR, 1, 1),
    JSON: [],
}


@dataclass(frozen=True)
class Size:
    """Volunteers, years up to and with 2025, and records over all of them."""

    volunteers: int
    years: int
    records: int

    @property
    def months(self) -> list[Month]:
        years = range(LAST_YEAR - self.years + 1, LAST_YEAR + 1)
        return [Month(year, number) for year in years for number in range(1, 13)]

    @property
    def first_day(self) -> date:
        return self.months[0].first_day

    def entries(self) -> Iterator[Entry]:
        """The records, month after month; nobody is at two places, nor a day over 8 hours."""
        months = self.months
        for number in range(self.records):
            turn, at = divmod(number, len(months))
            yield self._entry(number, months[at], turn, at)

    def _entry(self, number: int, month: Month, turn: int, at: int) -> Entry:
        slot, who = divmod(turn, self.volunteers)
        start = 8 + slot % 4 * 2
        minutes = 60 + number % 2 * 30
        form = tuple(Form)[number % 3]
        return Entry(
            record=uuid(3, number),
            volunteer=uuid(1, (who + at * 37) % self.volunteers),
            certifier=uuid(2, 0),
            date=date(month.year, month.month, 1 + slot // 4 % 28),
            start=f"{start:02}:00",
            end=f"{start + minutes // 60:02}:{minutes % 60:02}",
            hours=whole_hours(minutes, default_policy(month.year)),
            category=tuple(Category)[number % 5],
            form=form,
            evaluation=Evaluation.DISSATISFIED if number % 11 == 7 else Evaluation.SATISFIED,
            paid=number % 13 == 5,
            channel="clerk",
            evidence=EVIDENCE,
            activity=f"{month}-{slot}" if form is Form.GROUP else "",
        )

    def by_month(self) -> dict[Month, list[Entry]]:
        """The records of each month, in the order of their UUIDs."""
        found: dict[Month, list[Entry]] = {month: [] for month in self.months}
        for entry in self.entries():
            found[Month.of(entry.date)].append(entry)
        return found


def uuid(kind: int, number: int) -> UUID:
    """The id of the `number`th thing of a kind: volunteers 1, officers 2, records 3, …"""
    return UUID(int=kind << 96 | number + 1)


def name(number: int) -> str:
    """A person's name, unlike any other's up to a few thousand."""
    families, signs = "赵钱孙李周吴郑王冯陈", "一二三四五六七八九十"
    return families[number % 10] + signs[number // 10 % 10] + signs[number // 100 % 10]


def write(session: Session, kind: type[Any], rows: Sequence[Mapping[str, Any]]) -> None:
    """All rows of a table at once; a column that a row must have and leaves out is empty."""
    if not rows:
        return
    table = kind.__table__
    assert isinstance(table, Table)
    filled = {
        column.key: next(value for type_, value in EMPTY.items() if _is(column.type, type_))
        for column in table.columns
        if not (column.nullable or column.default is not None or column.primary_key)
        and column.key not in rows[0]
    }
    size = 5000
    for at in range(0, len(rows), size):
        session.execute(insert(kind), [filled | dict(row) for row in rows[at : at + size]])


def _is(type_: Any, kind: type) -> bool:
    return isinstance(type_, kind) or isinstance(getattr(type_, "impl", None), kind)
