"""What is taken for granted of volunteers, records and the day where nothing else is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from shared.domain.policy import default_policy
from shared.domain.registration import Interval
from shared.domain.service_record import Category, Evaluation, Form
from shared.errors import InvalidError
from station.domain.outcome import Reason
from station.domain.record_judgement import check_entered
from station.domain.service_record import Record, Situation, Volunteer

XIU = Volunteer(UUID(int=3), "邹秀", "1708", date(2025, 3, 5))
TODAY = date(2025, 3, 20)
SITUATION = Situation((XIU,), (), default_policy(2025), TODAY)
RECORD = Record(
    volunteer=XIU.id,
    date=TODAY,
    start="22:00",
    end="24:00",
    pause=0,
    hours=2,
    category=Category.CONVENIENCE,
    form=Form.GROUP,
    location="敬老院",
    content="义务维修",
    signed=False,
    evaluation=Evaluation.NONE,
    paid=False,
    certifier="王书记",
    second_officer="",
)


def refusal(record: Record, volunteer: Volunteer, situation: Situation = SITUATION) -> str:
    with pytest.raises(InvalidError) as refused:
        check_entered(record, volunteer, situation)
    return refused.value.code


def test_without_a_clock_the_whole_of_today_has_passed_and_tomorrow_has_not() -> None:
    assert check_entered(RECORD, XIU, SITUATION) is None
    assert refusal(RECORD, XIU, replace(SITUATION, clock="23:59")) == Reason.IN_FUTURE
    assert refusal(replace(RECORD, date=date(2025, 3, 21)), XIU) == Reason.IN_FUTURE


def test_without_intervals_a_volunteer_serves_from_the_day_of_approval_on() -> None:
    first = replace(RECORD, date=date(2025, 3, 5))
    assert check_entered(first, XIU, SITUATION) is None
    assert refusal(replace(RECORD, date=date(2025, 3, 4)), XIU) == Reason.BEFORE_APPROVAL
    gone = replace(XIU, intervals=(Interval(date(2025, 3, 5), date(2025, 3, 10)),))
    assert refusal(RECORD, gone) == Reason.NOT_IN_SERVICE


def test_who_is_not_approved_yet_has_no_day_of_service() -> None:
    assert refusal(RECORD, replace(XIU, approved=None)) == Reason.BEFORE_APPROVAL


def test_while_months_are_taken_over_from_paper_nothing_is_late() -> None:
    old = replace(RECORD, date=date(2025, 3, 5))
    assert check_entered(old, XIU, SITUATION) is None
    due = replace(SITUATION, late_before=date(2025, 3, 6))
    assert check_entered(old, XIU, due) is Reason.LATE


def test_a_record_kept_weighs_on_its_own_volunteer_alone() -> None:
    kept = replace(SITUATION, existing=(RECORD,))
    assert refusal(replace(RECORD, start="23:00"), XIU, kept) == Reason.OVERLAP
    other = replace(XIU, id=UUID(int=4))
    assert check_entered(replace(RECORD, volunteer=other.id), other, kept) is None
