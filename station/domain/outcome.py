"""What becomes of a workbook's row, and the reasons in words of code."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

V = TypeVar("V")


class Outcome(StrEnum):
    """Of one row."""

    ACCEPTED = "accepted"
    HELD = "held"
    REFUSED = "refused"
    ALREADY_THERE = "already_there"


class Reason(StrEnum):
    """Why a row isn't accepted, in the order in which they are looked for."""

    NO_NAME = "no_name"
    BAD_ID_NUMBER = "bad_id_number"
    DUPLICATE_ID_NUMBER = "duplicate_id_number"
    NOT_ON_ROSTER = "not_on_roster"
    UNKNOWN_VOLUNTEER = "unknown_volunteer"
    AMBIGUOUS_NAME = "ambiguous_name"
    BAD_DATE = "bad_date"
    NOT_THIS_MONTH = "not_this_month"
    BAD_TIME = "bad_time"
    BAD_DECISION = "bad_decision"
    BAD_CATEGORY = "bad_category"
    BAD_FORM = "bad_form"
    BAD_HOURS = "bad_hours"
    BAD_EVALUATION = "bad_evaluation"
    BAD_PAID = "bad_paid"
    NO_CERTIFIER = "no_certifier"
    END_BEFORE_START = "end_before_start"
    BEFORE_APPROVAL = "before_approval"
    IN_FUTURE = "in_future"
    NOT_IN_SERVICE = "not_in_service"
    OVERLAP = "overlap"
    TOO_SHORT = "too_short"
    HOURS_EXCEED_TIME = "hours_exceed_time"
    NOT_SIGNED = "not_signed"
    SELF_CERTIFIED = "self_certified"
    OWN_RECIPIENT = "own_recipient"
    OVER_DAILY_LIMIT = "over_daily_limit"
    NEEDS_SECOND_OFFICER = "needs_second_officer"
    LATE = "late"


@dataclass(frozen=True)
class Place:
    """Where a row stands: the sheet's name and the row as Excel counts it."""

    sheet: str
    row: int


@dataclass(frozen=True)
class Judged(Generic[V]):
    """A row's outcome: its value unless refused, its reason unless accepted or there already.

    `differences` are the fields in which a row that is already there differs from what is kept.
    """

    place: Place
    outcome: Outcome
    value: V | None = None
    reason: Reason | None = None
    differences: tuple[str, ...] = ()
