"""A figure opens its rows, its rule and the policy: the rows come to the figure."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from uuid import UUID

from shared.domain.entry import Entry
from shared.domain.policy import Policy, default_policy
from shared.domain.service_record import Category, Evaluation, Form
from shared.domain.tally import Figures, add_up
from station.domain.basis import Points, Rounding, Served, explain, sums

POLICY = default_policy(2025)
ENTRY = Entry(
    record=UUID(int=1),
    volunteer=UUID(int=11),
    certifier=UUID(int=21),
    date=date(2025, 1, 20),
    start="08:00",
    end="09:30",
    hours=2,
    category=Category.CONVENIENCE,
    form=Form.GROUP,
    evaluation=Evaluation.SATISFIED,
    paid=False,
    channel="clerk",
    activity="广场",
)


def test_half_an_hour_counts_as_one_and_less_does_not() -> None:
    for minutes, rounding, possible in (
        (120, Rounding.EXACT, 2),
        (90, Rounding.UP, 2),
        (80, Rounding.DOWN, 1),
        (55, Rounding.UP, 1),
    ):
        found = explain(Served(ENTRY, minutes), POLICY)
        assert (found.rounding, found.possible) == (rounding, possible)


def test_points_are_five_times_the_satisfied_unpaid_hours_and_else_the_reason_is_named() -> None:
    earning = explain(Served(ENTRY, 90), POLICY)
    assert (earning.points, earning.figures) == (Points.EARNS, Figures(1, 2, 2, 2, 10))
    paid = replace(ENTRY, paid=True)
    for entry, reason, satisfied in (
        (replace(ENTRY, evaluation=Evaluation.NONE), Points.NOT_EVALUATED, 0),
        (replace(ENTRY, evaluation=Evaluation.DISSATISFIED), Points.DISSATISFIED, 0),
        (paid, Points.PAID, 2),
        (replace(paid, evaluation=Evaluation.NONE), Points.NOT_EVALUATED, 0),
    ):
        found = explain(Served(entry, 90), POLICY)
        assert (found.points, found.figures) == (reason, Figures(1, 2, satisfied, 0, 0))
    generous = Policy(2025, paid_earns_points=True, points_per_hour=6)
    assert explain(Served(paid, 90), generous).figures.points == 12


def test_the_rows_of_a_cell_come_to_the_very_figures_of_the_tally() -> None:
    entries = [
        ENTRY,
        replace(ENTRY, record=UUID(int=2), volunteer=UUID(int=12), evaluation=Evaluation.NONE),
        replace(ENTRY, record=UUID(int=3), activity="公园", hours=1),
        replace(ENTRY, record=UUID(int=4), activity="", paid=True),
    ]
    found = sums(explain(Served(entry, 120), POLICY) for entry in entries)
    tally = add_up(entries, POLICY)
    assert asdict(found) == asdict(tally.total) | {"points": tally.points}
    assert (found.activities, found.records, found.people) == (3, 4, 2)
