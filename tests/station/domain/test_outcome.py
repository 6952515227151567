"""A row's reasons: one at a time, in one order, whatever else is wrong with the row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from shared.domain.month import Month
from shared.domain.policy import default_policy
from shared.domain.registration import Interval
from station.domain.outcome import Outcome, Place, Reason
from station.domain.record_judgement import judge_records
from station.domain.service_record import Record, RecordRow, Situation, Volunteer

JUAN = Volunteer(UUID(int=1), "王娟", "0038", date(2024, 3, 10))
TWIN = replace(JUAN, id=UUID(int=2), last_four="1841")
WAITING = Volunteer(UUID(int=3), "文勇", "1275", None)
RESTED = Volunteer(
    UUID(int=4), "范燕", "0920", date(2024, 3, 10), (Interval(date(2024, 3, 10), date(2025, 2, 1)),)
)
XIU = Volunteer(UUID(int=5), "邹秀", "1708", date(2024, 3, 10))
SITUATION = Situation(
    (JUAN, TWIN, WAITING, RESTED, XIU),
    (),
    default_policy(2025),
    date(2025, 3, 20),
    late_before=date(2025, 4, 1),
)
EVERY_FAULT: dict[str, Any] = {
    "name": "无此人",
    "date": "2025-3-40",
    "start": "上午",
    "end": "10:00",
    "hours": "两小时",
    "category": "其他",
    "form": "其他",
    "evaluation": "还行",
    "paid": "也许",
}
MENDS: list[dict[str, Any]] = [
    {"name": "王娟"},
    {"name": "文勇"},
    {"date": "2025-04-21"},
    {"date": "2025-03-21"},
    {"start": "11:00"},
    {"category": "便民"},
    {"form": "派单"},
    {"hours": 13},
    {"evaluation": None},
    {"paid": None},
    {"certifier": "邹秀"},
    {"start": "09:45"},
    {"name": "范燕"},
    {"date": "2025-03-19"},
    {"name": "邹秀"},
    {"start": "10:30", "end": "10:45"},
    {"end": "22:30"},
    {"hours": 12},
    {"signed": "已签字"},
    {"certifier": "王书记"},
    {"hours": 10},
    {"second_officer": "李副书记"},
]


def kept() -> Record:
    """An hour of the same volunteer on the same day, entered before."""
    good = RecordRow(
        Place("3月", 2),
        name="邹秀",
        date="2025-03-19",
        start="09:30",
        end="10:30",
        category="便民",
        form="集中",
        certifier="王书记",
    )
    (judged,) = judge_records([good], SITUATION)
    assert judged.value
    return judged.value


def test_a_row_mended_cell_by_cell_is_told_its_reasons_in_the_order_of_the_list() -> None:
    situation = replace(SITUATION, existing=(kept(),))
    row = RecordRow(Place("3月", 3), Month(2025, 3), 2025, **EVERY_FAULT)
    told = []
    for mend in ({}, *MENDS):
        row = replace(row, **mend)
        (judged,) = judge_records([row], situation)
        told.append(judged.reason)
    assert told == [reason for reason in Reason if reason in told]
    assert told[-1] is Reason.LATE and len(set(told)) == len(MENDS) + 1


def test_a_refused_row_has_no_value_and_a_held_one_has_both_value_and_reason() -> None:
    situation = replace(SITUATION, existing=(kept(),))
    row = RecordRow(Place("3月", 3), Month(2025, 3), 2025, **EVERY_FAULT)
    outcomes = set()
    for mend in ({}, *MENDS):
        row = replace(row, **mend)
        (judged,) = judge_records([row], situation)
        outcomes.add(judged.outcome)
        assert (judged.value is None) == (judged.outcome is Outcome.REFUSED)
        assert judged.place == Place("3月", 3)
    assert outcomes == {Outcome.REFUSED, Outcome.HELD}
