"""A service record: its words, its life cycle, its hours and the day's limit (domain.md 5)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from shared.domain.policy import Policy
from shared.errors import InvalidError

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00")
MIDNIGHT: Final = "24:00"  # a record may end with its day; times are "HH:MM" texts, which sort


class Category(StrEnum):
    """The five categories of service (四.1–5), in the plan's order."""

    CIVIC_EDUCATION = "civic_education"
    CONVENIENCE = "convenience"
    HARDSHIP_AID = "hardship_aid"
    PUBLIC_SERVICE = "public_service"
    KEY_WORK = "key_work"


class Form(StrEnum):
    """The three forms of service (五)."""

    GROUP = "group"
    DISPATCHED = "dispatched"
    FIXED_POINT = "fixed_point"


class Evaluation(StrEnum):
    """What the served said; `none` is a visible third state."""

    SATISFIED = "satisfied"
    DISSATISFIED = "dissatisfied"
    NONE = "none"


class Status(StrEnum):
    """Of a record; a certified one is a ledger entry and only ever voided."""

    SUBMITTED = "submitted"
    CERTIFIED = "certified"
    REJECTED = "rejected"
    VOIDED = "voided"


NEXT: Final[Mapping[Status, frozenset[Status]]] = {
    Status.SUBMITTED: frozenset({Status.CERTIFIED, Status.REJECTED}),
    Status.CERTIFIED: frozenset({Status.VOIDED}),
}


class DayLimit(StrEnum):
    """What a day's total of whole hours demands."""

    WITHIN = "within"
    SECOND_OFFICER = "second_officer"
    REFUSED = "refused"


def clock_minutes(clock: str) -> int:
    """Minutes since midnight of "HH:MM"; InvalidError `service_record.bad_time` otherwise."""
    if not _CLOCK.fullmatch(clock):
        raise InvalidError("service_record.bad_time", time=clock)
    return int(clock[:2]) * 60 + int(clock[3:])


def minutes(start: str, end: str, pause: int = 0) -> int:
    """Minutes served, break taken off, at least 0; refuses an end not after the start."""
    first, last = clock_minutes(start), clock_minutes(end)
    if last <= first:
        raise InvalidError("service_record.end_before_start", start=start, end=end)
    if pause < 0:
        raise InvalidError("service_record.bad_break", minutes=pause)
    return max(last - first - pause, 0)


def whole_hours(served: int, policy: Policy) -> int:
    """Minutes as whole hours (六.4): a begun hour counts from the policy's minute on, else not."""
    return served // 60 + (served % 60 >= policy.rounding_minute)


def overlaps(first: tuple[str, str], second: tuple[str, str]) -> bool:
    """Whether two (start, end) of one day share a minute; touching is no overlap."""
    return first[0] < second[1] and second[0] < first[1]


def daily_limit(hours_that_day: int, policy: Policy, *, emergency: bool = False) -> DayLimit:
    """What the day's total, this record included, demands.

    `emergency` is a key work marked so and countersigned by the head (四.5): never refused.
    """
    if hours_that_day > policy.refused_over_hours and not emergency:
        return DayLimit.REFUSED
    if hours_that_day > policy.second_officer_over_hours:
        return DayLimit.SECOND_OFFICER
    return DayLimit.WITHIN


def split_at_midnight(day: date, start: str, end: str) -> tuple[tuple[date, str, str], ...]:
    """One (day, start, end), or two where the end lies on the next day."""
    if clock_minutes(end) > clock_minutes(start):
        return ((day, start, end),)
    first = (day, start, MIDNIGHT)
    if clock_minutes(end) == 0:
        return (first,)
    return (first, (day + timedelta(days=1), "00:00", end))


def earns_points(evaluation: Evaluation, paid: bool, policy: Policy) -> bool:
    """Only satisfied hours do, and paid ones only where the year's policy says so."""
    return evaluation is Evaluation.SATISFIED and (policy.paid_earns_points or not paid)
