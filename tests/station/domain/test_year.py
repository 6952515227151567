"""A station's year: what hinders the seal, and what each volunteer's line says."""

from __future__ import annotations

from uuid import UUID

import pytest

from shared.domain.month import Month, months_of
from shared.domain.monthly_report import Status as MonthStatus
from shared.domain.tally import Cell, Figures, Tally
from shared.domain.year import Status
from shared.errors import ConflictError
from station.domain.year import seal, send_back, volunteer_lines

NOVEMBER, DECEMBER = Month(2025, 11), Month(2025, 12)
BOTH = {NOVEMBER: MonthStatus.ACCEPTED, DECEMBER: MonthStatus.ACCEPTED}


def test_every_owed_or_reported_month_is_accepted_before_the_year_is_sealed() -> None:
    assert seal(Status.OPEN, [DECEMBER], BOTH) is Status.SEALED
    assert seal(Status.RETURNED, [DECEMBER], BOTH) is Status.SEALED
    for reported in ({}, {DECEMBER: MonthStatus.REPORTED}, BOTH | {NOVEMBER: MonthStatus.UNLOCKED}):
        with pytest.raises(ConflictError, match="months_not_accepted"):
            seal(Status.OPEN, [DECEMBER], reported)


def test_a_sealed_year_is_sealed_again_only_after_its_return() -> None:
    with pytest.raises(ConflictError, match="not_movable"):
        seal(Status.SEALED, [DECEMBER], BOTH)
    assert send_back(Status.SEALED) is Status.RETURNED


def test_a_line_has_twelve_months_with_revisions_and_sums() -> None:
    zhao, idle = UUID(int=1), UUID(int=2)
    tallies = {
        NOVEMBER: (2, Tally({}, {zhao: Figures(1, 3, 2, 2, 10)}, Cell())),
        DECEMBER: (1, Tally({}, {zhao: Figures(1, 1, 1, 0, 0)}, Cell())),
    }
    served, nothing = volunteer_lines(tallies, 2025, [idle])
    assert (served["volunteer"], nothing["volunteer"]) == (zhao, idle)
    assert [month["month"] for month in served["months"]] == list(months_of(2025))
    assert [month["revision"] for month in nothing["months"]] == [0] * 10 + [2, 1]
    sums = {"hours": 4, "satisfied_hours": 3, "points_hours": 2, "points": 10}
    assert {name: served[name] for name in sums} == sums
    assert {name: nothing[name] for name in sums} == dict.fromkeys(sums, 0)
