"""Record rows: each reason, their order, and what weighs on later rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from shared.domain.month import Month
from shared.domain.policy import default_policy
from shared.domain.registration import Interval
from shared.domain.service_record import Category, Evaluation, Form
from shared.errors import InvalidError
from station.domain.outcome import Judged, Outcome, Place, Reason
from station.domain.record_judgement import check_entered, judge_records
from station.domain.service_record import Record, RecordRow, Situation, Volunteer

JUAN = Volunteer(UUID(int=1), "王娟", "0038", date(2024, 3, 10))
TWIN = Volunteer(UUID(int=2), "王娟", "1841", date(2024, 3, 10))
XIU = Volunteer(UUID(int=3), "邹秀", "1708", date(2025, 3, 5))
WAITING = Volunteer(UUID(int=4), "文勇", "1275", None)
RESTED = Volunteer(
    UUID(int=5),
    "范燕",
    "0920",
    date(2024, 3, 10),
    (Interval(date(2024, 3, 10), date(2025, 2, 28)), Interval(date(2025, 4, 1))),
)
SITUATION = Situation(
    (JUAN, TWIN, XIU, WAITING, RESTED), (), default_policy(2025), date(2025, 3, 20)
)
CELLS: dict[str, Any] = {
    "name": "邹秀",
    "date": "2025.3.5",
    "start": "8:00",
    "end": "10:00",
    "category": "便民",
    "form": "集中",
    "location": "敬老院",
    "content": "义务维修",
    "evaluation": "满意",
    "certifier": "王书记",
}


def row(number: int = 3, **cells: Any) -> RecordRow:
    return RecordRow(Place("3月", number), Month(2025, 3), 2025, **CELLS | cells)


def judge(*rows: RecordRow, **situation: Any) -> list[Judged[Record]]:
    return judge_records(rows, replace(SITUATION, **situation))


def reasons(*rows: RecordRow, **situation: Any) -> list[Reason | None]:
    return [judged.reason for judged in judge(*rows, **situation)]


def test_an_accepted_row_is_a_record_with_the_blanks_filled_in() -> None:
    (judged,) = judge(row(pause=10.0))
    assert judged.outcome is Outcome.ACCEPTED
    assert judged.value == Record(
        volunteer=XIU.id,
        date=date(2025, 3, 5),
        start="08:00",
        end="10:00",
        pause=10,
        hours=2,
        category=Category.CONVENIENCE,
        form=Form.GROUP,
        location="敬老院",
        content="义务维修",
        signed=False,
        evaluation=Evaluation.SATISFIED,
        paid=False,
        certifier="王书记",
        second_officer="",
    )


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"name": "无此人"}, Reason.UNKNOWN_VOLUNTEER),
        ({"name": None}, Reason.UNKNOWN_VOLUNTEER),
        ({"last_four": "9999"}, Reason.UNKNOWN_VOLUNTEER),
        ({"name": "王娟"}, Reason.AMBIGUOUS_NAME),
        ({"date": "2025年3月32日"}, Reason.BAD_DATE),
        ({"date": "2024.3.5"}, Reason.NOT_THIS_MONTH),
        ({"start": "上午"}, Reason.BAD_TIME),
        ({"end": None}, Reason.BAD_TIME),
        ({"pause": "一会儿"}, Reason.BAD_TIME),
        ({"pause": -10}, Reason.BAD_TIME),
        ({"category": "其他"}, Reason.BAD_CATEGORY),
        ({"form": "其他形式"}, Reason.BAD_FORM),
        ({"hours": "两小时"}, Reason.BAD_HOURS),
        ({"hours": 0}, Reason.BAD_HOURS),
        ({"hours": 1.5}, Reason.BAD_HOURS),
        ({"evaluation": "还行"}, Reason.BAD_EVALUATION),
        ({"paid": "也许"}, Reason.BAD_PAID),
        ({"certifier": None}, Reason.NO_CERTIFIER),
        ({"start": "10:00", "end": "8:00"}, Reason.END_BEFORE_START),
        ({"date": "2025-03-04"}, Reason.BEFORE_APPROVAL),
        ({"name": "文勇"}, Reason.BEFORE_APPROVAL),
        ({"date": "2025-03-21"}, Reason.IN_FUTURE),
        ({"name": "范燕"}, Reason.NOT_IN_SERVICE),
        ({"end": "8:29"}, Reason.TOO_SHORT),
        ({"pause": 200}, Reason.TOO_SHORT),
        ({"hours": 3}, Reason.HOURS_EXCEED_TIME),
        ({"form": "派单"}, Reason.NOT_SIGNED),
        ({"certifier": "邹 秀"}, Reason.SELF_CERTIFIED),
        ({"start": "8:00", "end": "22:00"}, Reason.OVER_DAILY_LIMIT),
    ],
)
def test_a_row_is_refused_for_its_first_reason(cells: dict[str, Any], reason: Reason) -> None:
    (judged,) = judge(row(**cells))
    assert (judged.outcome, judged.reason, judged.value) == (Outcome.REFUSED, reason, None)


ORDER: list[tuple[dict[str, Any], Reason]] = [
    ({"name": "无此人"}, Reason.UNKNOWN_VOLUNTEER),
    ({"date": "2025-3-40"}, Reason.BAD_DATE),
    ({"start": "上午"}, Reason.BAD_TIME),
    ({"category": "其他"}, Reason.BAD_CATEGORY),
    ({"form": "其他"}, Reason.BAD_FORM),
    ({"hours": "两小时"}, Reason.BAD_HOURS),
    ({"evaluation": "还行"}, Reason.BAD_EVALUATION),
    ({"certifier": None}, Reason.NO_CERTIFIER),
]


def test_of_several_reasons_the_first_in_the_readmes_order_counts() -> None:
    for number, (_, reason) in enumerate(ORDER):
        wrong: dict[str, Any] = {}
        for cells, _ in ORDER[number:]:
            wrong |= cells
        assert reasons(row(**wrong)) == [reason]


def test_a_signed_dispatched_row_passes_and_fewer_hours_than_the_time_are_as_claimed() -> None:
    (judged,) = judge(row(form="派单", signed="已签字", hours=1))
    assert judged.value and judged.value.hours == 1


def test_the_day_of_approval_counts_and_so_does_today_until_now() -> None:
    assert reasons(row()) == [None]
    assert reasons(row(date="2025-03-20"), clock="10:00") == [None]
    assert reasons(row(date="2025-03-20"), clock="09:59") == [Reason.IN_FUTURE]


def test_last_four_places_tell_namesakes_apart() -> None:
    (judged,) = judge(row(name="王娟", last_four="1841"))
    assert judged.value and judged.value.volunteer == TWIN.id


def test_two_of_one_name_and_one_last_four_stay_ambiguous() -> None:
    people = (JUAN, replace(TWIN, last_four="0038"))
    assert reasons(row(name="王娟", last_four=38), volunteers=people) == [Reason.AMBIGUOUS_NAME]


def test_touching_rows_pass_and_overlapping_ones_do_not() -> None:
    later = row(start="10:00", end="11:00")
    over = row(start="10:30", end="11:30")
    assert reasons(row(), later, over) == [None, None, Reason.OVERLAP]


def test_a_refused_row_weighs_on_nothing() -> None:
    assert reasons(row(category="其他"), row()) == [Reason.BAD_CATEGORY, None]


def test_held_rows_count_in_overlap_and_in_the_days_total() -> None:
    day = [
        row(start="08:00", end="16:00"),
        row(start="18:00", end="20:00"),
        row(start="19:00", end="20:00"),
        row(start="20:00", end="23:00", second_officer="李副书记"),
        row(start="20:00", end="22:00", second_officer="李副书记"),
    ]
    judged = judge(*day)
    assert [item.reason for item in judged] == [
        None,
        Reason.NEEDS_SECOND_OFFICER,
        Reason.OVERLAP,
        Reason.OVER_DAILY_LIMIT,
        None,
    ]
    assert judged[1].outcome is Outcome.HELD and judged[1].value


def test_a_second_officer_is_neither_the_certifier_nor_the_volunteer() -> None:
    for second in ("王书记", "邹秀"):
        long = row(end="17:00", second_officer=second)
        assert reasons(long) == [Reason.NEEDS_SECOND_OFFICER]


def test_a_late_row_is_held_and_one_of_a_month_not_due_is_not() -> None:
    (judged,) = judge(row(), late_before=date(2025, 4, 1))
    assert (judged.outcome, judged.reason) == (Outcome.HELD, Reason.LATE)
    assert reasons(row(), late_before=date(2025, 3, 1)) == [None]


def test_without_a_known_month_the_files_year_still_holds() -> None:
    free = replace(row(), month=None)
    assert reasons(free) == [None]
    assert reasons(replace(free, date="2024-03-05")) == [Reason.NOT_THIS_MONTH]
    assert reasons(replace(free, year=None, date="2024-03-12", name="王娟", last_four=38)) == [None]


def test_a_row_of_an_earlier_import_is_already_there_and_never_an_overlap() -> None:
    kept = [judged.value for judged in judge(row(), row(start="10:00", end="12:00"))]
    again = judge(
        row(),
        row(start="10:00", end="12:00", category="困难帮扶", content="打扫"),
        row(category="其他"),
        row(start="09:00", end="11:00"),
        existing=kept,
    )
    assert [judged.outcome for judged in again] == [
        Outcome.ALREADY_THERE,
        Outcome.ALREADY_THERE,
        Outcome.ALREADY_THERE,
        Outcome.REFUSED,
    ]
    assert [judged.differences for judged in again[:3]] == [
        (),
        ("category", "content"),
        ("bad_category",),
    ]
    assert again[3].reason is Reason.OVERLAP
    assert [judged.value for judged in again[:2]] == kept


def test_a_whole_import_repeated_writes_nothing() -> None:
    rows = [row(start=f"{hour:02d}:00", end=f"{hour + 1:02d}:00") for hour in range(8, 18)]
    first = judge(*rows)
    kept = [judged.value for judged in first if judged.value]
    assert {judged.outcome for judged in judge(*rows, existing=kept)} == {Outcome.ALREADY_THERE}


def test_a_record_that_a_person_enters_is_held_or_refused_by_the_same_rules() -> None:
    (judged,) = judge(row())
    assert judged.value and check_entered(judged.value, XIU, SITUATION) is None
    long = replace(judged.value, end="17:00", hours=9)
    assert check_entered(long, XIU, SITUATION) is Reason.NEEDS_SECOND_OFFICER
    with pytest.raises(InvalidError) as refused:
        check_entered(replace(judged.value, certifier="邹秀"), XIU, SITUATION)
    assert refused.value.code == Reason.SELF_CERTIFIED
