"""Why a figure is what it is: each record's hours and points explained, and their sums (六.5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from shared.domain.entry import Entry
from shared.domain.policy import Policy
from shared.domain.service_record import Evaluation, earns_points, whole_hours
from shared.domain.tally import Figures, figures

HOUR = 60


class Rounding(StrEnum):
    """What becomes of the begun hour (六.4)."""

    EXACT = "exact"
    UP = "up"
    DOWN = "down"


class Points(StrEnum):
    """Why hours earn points, or the one reason why they don't."""

    EARNS = "earns"
    NOT_EVALUATED = "not_evaluated"
    DISSATISFIED = "dissatisfied"
    PAID = "paid"


@dataclass(frozen=True)
class Served:
    """A record's entry with what stays at the station: its minutes, and the signed hours."""

    entry: Entry
    minutes: int
    lowered_from: int | None = None


@dataclass(frozen=True)
class Explained:
    """A record's part of a figure: `possible` whole hours of its minutes, fewer where stated."""

    served: Served
    rounding: Rounding
    possible: int
    figures: Figures
    points: Points


@dataclass(frozen=True)
class Sums:
    """What the rows come to, under the names of the figures that they explain."""

    activities: int
    records: int
    people: int
    hours: int
    satisfied_hours: int
    points_hours: int
    points: int


def explain(served: Served, policy: Policy) -> Explained:
    """By the year's policy: points per hour × satisfied hours that aren't paid."""
    return Explained(
        served=served,
        rounding=_rounding(served.minutes, policy),
        possible=whole_hours(served.minutes, policy),
        figures=figures(served.entry, policy),
        points=_points(served.entry, policy),
    )


def sums(rows: Iterable[Explained]) -> Sums:
    """次, 人次 and 人数 apart, the three kinds of hours, and the points."""
    lines = list(rows)
    entries = [line.served.entry for line in lines]
    total = sum((line.figures for line in lines), Figures())
    return Sums(
        activities=len({entry.activity or entry.record for entry in entries}),
        records=total.records,
        people=len({entry.volunteer for entry in entries}),
        hours=total.hours,
        satisfied_hours=total.satisfied_hours,
        points_hours=total.points_hours,
        points=total.points,
    )


def _rounding(minutes: int, policy: Policy) -> Rounding:
    if minutes % HOUR == 0:
        return Rounding.EXACT
    return Rounding.UP if whole_hours(minutes, policy) * HOUR > minutes else Rounding.DOWN


def _points(entry: Entry, policy: Policy) -> Points:
    if earns_points(entry.evaluation, entry.paid, policy):
        return Points.EARNS
    if entry.evaluation is Evaluation.SATISFIED:
        return Points.PAID
    if entry.evaluation is Evaluation.DISSATISFIED:
        return Points.DISSATISFIED
    return Points.NOT_EVALUATED
