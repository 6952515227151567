"""The district's requests and visits, by months and stations: from how many of how many."""

from __future__ import annotations

from datetime import date

from association.domain.request_figures import Home, year_of
from shared.domain.month import Month, months_of
from shared.domain.request_figures import UNKNOWN, RequestFigures, Told

A, B, C = "station:01-1", "station:01-2", "station:02-1"
MONTHS = months_of(2025)[:3]
JANUARY, FEBRUARY, MARCH = MONTHS
HOMES = [
    Home(A, date(2024, 1, 1)),
    Home(B, date(2025, 2, 10)),
    Home(C, date(2024, 1, 1), date(2025, 1, 20)),
]


def told(received: int) -> Told:
    return Told(RequestFigures(received=received, open=received))


def test_each_month_and_station_says_how_many_reports_it_lacks() -> None:
    reports = {(A, JANUARY): told(2), (A, FEBRUARY): UNKNOWN, (B, MARCH): told(4)}
    found = year_of(reports, HOMES, MONTHS)
    months = {m: (line.sum.requests_of, line.owed) for m, line in found.months.items()}
    assert months == {JANUARY: (1, 2), FEBRUARY: (0, 2), MARCH: (1, 2)}
    stations = {n: (line.sum.requests.received, line.owed) for n, line in found.stations.items()}
    assert stations == {A: (2, 3), B: (4, 2), C: (0, 1)}
    assert (found.total.sum.requests.received, found.total.owed) == (6, 6)
    assert found.total.sum.requests.open == 6


def test_what_came_unasked_counts_and_other_months_do_not() -> None:
    reports = {(C, MARCH): told(1), (A, Month(2025, 9)): told(7)}
    found = year_of(reports, HOMES, MONTHS)
    assert found.total.sum.requests.received == 1
    assert found.stations[C].owed == 1
    assert year_of(reports, HOMES, ()).stations == {}
