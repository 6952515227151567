"""Requests and visits in figures: what several reports come to, and what one doesn't say."""

from __future__ import annotations

from shared.domain.month import Month
from shared.domain.request_figures import UNKNOWN, RequestFigures, Told, VisitFigures, add_up

A, B = "station:01-3301", "station:01-3302"
MAY, JUNE = Month(2025, 5), Month(2025, 6)
BUSY = RequestFigures(5, 3, 1, 1, 1, 2, 12, 8, 7)
CALM = RequestFigures(2, 4, 0, 0, 0, 1, 3, 4, 4)
VISITS = VisitFigures(4, 3, 1, 1)


def test_flows_are_summed_and_what_is_open_is_that_of_each_stations_newest_month() -> None:
    found = add_up(
        {
            (A, MAY): Told(BUSY, VISITS),
            (A, JUNE): Told(CALM),
            (B, MAY): Told(RequestFigures(received=1, open=1, oldest_days=20), VISITS),
        }
    )
    assert found.requests == RequestFigures(8, 7, 1, 1, 1, 2, 20, 12, 11)
    assert found.visits == VisitFigures(8, 6, 2, 2)
    assert (found.requests_of, found.visits_of) == (3, 2)


def test_a_report_that_says_nothing_adds_nothing_and_is_not_counted() -> None:
    assert add_up({(A, MAY): Told(BUSY), (B, MAY): UNKNOWN}).requests_of == 1
    nothing = add_up({(A, MAY): UNKNOWN})
    assert (nothing.requests_of, nothing.visits_of) == (0, 0)
    assert nothing.requests == RequestFigures() and nothing.visits == VisitFigures()


def test_what_travelled_is_read_back_and_reports_of_before_say_nothing() -> None:
    for told in (Told(BUSY, VISITS), Told(CALM), UNKNOWN):
        assert Told.from_dict(told.to_dict()) == told
    assert Told.from_dict({"cells": []}) == UNKNOWN
    later = Told.from_dict({"requests": {**Told(BUSY).to_dict()["requests"], "more": 1}})
    assert later.requests == BUSY
