"""What a base of the center did of a request: when, how many, how long, what was said of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from shared.domain.service_record import Evaluation
from shared.errors import InvalidError

MOST_PEOPLE: Final = 200
MOST_HOURS: Final = 12
"""Of one person on a day."""


@dataclass(frozen=True)
class Served:
    """Whole hours of all people together; what the recipient said, who signs on paper there."""

    served_on: date
    people: int
    hours: int
    evaluation: Evaluation


def check_served(served: Served, asked_on: date, today: date) -> dict[str, Any]:
    """As an outcome travels; refuses days before it was asked or to come, and odd figures."""
    if not asked_on <= served.served_on <= today:
        raise InvalidError("base_request.day", field="served_on")
    if not 1 <= served.people <= MOST_PEOPLE:
        raise InvalidError("base_request.people", most=MOST_PEOPLE, field="people")
    if not 1 <= served.hours <= served.people * MOST_HOURS:
        raise InvalidError("base_request.hours", most=MOST_HOURS, field="hours")
    if served.evaluation is Evaluation.NONE:
        raise InvalidError("base_request.evaluation", field="evaluation")
    return {**vars(served), "signature": ""}
