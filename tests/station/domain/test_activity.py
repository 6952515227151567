"""What an activity's plan must say, and where its life leads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from shared.domain.life_cycle import move
from shared.domain.service_record import Category, Form
from shared.errors import ConflictError, InvalidError
from station.domain.activity import NEXT, Plan, Status, check_plan, planned_minutes

PLAN = Plan(
    "重阳敬老", Category.HARDSHIP_AID, "敬老院", "打扫院子", date(2025, 10, 18), "08:30", "11:00"
)


def test_a_plan_that_says_what_where_and_when_is_good() -> None:
    check_plan(PLAN)
    check_plan(replace(PLAN, form=Form.FIXED_POINT, is_dangerous=True, insured=True))
    assert planned_minutes(replace(PLAN, break_minutes=20)) == 130


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"title": " "}, "activity.needs_text", "title"),
        ({"place": ""}, "activity.needs_text", "place"),
        ({"content": ""}, "activity.needs_text", "content"),
        ({"form": Form.DISPATCHED}, "activity.bad_form", "form"),
        ({"end": "08:30"}, "activity.bad_time", "end"),
        ({"break_minutes": 150}, "activity.bad_time", "end"),
        ({"is_dangerous": True}, "activity.needs_insurance", "insured"),
    ],
)
def test_a_plan_is_refused_by_the_field_to_mend(
    changes: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        check_plan(replace(PLAN, **changes))
    assert (refused.value.code, refused.value.values["field"]) == (code, field)


def test_what_was_held_is_voided_and_never_cancelled() -> None:
    assert move(NEXT, Status.PLANNED, Status.HELD) is Status.HELD
    assert move(NEXT, Status.HELD, Status.HELD) is Status.HELD
    assert move(NEXT, Status.HELD, Status.VOIDED) is Status.VOIDED
    assert move(NEXT, Status.PLANNED, Status.CANCELLED) is Status.CANCELLED
    for status, to in (
        (Status.HELD, Status.CANCELLED),
        (Status.CANCELLED, Status.HELD),
        (Status.VOIDED, Status.HELD),
        (Status.PLANNED, Status.VOIDED),
    ):
        with pytest.raises(ConflictError, match="not_movable"):
            move(NEXT, status, to)
