"""Cells as schools fill them in."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from station.domain import cell
from station.domain.cell import Cell


@pytest.mark.parametrize(
    "value",
    [
        date(2025, 3, 5),
        datetime(2025, 3, 5, 8, 30),  # noqa: DTZ001
        "2025-03-05",
        "2025.3.5",
        "2025/3/5",
        "2025年3月5日",
        " 2025 年 3 月 5 日 ",
        "２０２５．３．５",
        "2025-03-05 00:00:00",
        "20250305",
        20250305.0,
        45721.0,
        45721,
        "2025年3月5号",
        "2025年3月5日（星期三）",
        "2025/3/5 周三",
    ],
)
def test_a_date_is_read_however_it_is_written(value: Cell) -> None:
    assert cell.day(value) == date(2025, 3, 5)


@pytest.mark.parametrize(
    "value", ["2025年4月32日", "2025-02-29", "3月5日", "", None, 45721.5, 4572.0, "x"]
)
def test_what_is_no_date_gives_none(value: Cell) -> None:
    assert cell.day(value) is None


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (time(8, 30), "08:30"),
        (datetime(1899, 12, 30, 8, 30), "08:30"),  # noqa: DTZ001
        (time(8, 29, 59, 999000), "08:30"),
        ("8:30", "08:30"),
        ("8：30", "08:30"),
        ("08:30:00", "08:30"),
        ("8时30分", "08:30"),
        ("8点", "08:00"),
        ("24:00", "24:00"),
        (timedelta(hours=24), "24:00"),
        (timedelta(hours=8, minutes=30), "08:30"),
        (0.5, "12:00"),
        (timedelta(hours=25), None),
        ("24:01", None),
        ("8:60", None),
        ("上午", None),
        (8.0, None),
        (None, None),
    ],
)
def test_a_time_is_read_however_it_is_written(value: Cell, read: str | None) -> None:
    assert cell.clock(value) == read


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (2, 2),
        (2.0, 2),
        ("２", 2),
        ("2.0", 2),
        ("-1", -1),
        (2.5, None),
        ("2.5", None),
        ("两小时", None),
        (True, None),
        (None, None),
        ("", None),
    ],
)
def test_a_whole_number_is_read_and_nothing_else(value: Cell, read: int | None) -> None:
    assert cell.whole(value, 60) == read


@pytest.mark.parametrize("value", [time(2), timedelta(hours=2), timedelta(minutes=119, seconds=60)])
def test_a_duration_gives_its_whole_units(value: Cell) -> None:
    assert cell.whole(value, 3600) == 2
    assert cell.whole(value, 60) == 120
    assert cell.whole(timedelta(minutes=90), 3600) is None


def test_last_four_places_get_back_the_zeros_that_a_number_lost() -> None:
    assert cell.four(38.0) == "0038"
    assert cell.four("１23x") == "123X"
    assert cell.four(None) == ""


def test_text_of_a_whole_number_has_no_point() -> None:
    assert cell.text(13800000000.0) == "13800000000"
    assert cell.text(1.5) == "1.5"
    assert cell.text(None) == ""
    assert cell.is_blank(" ") and not cell.is_blank(0)
