"""One time for all, a line only where it differs; the list itself is the evidence."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from shared.domain.canonical import digest
from shared.domain.service_record import Evaluation, Form
from shared.errors import InvalidError
from station.domain.attendance import (
    Attendance,
    Attendee,
    capped,
    check_attendance,
    filled_in,
    list_of,
    records_of,
)
from tests.station.domain.test_activity import PLAN

ANN, BERT, CARL, DORA = (UUID(int=number) for number in range(1, 5))
LIST = Attendance(
    (
        Attendee(ANN),
        Attendee(BERT, start="09:00", evaluation=Evaluation.NONE, paid=True),
        Attendee(CARL, forgot=True, carried=False),
        Attendee(DORA, end="10:00", break_minutes=0, hours=1),
    ),
    end="11:30",
    break_minutes=10,
    evaluation=Evaluation.SATISFIED,
    certifier=UUID(int=9),
    second_officer=UUID(int=8),
    late_reason="补录",
)


def test_what_no_line_says_is_as_for_everybody_and_else_as_planned() -> None:
    records = records_of(replace(PLAN, form=Form.FIXED_POINT), LIST)
    assert [(r.start, r.end, r.break_minutes, r.hours) for r in records] == [
        ("08:30", "11:30", 10, None),
        ("09:00", "11:30", 10, None),
        ("08:30", "11:00", 10, None),
        ("08:30", "10:00", 0, 1),
    ]
    assert [(r.evaluation, r.paid) for r in records] == [
        (Evaluation.SATISFIED, False),
        (Evaluation.NONE, True),
        (Evaluation.SATISFIED, False),
        (Evaluation.SATISFIED, False),
    ]
    first = records[0]
    assert (first.day, first.place, first.content) == (PLAN.day, "敬老院", "打扫院子")
    assert (first.category, first.form) == (PLAN.category, Form.FIXED_POINT)
    assert (first.certifier, first.second_officer) == (UUID(int=9), UUID(int=8))
    assert first.late_reason == "补录"
    plain = records_of(PLAN, Attendance((Attendee(ANN),)))
    assert [(r.start, r.end, r.break_minutes) for r in plain] == [("08:30", "11:00", 0)]


def test_the_planned_length_is_the_cap_of_who_forgot_to_sign_out() -> None:
    assert capped("08:30", PLAN) == "11:00"
    assert capped("08:00", PLAN) == "10:30"
    assert capped("09:15", PLAN) == "11:00"
    assert capped("23:00", replace(PLAN, start="22:00", end="24:00")) == "24:00"


def test_every_record_has_the_digest_of_the_whole_list_which_names_nobody() -> None:
    kept = list_of(PLAN, LIST)
    assert {record.evidence for record in records_of(PLAN, LIST)} == {digest(kept)}
    assert [line["carried"] for line in kept["rows"]] == [True, True, False, True]
    assert "敬老院" not in str(kept)
    scanned = replace(LIST, sheet="ab" * 32)
    assert list_of(PLAN, scanned)["sheet"] == "ab" * 32
    assert records_of(PLAN, scanned)[0].evidence != records_of(PLAN, LIST)[0].evidence


def test_a_list_of_nobody_is_refused() -> None:
    check_attendance(LIST)
    with pytest.raises(InvalidError, match="nobody"):
        check_attendance(Attendance(()))


def test_the_form_comes_filled_in_with_lines_only_where_they_differ() -> None:
    records = records_of(PLAN, LIST)
    again = filled_in(records)
    assert (again.start, again.end, again.break_minutes) == ("08:30", "11:30", 10)
    assert (again.evaluation, again.paid) == (Evaluation.SATISFIED, False)
    assert again.rows[0] == Attendee(ANN)
    assert again.rows[1] == Attendee(BERT, start="09:00", evaluation=Evaluation.NONE, paid=True)
    assert again.rows[2] == Attendee(CARL, end="11:00")
    assert again.rows[3] == Attendee(DORA, end="10:00", break_minutes=0, hours=1)
    said = [
        replace(record, certifier=None, second_officer=None, late_reason="") for record in records
    ]
    made = [replace(record, evidence=said[0].evidence) for record in records_of(PLAN, again)]
    assert made == said
    assert filled_in([]) == Attendance(())
