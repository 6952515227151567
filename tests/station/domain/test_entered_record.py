"""What a record is when nothing but its service is entered."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date
from uuid import UUID

import pytest

from shared.domain.service_record import Category, Evaluation, Form
from station.domain.entered_record import Entered, NewRecord
from station.domain.outcome import Outcome

ROW = NewRecord(
    UUID(int=1),
    date(2025, 1, 20),
    "08:00",
    "10:00",
    Category.KEY_WORK,
    Form.GROUP,
    "广场",
    "宣讲",
)


def test_blank_means_not_evaluated_unpaid_unsigned_and_open_to_any_officer() -> None:
    assert (ROW.evaluation, ROW.paid, ROW.evidence) == (Evaluation.NONE, False, "")
    assert (ROW.hours, ROW.break_minutes, ROW.late_reason) == (None, 0, "")
    assert (ROW.certifier, ROW.second_officer) == (None, None)


def test_what_was_judged_stays_as_it_was() -> None:
    refused = Entered(Outcome.REFUSED)
    assert (refused.finding, refused.record, refused.split) == (None, None, ())
    with pytest.raises(FrozenInstanceError):
        refused.record = UUID(int=2)
