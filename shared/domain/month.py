"""A calendar month of Asia/Shanghai, ordered, as years and reports count them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared.errors import InvalidError

ZONE = ZoneInfo("Asia/Shanghai")
_TEXT = re.compile(r"([0-9]{4})-([0-9]{2})")


def day_begins(day: date) -> datetime:
    """The instant in UTC at which a day begins in Asia/Shanghai."""
    return datetime.combine(day, time(0), ZONE).astimezone(UTC)


@dataclass(frozen=True, order=True)
class Month:
    """Year and month; `str` and `parse` speak "2025-01"."""

    year: int
    month: int

    def __post_init__(self) -> None:
        """Refuse what is no month."""
        if not (1 <= self.month <= 12 and 1900 <= self.year <= 9998):
            raise InvalidError("month.bad", year=self.year, month=self.month)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read "2025-01"; anything else is InvalidError `month.bad`."""
        found = _TEXT.fullmatch(text)
        if found is None:
            raise InvalidError("month.bad", text=text)
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> Month:
        """The month of a local day; an instant must go through `at`."""
        if isinstance(day, datetime):
            raise TypeError("an instant has a zone: use Month.at")
        return cls(day.year, day.month)

    @classmethod
    def at(cls, instant: datetime) -> Month:
        """The month in Asia/Shanghai in which an aware instant falls."""
        if instant.tzinfo is None:
            raise TypeError("an instant needs its zone")
        return cls.of(instant.astimezone(ZONE).date())

    @property
    def first_day(self) -> date:
        """Its 1st."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """Its 28th to 31st."""
        return self.next.first_day - timedelta(days=1)

    @property
    def begins(self) -> datetime:
        """The instant in UTC at which it begins in Asia/Shanghai."""
        return day_begins(self.first_day)

    @property
    def ends(self) -> datetime:
        """The instant in UTC at which the next one begins: itself no longer part of it."""
        return day_begins(self.next.first_day)

    @property
    def next(self) -> Month:
        """The month after it."""
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    @property
    def previous(self) -> Month:
        """The month before it."""
        return Month(self.year, self.month - 1) if self.month > 1 else Month(self.year - 1, 12)

    def contains(self, day: date) -> bool:
        """Whether a local day lies in it."""
        return (day.year, day.month) == (self.year, self.month)


def months_of(year: int) -> tuple[Month, ...]:
    """The twelve months of a year, in order."""
    return tuple(Month(year, number) for number in range(1, 13))


def months_between(first: Month, last: Month) -> tuple[Month, ...]:
    """All months from first to last, both included; empty where last lies before first."""
    months = []
    while first <= last:
        months.append(first)
        first = first.next
    return tuple(months)
