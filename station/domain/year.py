"""A station's year: whether it can be sealed, and the lines of its messages (六.5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from shared.domain.life_cycle import move
from shared.domain.month import Month, months_of
from shared.domain.monthly_report import Status as MonthStatus
from shared.domain.tally import Tally
from shared.domain.year import NEXT, Status, YearLine, add_months
from shared.errors import ConflictError

VOLUNTEERS_PER_PART: Final = 60
_FIGURES: Final = ("hours", "satisfied_hours", "points_hours", "points")


def seal(status: Status, owed: Iterable[Month], reported: Mapping[Month, MonthStatus]) -> Status:
    """Sealed, once the center has accepted every month that was owed or reported all the same."""
    found = open_months(owed, reported)
    if found:
        names = "、".join(str(month) for month in found)
        raise ConflictError("yearly_report.months_not_accepted", months=names)
    return move(NEXT, status, Status.SEALED)


def open_months(owed: Iterable[Month], reported: Mapping[Month, MonthStatus]) -> list[Month]:
    """What still stops the seal: owed or reported, and not accepted; in order."""
    months = sorted({*owed, *reported})
    return [one for one in months if reported.get(one) is not MonthStatus.ACCEPTED]


def send_back(status: Status) -> Status:
    """Returned; a return shows that what was sealed has been reported."""
    reported = move(NEXT, status, Status.REPORTED)
    return move(NEXT, reported, Status.RETURNED)


def volunteer_lines(
    tallies: Mapping[Month, tuple[int, Tally]], year: int, volunteers: Iterable[UUID]
) -> list[dict[str, Any]]:
    """Each volunteer's twelve months and sums; `tallies` holds revision and figures by month."""
    lines = add_months({month: tally for month, (_, tally) in tallies.items()}, year, volunteers)
    revisions = {month: revision for month, (revision, _) in tallies.items()}
    return [_line(who, line, year, revisions) for who, line in lines.items()]


def _line(who: UUID, line: YearLine, year: int, revisions: Mapping[Month, int]) -> dict[str, Any]:
    months = [
        {
            "month": month,
            "revision": revisions.get(month, 0),
            **{name: getattr(figures, name) for name in _FIGURES},
        }
        for month, figures in zip(months_of(year), line.months, strict=True)
    ]
    sums = {name: getattr(line.total, name) for name in _FIGURES}
    return {"volunteer": who, **sums, "months": months}
