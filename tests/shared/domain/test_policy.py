"""The policy of a year."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shared.domain.policy import DeadlineRule, Policy, default_policy
from shared.errors import InvalidError


def test_the_defaults_are_the_plans() -> None:
    policy = default_policy(2025)
    assert (policy.points_per_hour, policy.star_steps) == (5, (300, 600, 900))
    assert (policy.second_officer_over_hours, policy.refused_over_hours) == (8, 12)
    assert policy.training_minutes == 12 * 60
    assert policy.notice_working_days == 5 and not policy.paid_earns_points


def test_a_policy_travels_as_whole_numbers_and_strings() -> None:
    policy = Policy(2026, paid_earns_points=True, deadline_rule=DeadlineRule.NEXT_WORKING_DAY)
    sent = json.loads(json.dumps(policy.to_dict()))
    assert Policy.from_dict(sent | {"of_a_later_version": 1}) == policy


def test_missing_keys_are_the_plans() -> None:
    assert Policy.from_dict({"year": 2026}) == default_policy(2026)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "year"),
        ({"year": "2025"}, "year"),
        ({"year": 2025, "points_per_hour": 0}, "points_per_hour"),
        ({"year": 2025, "points_per_hour": 4.5}, "points_per_hour"),
        ({"year": 2025, "rounding_minute": 61}, "rounding_minute"),
        ({"year": 2025, "paid_earns_points": 2}, "paid_earns_points"),
        ({"year": 2025, "star_steps": [300, 300, 900]}, "star_steps"),
        ({"year": 2025, "star_steps": [0, 300, 900]}, "star_steps"),
        ({"year": 2025, "star_steps": [300, 600]}, "star_steps"),
        ({"year": 2025, "star_steps": [300, 600, "900"]}, "star_steps"),
        ({"year": 2025, "star_steps": 300}, "star_steps"),
        ({"year": 2025, "deadline_rule": "some_day"}, "deadline_rule"),
        ({"year": 2025, "second_officer_over_hours": 13}, "second_officer_over_hours"),
    ],
)
def test_a_figure_out_of_bounds_is_named(data: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidError) as refused:
        Policy.from_dict(data)
    assert refused.value.code == "policy.bad_value"
    assert refused.value.values["field"] == field
