"""What a base says of what it did: possible days, people, hours, a word of the recipient's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from center.domain.base_request import Served, check_served
from shared.domain.service_record import Evaluation
from shared.errors import InvalidError

ASKED, TODAY = date(2025, 2, 3), date(2025, 2, 5)
DONE = Served(date(2025, 2, 4), 2, 24, Evaluation.DISSATISFIED)


def test_it_travels_without_a_signature() -> None:
    assert check_served(DONE, ASKED, TODAY) == {
        "served_on": date(2025, 2, 4),
        "people": 2,
        "hours": 24,
        "evaluation": "dissatisfied",
        "signature": "",
    }
    for day in (ASKED, TODAY):
        assert check_served(replace(DONE, served_on=day), ASKED, TODAY)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("served_on", date(2025, 2, 2)),
        ("served_on", date(2025, 2, 6)),
        ("people", 0),
        ("people", 201),
        ("hours", 0),
        ("hours", 25),
        ("evaluation", Evaluation.NONE),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(field: str, value: Any) -> None:
    with pytest.raises(InvalidError) as refused:
        check_served(replace(DONE, **{field: value}), ASKED, TODAY)
    assert refused.value.values["field"] == field
