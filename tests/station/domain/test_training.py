"""What was offered, what each attended, and the year's pace: three figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from shared.domain.life_cycle import move
from shared.domain.policy import default_policy
from shared.domain.training import Cell, Kind, Strand
from shared.errors import ConflictError, InvalidError
from station.domain.training import (
    NEXT,
    Attendee,
    Held,
    Pace,
    Status,
    Training,
    check_training,
    minutes_of,
    pace,
    table_of,
)

ANN, BERT = UUID(int=1), UUID(int=2)
TODAY = date(2025, 10, 22)
TRAINING = Training(
    "急救",
    Kind.TARGETED,
    Strand.SKILL,
    TODAY,
    120,
    "吴医生",
    (Attendee(ANN), Attendee(BERT, 60)),
)
POLICY = default_policy(2025)


def test_who_came_for_a_part_has_their_own_minutes() -> None:
    check_training(TRAINING, TODAY)
    assert minutes_of(TRAINING) == {ANN: 120, BERT: 60}


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"topic": " "}, "training.needs_text", "topic"),
        ({"trainer": ""}, "training.needs_text", "trainer"),
        ({"day": date(2025, 10, 23)}, "training.in_future", "day"),
        ({"minutes": 0}, "training.bad_minutes", "minutes"),
        ({"minutes": 1441}, "training.bad_minutes", "minutes"),
        ({"rows": (Attendee(ANN), Attendee(ANN, 60))}, "training.named_twice", "rows"),
        ({"rows": (Attendee(ANN, 0),)}, "training.bad_attended", "rows"),
        ({"rows": (Attendee(ANN, 121),)}, "training.bad_attended", "rows"),
    ],
)
def test_a_session_is_refused_by_the_field_to_mend(
    changes: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        check_training(replace(TRAINING, **changes), TODAY)
    assert (refused.value.code, refused.value.values["field"]) == (code, field)


def test_sessions_attendances_and_people_are_three_figures_of_a_cell() -> None:
    held = [
        Held(Kind.TARGETED, Strand.SKILL, 120, {ANN: 120, BERT: 60}),
        Held(Kind.CONCENTRATED, Strand.PARTY_SPIRIT, 90, {ANN: 90}),
        Held(Kind.TARGETED, Strand.SKILL, 60, {ANN: 60}),
        Held(Kind.TARGETED, Strand.PARTY_SPIRIT, 60, {}),
    ]
    assert list(table_of(held).items()) == [
        ((Kind.CONCENTRATED, Strand.PARTY_SPIRIT), Cell(1, 90, 1, 1, 90)),
        ((Kind.TARGETED, Strand.PARTY_SPIRIT), Cell(1, 60, 0, 0, 0)),
        ((Kind.TARGETED, Strand.SKILL), Cell(2, 180, 3, 2, 240)),
    ]


def test_the_pace_runs_from_new_year_or_the_approval_to_the_years_end() -> None:
    whole = date(2024, 3, 1)
    assert pace(360, whole, date(2025, 12, 31), POLICY) == Pace(360, 720, 360)
    half = pace(354, whole, date(2025, 6, 30), POLICY)
    assert (half.due, half.missing, half.lags) == (357, 366, True)
    assert not pace(357, whole, date(2025, 6, 30), POLICY).lags
    joined = date(2025, 7, 1)
    assert pace(0, joined, date(2025, 6, 30), POLICY).due == 0
    assert pace(0, joined, date(2025, 7, 1), POLICY).due == 720 // 184
    assert pace(800, joined, date(2026, 5, 1), POLICY) == Pace(800, 720, 0)
    assert pace(0, date(2026, 1, 1), date(2026, 1, 5), POLICY).due == 0


def test_a_session_is_taken_back_once() -> None:
    assert move(NEXT, Status.HELD, Status.VOIDED) is Status.VOIDED
    with pytest.raises(ConflictError, match="not_movable"):
        move(NEXT, Status.VOIDED, Status.HELD)
