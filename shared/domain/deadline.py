"""When a monthly report is due and whether it, or a record, came in time (domain.md 9 and 5)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from shared.domain.month import Month, day_begins
from shared.domain.policy import DeadlineRule, Policy
from shared.domain.working_day import WorkingDays

_ONE = timedelta(days=1)
_WEDNESDAY = 2


def last_day(month: Month, policy: Policy, days: WorkingDays | None = None) -> date:
    """The last day on which the report of a month is on time: the date that pages print."""
    first = month.next.first_day
    wednesday = first + timedelta(days=(_WEDNESDAY - first.weekday()) % 7)
    if policy.deadline_rule is DeadlineRule.ON_FIRST_WEDNESDAY:
        return wednesday
    # where the 1st is a Wednesday no day lies before it: then it is due before that day ends
    day = max(wednesday - _ONE, first)
    days = days or WorkingDays()
    if policy.deadline_rule is DeadlineRule.NEXT_WORKING_DAY:
        return days.at_or_after(day)
    if policy.deadline_rule is DeadlineRule.PREVIOUS_WORKING_DAY:
        earlier = days.at_or_before(day)
        # never before the month itself is over
        return earlier if earlier >= first else days.at_or_after(day)
    return day


def due(month: Month, policy: Policy, days: WorkingDays | None = None) -> datetime:
    """The instant in UTC before which the report of a month must have arrived."""
    return day_begins(last_day(month, policy, days) + _ONE)


def is_on_time(
    arrival: datetime, month: Month, policy: Policy, days: WorkingDays | None = None
) -> bool:
    """Whether an arrival at the center (business clock, aware) lies before the due instant."""
    return arrival < due(month, policy, days)


def is_late(
    entered: datetime, month: Month, policy: Policy, days: WorkingDays | None = None
) -> bool:
    """Whether a record of that month, entered at an instant, needs a reason and two officers."""
    return entered >= due(month, policy, days) + timedelta(days=policy.late_after_days)
