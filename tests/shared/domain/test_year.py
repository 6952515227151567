"""A station's year: twelve months a volunteer, what hinders sealing, and who may reopen it."""

from __future__ import annotations

import pytest

from shared.domain import monthly_report
from shared.domain.life_cycle import move
from shared.domain.month import Month, months_of
from shared.domain.policy import default_policy
from shared.domain.tally import Figures, add_up
from shared.domain.year import NEXT, Status, add_months, unsealed_months
from shared.errors import ConflictError
from tests.shared.domain.march import ANNA, BERT, CARL, POLICY, TALLY, entry


def test_a_year_has_twelve_months_zeros_included_and_nothing_carried_over() -> None:
    tallies = {Month(2025, 3): TALLY, Month(2025, 5): TALLY, Month(2024, 12): TALLY}
    year = add_months(tallies, 2025, [CARL])
    assert list(year) == [ANNA, BERT, CARL]
    assert [month.hours for month in year[ANNA].months] == [0, 0, 6, 0, 6, 0, 0, 0, 0, 0, 0, 0]
    assert year[ANNA].total.points == 20
    assert year[CARL].total == Figures()


def test_a_year_waits_for_its_unsealed_months() -> None:
    statuses = {
        Month(2025, 10): monthly_report.Status.ACCEPTED,
        Month(2025, 11): monthly_report.Status.RETURNED,
    }
    owed = [Month(2025, 12), Month(2025, 11), Month(2025, 10)]
    assert unsealed_months(owed, statuses) == [Month(2025, 11), Month(2025, 12)]


def test_a_year_without_a_single_month_still_has_twelve_zeros_for_each_volunteer() -> None:
    year = add_months({}, 2025, [BERT])
    assert year[BERT].months == (Figures(),) * 12
    assert year[BERT].total == Figures()


def test_who_moved_away_in_mid_year_keeps_the_months_of_the_station_where_they_served() -> None:
    tallies = {Month(2025, 3): TALLY, Month(2025, 4): add_up([entry(7, volunteer=BERT)], POLICY)}
    assert [month.hours for month in add_months(tallies, 2025)[ANNA].months][:4] == [0, 0, 6, 0]


def test_each_month_adds_all_five_figures() -> None:
    year = add_months(dict.fromkeys(months_of(2025), TALLY), 2025)
    assert year[ANNA].total == Figures(36, 72, 36, 24, 120)


def test_an_open_hour_of_new_years_eve_belongs_to_the_year_in_which_it_was_served() -> None:
    eve, day = add_up([entry(1)], POLICY), add_up([entry(2)], default_policy(2026))
    tallies = {Month(2025, 12): eve, Month(2026, 1): day}
    assert add_months(tallies, 2025)[ANNA].total.points == 10
    assert add_months(tallies, 2026)[ANNA].total.points == 10


def test_only_what_left_the_station_lets_the_year_be_sealed() -> None:
    december = Month(2025, 12)
    free = [s for s in monthly_report.Status if not unsealed_months([december], {december: s})]
    assert free == [
        monthly_report.Status.SEALED,
        monthly_report.Status.REPORTED,
        monthly_report.Status.ACCEPTED,
    ]


def test_a_returned_year_is_sealed_again_and_a_closed_one_never() -> None:
    assert move(NEXT, Status.REPORTED, Status.RETURNED) is Status.RETURNED
    assert move(NEXT, Status.FORWARDED, Status.RETURNED) is Status.RETURNED
    assert move(NEXT, Status.RETURNED, Status.SEALED) is Status.SEALED
    with pytest.raises(ConflictError, match=r"year\.not_movable"):
        move(NEXT, Status.CLOSED, Status.RETURNED)


def test_no_year_reaches_the_association_past_the_center() -> None:
    for status in Status:
        if status is not Status.FORWARDED:
            assert Status.CLOSED not in NEXT.get(status, ())
