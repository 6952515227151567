"""Cells read as a record: what blanks mean, and which cell is blamed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any
from uuid import UUID

import pytest

from shared.domain.month import Month
from shared.domain.policy import default_policy
from shared.domain.service_record import Category, Evaluation, Form
from shared.errors import InvalidError
from station.domain.outcome import Place, Reason
from station.domain.record_parsing import parse, parse_key
from station.domain.service_record import Record, RecordRow

POLICY = default_policy(2025)
XIU = UUID(int=3)
ROW = RecordRow(
    Place("3月", 3),
    Month(2025, 3),
    2025,
    date="2025.3.5",
    start="8：30",
    end=time(10, 30),
    category="便民利民服务",
    form="集中",
    location=" 敬老院 ",
    certifier="王 书记",
)


def read(**cells: Any) -> Record:
    return parse(replace(ROW, **cells), XIU, POLICY)


def refusal(**cells: Any) -> str:
    with pytest.raises(InvalidError) as refused:
        read(**cells)
    return refused.value.code


def test_a_row_of_words_as_schools_write_them_is_a_record() -> None:
    assert read(content="义务维修", pause="10", evaluation="满意", paid="是") == Record(
        volunteer=XIU,
        date=date(2025, 3, 5),
        start="08:30",
        end="10:30",
        pause=10,
        hours=2,
        category=Category.CONVENIENCE,
        form=Form.GROUP,
        location="敬老院",
        content="义务维修",
        signed=False,
        evaluation=Evaluation.SATISFIED,
        paid=True,
        certifier="王书记",
        second_officer="",
    )


def test_blanks_are_no_break_not_evaluated_not_paid_and_nobody_beside_the_certifier() -> None:
    record = read(pause=" ", evaluation=None, paid="　", content=None)
    assert (record.pause, record.content) == (0, "")
    assert (record.evaluation, record.paid) == (Evaluation.NONE, False)
    assert (record.second_officer, record.signed) == ("", False)


@pytest.mark.parametrize(
    ("pause", "hours"), [(None, 2), (30, 2), (31, 1), (90, 1), (91, 0), (500, 0)]
)
def test_blank_hours_are_computed_after_the_break_is_taken_off(pause: Any, hours: int) -> None:
    assert read(pause=pause).hours == hours


def test_blank_hours_follow_the_years_rounding() -> None:
    strict = replace(POLICY, rounding_minute=60)
    assert read(end="10:29").hours == 2
    assert parse(replace(ROW, end="10:29"), XIU, strict).hours == 1


def test_hours_that_stand_there_are_taken_as_they_are() -> None:
    assert read(hours="１").hours == 1
    assert read(hours=9.0).hours == 9  # whether they fit the time is judged later


def test_an_end_before_the_start_still_reads_and_gives_no_hours() -> None:
    record = read(start="22:00", end="2:00")
    assert (record.start, record.end, record.hours) == ("22:00", "02:00", 0)


@pytest.mark.parametrize("hours", [0, -1, 1.5, "两小时", True])
def test_hours_are_whole_and_at_least_one(hours: Any) -> None:
    assert refusal(hours=hours) == Reason.BAD_HOURS


@pytest.mark.parametrize("pause", [-1, 7.5, "半小时"])
def test_a_break_is_whole_minutes_and_none_below_zero(pause: Any) -> None:
    assert refusal(pause=pause) == Reason.BAD_TIME


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"date": None}, Reason.BAD_DATE),
        ({"start": ""}, Reason.BAD_TIME),
        ({"end": "25:00"}, Reason.BAD_TIME),
        ({"category": None}, Reason.BAD_CATEGORY),
        ({"form": None}, Reason.BAD_FORM),
        ({"evaluation": "还行"}, Reason.BAD_EVALUATION),
        ({"paid": "也许"}, Reason.BAD_PAID),
        ({"certifier": "　"}, Reason.NO_CERTIFIER),
    ],
)
def test_the_cell_that_can_not_be_read_is_blamed(cells: dict[str, Any], reason: Reason) -> None:
    assert refusal(**cells) == reason


def test_a_date_belongs_to_its_sheets_month_and_to_its_files_year() -> None:
    assert refusal(date="2025-04-05") == Reason.NOT_THIS_MONTH
    assert refusal(date="2024-03-05") == Reason.NOT_THIS_MONTH
    assert refusal(month=None, date="2024-03-05") == Reason.NOT_THIS_MONTH
    assert read(month=None, date="2025-04-05").date == date(2025, 4, 5)
    assert read(month=None, year=None, date="2024-03-05").date == date(2024, 3, 5)


def test_a_row_is_known_again_by_day_start_and_end_however_they_were_written() -> None:
    again = replace(ROW, date=date(2025, 3, 5), start=8.5 / 24, end="10点30分", category="其他")
    assert parse_key(again) == parse_key(ROW) == (date(2025, 3, 5), "08:30", "10:30")
