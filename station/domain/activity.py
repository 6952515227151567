"""An activity that the station plans and holds: what is planned of it, and its life cycle (五)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from shared.domain.service_record import Category, Form, clock_minutes
from shared.errors import InvalidError


class Status(StrEnum):
    """From the plan to what became of it; `held` once attendance was taken."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"
    VOIDED = "voided"


NEXT: Final[Mapping[Status, frozenset[Status]]] = {
    Status.PLANNED: frozenset({Status.HELD, Status.CANCELLED}),
    Status.HELD: frozenset({Status.HELD, Status.VOIDED}),  # held: a further list comes in
}
FORMS: Final = frozenset({Form.GROUP, Form.FIXED_POINT})
_TEXTS: Final = ("title", "place", "content")


@dataclass(frozen=True)
class Plan:
    """What is planned: one day, one time, and for whom (a team, people by name, or both).

    `has_host` where the served place (community, nursing home) evaluates. `places` bounds the
    sign-ups; `key_work` names the key work that it belongs to (二.3).
    """

    title: str
    category: Category
    place: str
    content: str
    day: date
    start: str
    end: str
    form: Form = Form.GROUP
    break_minutes: int = 0
    people: tuple[UUID, ...] = ()
    team: UUID | None = None
    places: int | None = None
    is_dangerous: bool = False
    insured: bool = False
    has_host: bool = False
    key_work: str = ""


def check_plan(plan: Plan) -> None:
    """Refuses blanks, a time that doesn't lie in one day, and danger without insurance."""
    for name in _TEXTS:
        if not getattr(plan, name).strip():
            raise InvalidError("activity.needs_text", field=name)
    if plan.form not in FORMS:
        raise InvalidError("activity.bad_form", field="form")
    if planned_minutes(plan) <= 0:
        raise InvalidError("activity.bad_time", field="end")
    if plan.is_dangerous and not plan.insured:
        raise InvalidError("activity.needs_insurance", field="insured")


def planned_minutes(plan: Plan) -> int:
    """Its planned length with the break taken off; none where it ends before it begins."""
    return clock_minutes(plan.end) - clock_minutes(plan.start) - plan.break_minutes
