"""The monthly group activity, and what waives it."""

import pytest

from center.domain.exemption import Exempted, GroupActivity, check_months, mark
from shared.domain.month import Month
from shared.errors import InvalidError
from tests.center.bureau import A, B
from tests.center.refusal import refused

SUMMER = Exempted(Month(2025, 7), Month(2025, 8))
OWN = Exempted(Month(2025, 2), Month(2025, 2), A)


@pytest.mark.parametrize(
    ("month", "held", "shown"),
    [
        (Month(2025, 3), None, GroupActivity.UNKNOWN),
        (Month(2025, 3), 0, GroupActivity.NONE),
        (Month(2025, 3), 2, GroupActivity.HELD),
        (Month(2025, 7), 0, GroupActivity.EXEMPT),
        (Month(2025, 8), None, GroupActivity.EXEMPT),
        (Month(2025, 8), 1, GroupActivity.HELD),
        (Month(2025, 9), 0, GroupActivity.NONE),
        (Month(2025, 2), 0, GroupActivity.EXEMPT),
    ],
)
def test_a_month_is_held_missing_or_exempt(
    month: Month, held: int | None, shown: GroupActivity
) -> None:
    assert mark(A, month, held, [SUMMER, OWN]) is shown


def test_an_exemption_of_one_station_waives_no_others_month() -> None:
    assert mark(B, Month(2025, 2), 0, [OWN]) is GroupActivity.NONE


def test_months_run_forwards_and_have_a_reason() -> None:
    check_months(Month(2025, 7), Month(2025, 7), "暑假")
    with refused(InvalidError, "exemption.ends_before_beginning"):
        check_months(Month(2025, 8), Month(2025, 7), "暑假")
    with refused(InvalidError, "exemption.no_reason"):
        check_months(Month(2025, 7), Month(2025, 8), " ")
