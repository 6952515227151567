"""The visits of a month in figures: due by the rules, made by what was signed and recorded."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from shared.clock import business_now
from shared.database import transaction
from shared.domain.month import Month
from station.database import db
from station.models.benefit_visit import BenefitRefusal, BenefitVisit
from station.models.pairing import Pairing, PairingSpan
from station.models.visit_figures import VisitFigures, visits_of
from tests.station.ledger.station import Station
from tests.station.ledger.test_star import decide

FEBRUARY = Month(2025, 2)


def pairing(first: date, last: date | None = None) -> UUID:
    with transaction(db) as session:
        row = Pairing(
            item_code="pairing",
            category="hardship_aid",
            since=first,
            status="active",
            entered_by=UUID(int=0),
            entered_at=business_now(),
        )
        session.add(row)
        session.flush()
        session.add(PairingSpan(pairing_id=row.id, rhythm="weekly", first=first, last=last))
        return row.id


def figures(station: Station, month: Month = FEBRUARY) -> VisitFigures:
    return visits_of(station.session, month)


def test_visits_are_due_by_the_rules_even_if_none_was_raised(station: Station) -> None:
    assert figures(station) == VisitFigures(0, 0, 0, 0)
    pairing(date(2025, 2, 3))
    pairing(date(2025, 1, 6), date(2025, 2, 10))
    assert figures(station) == VisitFigures(3 + 2, 0, 0, 0)
    assert figures(station, Month(2025, 1)) == VisitFigures(3, 0, 0, 0)


@pytest.mark.parametrize("made", [True, False])
def test_a_holder_s_visits_are_owed_until_they_decline(station: Station, made: bool) -> None:
    zhao = station.people["赵一"]
    for year in (2022, 2023, 2024):
        decide(station, year, 3)
    assert figures(station) == VisitFigures(0, 0, 1, 0)
    assert figures(station, Month(2025, 1)) == VisitFigures(0, 0, 0, 0)
    assert figures(station, Month(2025, 12)) == VisitFigures(0, 0, 2, 0)
    with transaction(db) as session:
        day = date(2025, 2, 9) if made else None
        session.add(BenefitVisit(volunteer_id=zhao, month="2025-02", kind="monthly", made_on=day))
    assert figures(station) == VisitFigures(0, 0, 1, int(made))
    with transaction(db) as session:
        refusal = BenefitRefusal(volunteer_id=zhao, first="2025-02", said_on=date(2025, 2, 3))
        session.add(refusal)
    assert figures(station) == VisitFigures(0, 0, int(made), int(made))
    decide(station, 2024, 2, decision="lowered", reason="时长有误")
    assert figures(station, Month(2025, 3)) == VisitFigures(0, 0, 0, 0)
