"""One total over stations, and whose star it is."""

from __future__ import annotations

from datetime import date

from association.domain.proposal import Hours, add_up, least_hours, station_on, stations_in
from shared.domain.policy import Policy

A, B = "station:01-3301", "station:01-3302"
MOVED = [(date(2025, 1, 1), A), (date(2025, 6, 10), B)]


def test_two_stations_make_one_total_and_reach_what_neither_does_alone() -> None:
    total = add_up([Hours(40, 35, 30), Hours(50, 40, 30)], Policy(2025), {})
    assert (total.hours, total.satisfied_hours, total.points_hours) == (90, 75, 60)
    assert (total.points, total.proposed, total.streak) == (300, 1, 0)


def test_just_below_a_step_there_is_no_star() -> None:
    assert add_up([Hours(80, 59, 59)], Policy(2025), {}).proposed == 0


def test_the_years_own_policy_counts() -> None:
    policy = Policy(2025, points_per_hour=4, star_steps=(200, 400, 600))
    total = add_up([Hours(100, 100, 100)], policy, {})
    assert (total.points, total.proposed) == (400, 2)


def test_the_streak_is_of_approved_years_before_this_one() -> None:
    assert add_up([], Policy(2025), {2023: 3, 2024: 3}).streak == 2
    assert add_up([], Policy(2025), {2022: 3, 2024: 3}).streak == 1
    assert add_up([], Policy(2025), {2024: 2}).streak == 0


def test_the_hours_for_the_first_star_are_rounded_up() -> None:
    assert least_hours(Policy(2025)) == 60
    assert least_hours(Policy(2025, points_per_hour=7)) == 43


def test_the_station_of_31_december_proposes() -> None:
    assert station_on(MOVED, date(2025, 12, 31)) == B
    assert station_on(MOVED, date(2025, 6, 9)) == A
    assert station_on(MOVED, date(2024, 12, 31)) == A


def test_the_stations_of_a_year_are_all_at_which_one_stood_in_it() -> None:
    assert stations_in(MOVED, 2025) == [A, B]
    assert stations_in(MOVED, 2026) == [B]
    assert stations_in(MOVED, 2024) == []


def test_who_moved_on_new_years_day_stood_at_the_new_station_alone() -> None:
    moved = [(date(2025, 1, 1), A), (date(2026, 1, 1), B)]
    assert stations_in(moved, 2026) == [B]
    assert stations_in(moved, 2025) == [A]
