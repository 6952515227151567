"""What may be contested, until when it is answered, by whom and how."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from shared.domain.working_day import WorkingDays
from shared.errors import ConflictError, ForbiddenError, InvalidError
from station.domain.contest import Status, Subject, answer, check_answerer, due_on

TODAY = date(2025, 4, 1)
RECORD = UUID(int=1)


@pytest.mark.parametrize(
    "subject", [Subject(record=RECORD), Subject(period="2025"), Subject(period="2025-04")]
)
def test_a_record_or_a_period_that_has_begun_is_contested(subject: Subject) -> None:
    subject.check(TODAY)


@pytest.mark.parametrize(
    ("subject", "code"),
    [
        (Subject(), "contest.no_subject"),
        (Subject(RECORD, "2025"), "contest.no_subject"),
        (Subject(period="2026"), "contest.in_future"),
        (Subject(period="2025-05"), "contest.in_future"),
        (Subject(period="2025-13"), "month.bad"),
        (Subject(period="1899"), "month.bad"),
    ],
)
def test_nothing_else_is(subject: Subject, code: str) -> None:
    with pytest.raises(InvalidError) as refused:
        subject.check(TODAY)
    assert refused.value.code == code


def test_it_is_due_ten_working_days_later() -> None:
    assert due_on(TODAY, WorkingDays()) == date(2025, 4, 15)
    holidays = WorkingDays({date(2025, 4, 4): False, date(2025, 4, 6): True})
    assert due_on(TODAY, holidays) == date(2025, 4, 15)
    assert due_on(TODAY, WorkingDays({date(2025, 4, 4): False})) == date(2025, 4, 16)


def test_it_is_answered_once_and_a_no_has_words() -> None:
    assert answer(Status.OPEN, Status.UPHELD, "") is Status.UPHELD
    assert answer(Status.OPEN, Status.REJECTED, "有签字单") is Status.REJECTED
    with pytest.raises(InvalidError, match="needs_words"):
        answer(Status.OPEN, Status.REJECTED, "  ")
    for ended in (Status.UPHELD, Status.REJECTED):
        with pytest.raises(ConflictError, match="not_movable"):
            answer(ended, Status.UPHELD, "")


def test_nobody_answers_themselves() -> None:
    check_answerer(False)
    with pytest.raises(ForbiddenError, match="own"):
        check_answerer(True)
