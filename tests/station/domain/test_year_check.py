"""What a year lacks before it is sealed: the open months stop it, the rest is said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shared.domain.month import Month
from shared.domain.year import Status
from station.domain.month_check import Level, Waiting
from station.domain.year_check import YearDraft, year_checks

GOOD = YearDraft(2025, Status.OPEN, is_over=True)


def test_a_year_in_order_lacks_the_seal_alone() -> None:
    found = [(check.code, check.level, check.link) for check in year_checks(GOOD)]
    assert found == [("months", Level.DONE, ""), ("seal", Level.WARNS, "year")]
    for status in (Status.SEALED, Status.REPORTED, Status.FORWARDED, Status.CLOSED):
        last = year_checks(replace(GOOD, status=status))[-1]
        assert (last.code, last.level, last.values) == ("seal", Level.DONE, {"year": 2025})


def test_a_running_year_is_not_over_and_says_no_more_of_its_months() -> None:
    codes = [check.code for check in year_checks(replace(GOOD, is_over=False))]
    assert codes == ["year_not_over", "seal"]


@pytest.mark.parametrize(
    ("changes", "code", "level", "values", "link"),
    [
        (
            {"open_months": (Month(2025, 11), Month(2025, 12))},
            "months",
            "blocks",
            {"count": 2, "months": "2025-11、2025-12"},
            "month",
        ),
        (
            {"amendments": (Month(2025, 3),)},
            "amendments",
            "warns",
            {"count": 1, "months": "2025-03"},
            "month",
        ),
        (
            {"waiting": Waiting(certifier=1, held=2)},
            "year_certifier",
            "warns",
            {"count": 3},
            "certification",
        ),
        (
            {"waiting": Waiting(second_officer=2)},
            "year_second_officer",
            "warns",
            {"count": 2},
            "second",
        ),
        ({"waiting": Waiting(signature=3)}, "year_signature", "warns", {"count": 3}, "slip"),
        (
            {"waiting": Waiting(unevaluated=4, unevaluated_hours=9)},
            "year_unevaluated",
            "warns",
            {"count": 4, "hours": 9},
            "evaluation",
        ),
        ({"contests": 1}, "contests", "warns", {"count": 1}, "contest"),
        (
            {"status": Status.RETURNED, "return_reason": "五月不符"},
            "returned",
            "blocks",
            {"reason": "五月不符"},
            "year",
        ),
    ],
)
def test_each_point_says_how_many_and_what_settles_it(
    changes: dict[str, Any], code: str, level: str, values: dict[str, Any], link: str
) -> None:
    [check] = [one for one in year_checks(replace(GOOD, **changes)) if one.code == code]
    assert (check.level, check.values, check.link) == (Level(level), values, link)
