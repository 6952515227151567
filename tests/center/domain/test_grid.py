"""Stations × months: what is owed, what came, and rates that never pass 100 %."""

from dataclasses import replace
from datetime import UTC, date, datetime

from center.domain.grid import Owing, Rate, Reported, owed_of, past_due, rate, row
from shared.domain.month import Month, months_of
from shared.domain.monthly_report import Cell, Status

GOOD = Reported(Status.ACCEPTED, True, 3, "", amended=False, taken_over=False)
ALL_PAST = dict.fromkeys(months_of(2025), True)


def cells(**came: Reported) -> list[Cell]:
    reports = {Month(2025, int(name[1:])): report for name, report in came.items()}
    return row(2025, Owing(date(2025, 2, 10), date(2025, 11, 5)), reports, ALL_PAST)


def test_a_station_owes_its_first_part_month_and_the_one_in_which_it_closed() -> None:
    states = cells()
    assert states[0] is Cell.NOT_OWED
    assert states[1:11] == [Cell.MISSING] * 10
    assert states[11] is Cell.NOT_OWED


def test_a_station_without_a_profile_owes_nothing() -> None:
    assert owed_of(Owing(None, None), 2025) == frozenset()


def test_what_is_not_due_waits() -> None:
    is_past = ALL_PAST | {Month(2025, 3): False}
    states = row(2025, Owing(date(2025, 1, 1), None), {}, is_past)
    assert states[2] is Cell.WAITING


def test_each_kind_of_report_has_its_word() -> None:
    states = cells(
        m2=GOOD,
        m3=replace(GOOD, on_time=False),
        m4=replace(GOOD, status=Status.RETURNED),
        m5=replace(GOOD, activities=0),
        m6=replace(GOOD, amended=True),
        m7=replace(GOOD, taken_over=True),
        m8=replace(GOOD, activities=0, reason="暑假，中心已准免"),
    )
    assert states[1:8] == [
        Cell.ON_TIME,
        Cell.LATE,
        Cell.RETURNED,
        Cell.EMPTY,
        Cell.AMENDED,
        Cell.TAKEN_OVER,
        Cell.ON_TIME,
    ]


def test_an_early_report_before_the_opening_does_not_lift_the_rate() -> None:
    states = [Cell.ON_TIME, Cell.AMENDED, Cell.LATE, Cell.TAKEN_OVER, Cell.WAITING, Cell.NOT_OWED]
    assert rate(states) == Rate(2, 3)


def test_a_due_instant_itself_is_past() -> None:
    due = {month: month.ends for month in months_of(2025)}
    june = Month(2025, 6)
    assert past_due(2025, due, june.ends)[june]
    assert not past_due(2025, due, datetime(2025, 6, 30, tzinfo=UTC))[june]
