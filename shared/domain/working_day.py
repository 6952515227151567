"""Working days from the yearly table that the association sends down (domain.md 9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from shared.errors import InvalidError

_ONE = timedelta(days=1)


@dataclass(frozen=True)
class WorkingDays:
    """Days that differ from "Monday to Friday": True works (调休), False rests (holiday)."""

    exceptions: Mapping[date, bool] = field(default_factory=dict)

    def has_data(self, year: int) -> bool:
        """Whether the table knows the year; without, only Saturday and Sunday rest: say so."""
        return any(day.year == year for day in self.exceptions)

    def unknown_year(self, *days: date | None) -> int | None:
        """The first year of these days that the table doesn't know, to be said beside them."""
        years = sorted({day.year for day in days if day is not None})
        return next((year for year in years if not self.has_data(year)), None)

    def is_working(self, day: date) -> bool:
        """Whether offices work on that day."""
        return self.exceptions.get(day, day.weekday() < 5)

    def add(self, day: date, count: int) -> date:
        """The count-th working day after a day; 0 gives the day itself, working or not."""
        if count < 0:
            raise InvalidError("working_day.bad_count", count=count)
        while count:
            day += _ONE
            count -= self.is_working(day)
        return day

    def at_or_after(self, day: date) -> date:
        """The day itself if it works, else the next that does."""
        while not self.is_working(day):
            day += _ONE
        return day

    def at_or_before(self, day: date) -> date:
        """The day itself if it works, else the last before it that does."""
        while not self.is_working(day):
            day -= _ONE
        return day

    def to_dict(self) -> dict[str, int]:
        """As it travels: ISO date → 1 works, 0 rests."""
        return {day.isoformat(): int(works) for day, works in sorted(self.exceptions.items())}

    @classmethod
    def from_dict(cls, data: Mapping[str, object]) -> WorkingDays:
        """Read what `to_dict` wrote; InvalidError `working_day.bad` names the first bad entry."""
        return cls(dict(_entry(text, works) for text, works in data.items()))


def _entry(text: str, works: object) -> tuple[date, bool]:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise InvalidError("working_day.bad", day=text) from None
    if works not in (0, 1):
        raise InvalidError("working_day.bad", day=text)
    return day, bool(works)
