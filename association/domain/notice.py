"""How long a proposed list stands in public before its stars may be decided (domain.md part 6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.domain.policy import Policy
from shared.domain.working_day import WorkingDays
from shared.errors import ConflictError


@dataclass(frozen=True)
class Period:
    """First and last day, both included; `without_table`: no holidays were known for it."""

    first: date
    last: date
    working_days: int
    without_table: bool


def period(first: date, policy: Policy, days: WorkingDays) -> Period:
    """The notice that starts on a day and runs over the policy's working days after it."""
    count = policy.notice_working_days
    if count == 0:
        raise ConflictError("notice.switched_off", year=policy.year)
    last = days.add(first, count)
    unknown = not all(days.has_data(year) for year in range(first.year, last.year + 1))
    return Period(first, last, count, unknown)


def is_over(last: date, today: date) -> bool:
    """Whether its last day has passed."""
    return today > last
