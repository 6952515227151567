"""What a draft report lacks, in the order in which it is settled; the signature waits for some."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shared.domain.month import Month
from station.domain.month_check import Draft, Level, Waiting, blocking, month_checks

GOOD = Draft(
    month=Month(2025, 10),
    is_over=True,
    waiting=Waiting(),
    group_activities=4,
    records=91,
    late=0,
    unattended=0,
    trainings=2,
    summary="本月……",
    photos=3,
)


def told(draft: Draft) -> list[tuple[str, str]]:
    return [(check.code, str(check.level)) for check in month_checks(draft)]


def test_a_month_in_order_is_all_ticks_and_nothing_blocks() -> None:
    assert told(GOOD) == [
        ("certifier", "done"),
        ("group", "done"),
        ("training", "done"),
        ("photo", "done"),
    ]
    assert blocking(month_checks(GOOD)) == []
    assert {check.link for check in month_checks(GOOD)} == {""}


@pytest.mark.parametrize(
    ("changes", "code", "level", "values", "link"),
    [
        ({"is_over": False}, "not_over", "blocks", {"day": "2025-11-01"}, ""),
        (
            {"waiting": Waiting(certifier=17)},
            "certifier",
            "blocks",
            {"count": 17, "records": 91},
            "certification",
        ),
        ({"waiting": Waiting(held=6)}, "held", "warns", {"count": 6}, "certification"),
        ({"waiting": Waiting(second_officer=2)}, "second_officer", "warns", {"count": 2}, "second"),
        ({"waiting": Waiting(signature=1)}, "signature", "warns", {"count": 1}, "slip"),
        (
            {"waiting": Waiting(unevaluated=3, unevaluated_hours=7)},
            "unevaluated",
            "warns",
            {"count": 3, "hours": 7},
            "evaluation",
        ),
        ({"late": 5}, "late", "warns", {"count": 5}, "late"),
        ({"unattended": 1}, "unattended", "warns", {"count": 1}, "attendance"),
        ({"group_activities": 0}, "group", "warns", {}, "activity"),
        ({"group_activities": 0, "exempt": "暑假"}, "exempt", "done", {"reason": "暑假"}, ""),
        ({"summary": " "}, "summary", "blocks", {}, "summary"),
        ({"photos": 0}, "photo", "blocks", {"count": 0}, "photo"),
        ({"uncaptioned": 3}, "uncaptioned", "blocks", {"count": 3}, "photo"),
        ({"uncaptioned": 1}, "uncaptioned", "warns", {"count": 1}, "photo"),
        (
            {"photos": 0, "no_photo_reason": "相机坏了"},
            "no_photo",
            "done",
            {"reason": "相机坏了"},
            "",
        ),
    ],
)
def test_each_point_says_how_many_and_what_settles_it(
    changes: dict[str, Any], code: str, level: str, values: dict[str, Any], link: str
) -> None:
    checks = month_checks(replace(GOOD, **changes))
    [check] = [one for one in checks if one.code == code]
    assert (check.level, check.values, check.link) == (Level(level), values, link)
    assert blocking(checks) == ([check] if level == "blocks" else [])


def test_a_month_without_training_says_nothing_of_it() -> None:
    assert "training" not in [code for code, _ in told(replace(GOOD, trainings=0))]
