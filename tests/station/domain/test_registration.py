"""Registrations of a workbook."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from shared.domain.registration import Status
from shared.domain.service_record import Category
from station.domain.outcome import Outcome, Place, Reason
from station.domain.registration import RegistrationRow, Situation, judge_registrations

TODAY = date(2026, 1, 5)
NUMBER = "130204197612160038"
SITUATION = Situation({NUMBER: "王娟"}, {}, TODAY)
CELLS: dict[str, Any] = {
    "name": "王 娟",
    "id_number": NUMBER,
    "specialities": "无",
    "categories": "困难帮扶服务、便民",
    "free_times": "周六上午",
    "applied": "2024-03-01",
    "decision": "通过",
    "decided": date(2024, 3, 10),
}


def row(**cells: Any) -> RegistrationRow:
    return RegistrationRow(Place("登记表", 3), **CELLS | cells)


def test_an_accepted_row_is_a_claim() -> None:
    (judged,) = judge_registrations([row()], SITUATION)
    assert judged.outcome is Outcome.ACCEPTED and judged.value
    assert judged.value.decided == date(2024, 3, 10)
    assert judged.value.categories == (Category.HARDSHIP_AID, Category.CONVENIENCE)
    assert judged.value.specialities == ()


def test_a_row_without_a_decision_is_submitted() -> None:
    (judged,) = judge_registrations([row(decision=None, decided=None)], SITUATION)
    assert judged.value and judged.value.decision is Status.SUBMITTED
    (dated,) = judge_registrations([row(decision="待审核")], SITUATION)
    assert dated.value and dated.value.decided is None


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"id_number": 1.3e17}, Reason.BAD_ID_NUMBER),
        ({"id_number": "130204198003061805"}, Reason.NOT_ON_ROSTER),
        ({"name": "文勇"}, Reason.NOT_ON_ROSTER),
        ({"applied": None}, Reason.BAD_DATE),
        ({"applied": "2024-02-30"}, Reason.BAD_DATE),
        ({"decided": "2024年2月1日"}, Reason.BAD_DATE),
        ({"decided": "不日"}, Reason.BAD_DATE),
        ({"decided": None}, Reason.BAD_DATE),
        ({"decision": "再议"}, Reason.BAD_DECISION),
    ],
)
def test_a_row_is_refused_for_its_first_reason(cells: dict[str, Any], reason: Reason) -> None:
    (judged,) = judge_registrations([row(**cells)], SITUATION)
    assert (judged.outcome, judged.reason) == (Outcome.REFUSED, reason)


def test_one_whose_day_is_to_come_is_held_as_a_draft() -> None:
    (judged,) = judge_registrations([row(applied="2026-02-01", decided="2026-02-10")], SITUATION)
    assert (judged.outcome, judged.reason) == (Outcome.HELD, Reason.IN_FUTURE)
    assert judged.value and judged.value.applied == date(2026, 2, 1)


def test_unknown_categories_refuse_nobody() -> None:
    (judged,) = judge_registrations([row(categories="其他、便民")], SITUATION)
    assert judged.value and judged.value.categories == (Category.CONVENIENCE,)


def test_a_paper_decision_dated_after_today_is_no_fault_of_the_row() -> None:
    (judged,) = judge_registrations([row(decided="2026年2月1日")], SITUATION)
    assert judged.outcome is Outcome.ACCEPTED


def test_a_number_counts_once() -> None:
    judged = judge_registrations([row(), row()], SITUATION)
    assert judged[1].reason is Reason.DUPLICATE_ID_NUMBER


def test_a_repeated_import_shows_what_is_there_and_what_differs() -> None:
    (first,) = judge_registrations([row()], SITUATION)
    assert first.value
    again = Situation(SITUATION.roster, {NUMBER: first.value}, TODAY)
    same, other = (
        judge_registrations([cells], again)[0] for cells in (row(), row(specialities="书法"))
    )
    assert (same.outcome, same.differences) == (Outcome.ALREADY_THERE, ())
    assert (other.outcome, other.differences) == (Outcome.ALREADY_THERE, ("specialities",))
