"""The policy of a year: the figures that the plan or the association sets (domain.md 6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from itertools import pairwise
from typing import Any

from shared.errors import InvalidError


class DeadlineRule(StrEnum):
    """When a monthly report is due; the last two move a deadline off a day of rest."""

    BEFORE_FIRST_WEDNESDAY = "before_first_wednesday"
    ON_FIRST_WEDNESDAY = "on_first_wednesday"
    NEXT_WORKING_DAY = "next_working_day"
    PREVIOUS_WORKING_DAY = "previous_working_day"


# lowest and highest of each whole number
_BOUNDS: Mapping[str, tuple[int, int]] = {
    "year": (1900, 9998),
    "points_per_hour": (1, 1000),
    "rounding_minute": (1, 60),
    "paid_earns_points": (0, 1),
    "second_officer_over_hours": (1, 24),
    "refused_over_hours": (1, 24),
    "late_after_days": (0, 366),
    "notice_working_days": (0, 60),
    "training_minutes": (0, 60_000),
}


@dataclass(frozen=True)
class Policy:
    """One year's figures; a year's result is always computed with that year's policy."""

    year: int
    points_per_hour: int = 5
    star_steps: tuple[int, int, int] = (300, 600, 900)
    rounding_minute: int = 30  # from this minute on, a begun hour counts as one
    paid_earns_points: bool = False
    second_officer_over_hours: int = 8
    refused_over_hours: int = 12
    late_after_days: int = 0  # days after the report was due
    deadline_rule: DeadlineRule = DeadlineRule.BEFORE_FIRST_WEDNESDAY
    notice_working_days: int = 5  # 0: no 公示
    training_minutes: int = 720

    def __post_init__(self) -> None:
        """Refuse figures out of bounds: InvalidError `policy.bad_value` names the field."""
        for name, (low, high) in _BOUNDS.items():
            value = getattr(self, name)
            if not isinstance(value, int) or not low <= value <= high:
                raise InvalidError("policy.bad_value", field=name, low=low, high=high)
        if not _are_steps(self.star_steps):
            raise InvalidError("policy.bad_value", field="star_steps")
        if not isinstance(self.deadline_rule, DeadlineRule):
            raise InvalidError("policy.bad_value", field="deadline_rule")
        if self.second_officer_over_hours > self.refused_over_hours:
            raise InvalidError("policy.bad_value", field="second_officer_over_hours")

    def to_dict(self) -> dict[str, Any]:
        """As it travels: whole numbers, one list of them, strings."""
        return asdict(self) | {
            "star_steps": list(self.star_steps),
            "paid_earns_points": int(self.paid_earns_points),
            "deadline_rule": str(self.deadline_rule),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Policy:
        """Read what travelled: unknown keys are ignored, missing ones are the plan's."""
        values = {field.name: data[field.name] for field in fields(cls) if field.name in data}
        if "year" not in values:
            raise InvalidError("policy.bad_value", field="year")
        if isinstance(steps := values.get("star_steps"), list):
            values["star_steps"] = tuple(steps)
        if values.get("paid_earns_points") in (0, 1):
            values["paid_earns_points"] = bool(values["paid_earns_points"])
        if values.get("deadline_rule") in set(DeadlineRule):
            values["deadline_rule"] = DeadlineRule(values["deadline_rule"])
        return cls(**values)


def _are_steps(steps: object) -> bool:
    if not isinstance(steps, tuple) or len(steps) != 3:
        return False
    ascending = (0, *steps)
    if not all(isinstance(step, int) for step in steps):
        return False
    return all(low < high for low, high in pairwise(ascending))


def default_policy(year: int) -> Policy:
    """The plan's own figures (六.5, domain.md 5 and 6)."""
    return Policy(year)
