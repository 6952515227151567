"""A month's requests out of the steps that they took: which counts where, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from itertools import pairwise

from shared.domain.month import ZONE, Month
from shared.domain.request_figures import RequestFigures
from shared.domain.service_request import OPEN, Status

_MOMENT = timedelta(microseconds=1)
_IN_HAND = OPEN - {Status.RETURNED}
"""What was given back is open still, and at whoever it was given back to."""


@dataclass(frozen=True)
class Step:
    """One step: `is_ours` where this station has the request from then on, or ended it itself.

    `promised_at`: the instant before which this station promised its next step.
    """

    at: datetime
    status: Status
    is_ours: bool
    promised_at: datetime | None = None


@dataclass(frozen=True)
class Story:
    """A request's steps in their order; `is_own`: it came to this station first."""

    is_own: bool
    received_at: datetime
    steps: list[Step] = field(default_factory=list)


def figures_of(stories: Iterable[Story], month: Month, now: datetime) -> RequestFigures:
    """The month as of its last moment, or as of now while it lasts."""
    until = min(month.ends, now + _MOMENT)
    known = [_figures(story, month, until) for story in stories]
    ages = [one.oldest_days for one in known]
    counted = [one.name for one in fields(RequestFigures) if one.name != "oldest_days"]
    sums = {name: sum(getattr(one, name) for one in known) for name in counted}
    return RequestFigures(**sums, oldest_days=max(ages, default=0))


def _figures(story: Story, month: Month, until: datetime) -> RequestFigures:
    steps = [step for step in story.steps if step.at < until]
    if not steps:
        return RequestFigures()
    first, last = steps[0], steps[-1]
    moved = [(before, after) for before, after in pairwise(steps) if after.at >= month.begins]
    served = last.is_ours and last.status is Status.CLOSED and _ended(steps) >= month.begins
    is_open = last.is_ours and last.status in _IN_HAND
    promises = list(_promises(steps, month, until))
    return RequestFigures(
        received=int(story.is_own and first.at >= month.begins),
        served=int(served),
        for_others=int(served and not story.is_own),
        escalated=int(any(_is_passed_up(*pair) for pair in moved)),
        declined=int(any(_is_declined(*pair) for pair in moved)),
        open=int(is_open),
        oldest_days=_days(story.received_at, until) if is_open else 0,
        promised=len(promises),
        kept=sum(promises),
    )


def _promises(steps: Sequence[Step], month: Month, until: datetime) -> Iterator[bool]:
    """Of each promise that was decided in the month: whether it was kept."""
    for number, step in enumerate(steps):
        if step.promised_at is None or _is_line(steps, number):
            continue
        after = next((n for n in range(number + 1, len(steps)) if not _is_line(steps, n)), None)
        if after is None or steps[after].at >= step.promised_at:
            # broken on its last day, whatever came later
            if month.begins < step.promised_at <= until:
                yield False
        elif steps[after].at >= month.begins and _is_own_step(steps[after]):
            yield True


def _is_line(steps: Sequence[Step], number: int) -> bool:
    """What says something and moves nothing: a visit agreed upon."""
    if number == 0:
        return False
    before, step = steps[number - 1], steps[number]
    return (before.status, before.is_ours) == (step.status, step.is_ours)


def _is_own_step(step: Step) -> bool:
    """Not one of the requester, nor of a node above."""
    passed = step.status is Status.ESCALATED
    return passed or (step.is_ours and step.status is not Status.WITHDRAWN)


def _is_passed_up(before: Step, after: Step) -> bool:
    return before.is_ours and not after.is_ours and after.status is Status.ESCALATED


def _is_declined(before: Step, after: Step) -> bool:
    return after.is_ours and after.status is Status.DECLINED and before.status in OPEN


def _ended(steps: Sequence[Step]) -> datetime:
    """When the status in which the steps end was reached."""
    number = len(steps) - 1
    while _is_line(steps, number):
        number -= 1
    return steps[number].at


def _days(since: datetime, until: datetime) -> int:
    """Days from the one on which it was asked to the one that `until` ends, never less than 0."""
    last = (until - _MOMENT).astimezone(ZONE).date()
    return max((last - since.astimezone(ZONE).date()).days, 0)
