"""The visits of a month in figures: due as they were raised, made by what was signed."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from shared.clock import business_now
from shared.database import transaction
from shared.domain.month import Month
from shared.domain.request_figures import VisitFigures
from station.actions.visit_chore import raise_visits
from station.database import db
from station.models.benefit_visit import BenefitRefusal, BenefitVisit
from station.models.pairing import Pairing, PairingSpan
from station.models.visit_figures import visits_of, visits_of_months
from tests.reader import Reader, hidden, words
from tests.station.ledger.station import PASSWORD, Station
from tests.station.ledger.test_star import decide
from tests.station.ties.pairs import Pairs

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


def raised(station: Station, day: str) -> None:
    """What the agent does by itself, on that day."""
    station.at(f"{day}T09:00+08:00")
    with transaction(db) as session:
        raise_visits(session, business_now())


def test_each_round_that_was_not_cut_short_owes_a_visit(station: Station) -> None:
    assert figures(station) == VisitFigures()
    pairing(date(2025, 2, 3))
    pairing(date(2025, 1, 6), date(2025, 2, 10))
    raised(station, "2025-03-03")
    assert figures(station) == VisitFigures(pairing_due=3 + 2)
    assert figures(station, Month(2025, 1)) == VisitFigures(pairing_due=3)
    with transaction(db) as session:
        for span in session.scalars(select(PairingSpan).where(PairingSpan.last.is_(None))):
            span.last = date(2025, 2, 20)
    assert figures(station) == VisitFigures(pairing_due=2 + 2)
    months = [Month(2025, 1), FEBRUARY, Month(2025, 3)]
    found = visits_of_months(station.session, months)
    assert found == {month: figures(station, month) for month in months}


@pytest.mark.parametrize("made", [True, False])
def test_a_holder_s_visits_are_owed_until_they_decline(station: Station, made: bool) -> None:
    for year in (2022, 2023, 2024):
        decide(station, year, 3)
    raised(station, "2025-02-28")
    assert figures(station) == VisitFigures(benefit_due=1)
    assert figures(station, Month(2025, 1)) == VisitFigures()
    with transaction(db) as session:
        [visit] = session.scalars(select(BenefitVisit))
        visit.made_on = date(2025, 2, 9) if made else None
    assert figures(station) == VisitFigures(benefit_due=1, benefit_made=int(made))
    raised(station, "2025-12-05")
    assert figures(station, Month(2025, 12)) == VisitFigures(benefit_due=2)
    with transaction(db) as session:
        refusal = BenefitRefusal(
            volunteer_id=station.people["赵一"],
            first="2025-02",
            last="2025-10",
            said_on=date(2025, 2, 3),
        )
        session.add(refusal)
    assert figures(station) == VisitFigures(benefit_due=int(made), benefit_made=int(made))
    assert figures(station, Month(2025, 10)) == VisitFigures()
    assert figures(station, Month(2025, 11)) == VisitFigures(benefit_due=1)


def test_a_month_that_is_signed_raises_what_the_agent_slept_through(station: Station) -> None:
    pairing(date(2025, 1, 6))
    assert station.month("2025-01")["visits"]["pairing_due"] == 0
    station.reported("2025-01")
    [sent] = station.promised("tally.month")
    assert sent["visits"] == asdict(VisitFigures(pairing_due=3))
    assert station.month("2025-01")["visits"] == sent["visits"]


def test_the_page_signs_what_it_shows_after_the_agent_slept(station: Station) -> None:
    pairing(date(2025, 1, 6))
    head = Reader(station.app, "head", PASSWORD)
    path, reason = "/months/2025-01", "天气不好"
    head.post(f"{path}/draft", {"summary": "", "no_photo_reason": reason})
    for said in ("应到 0 次，已到 0 次", "应到 3 次，已到 0 次"):
        page = head.get(path)
        assert said in words(page)
        form = {"password": PASSWORD, "looked_at": hidden(page, "looked_at")}
        answer = head.post(f"{path}/signature", form)
    assert answer.status_code == 302
    assert station.promised("tally.month")[0]["visits"]["pairing_due"] == 3


def test_page_and_figures_agree_on_a_visit_whose_record_was_voided(pairs: Pairs) -> None:
    pairing_id = pairs.start()
    [line] = pairs.made(pairs.order(pairing_id))
    assert (pairs.states(pairing_id), pairs.figures("2025-02").pairing_made) == (["made"], 1)
    voided = {"reason": "那天没去"}
    pairs.call("POST", f"/records/{line.record.id}/voiding", voided)
    assert (pairs.states(pairing_id), pairs.figures("2025-02").pairing_made) == (["unmanned"], 0)
    assert pairs.listed("orphaned") == [pairing_id]
    pairs.at("2025-02-10")
    assert pairs.states(pairing_id) == ["overdue", "open"]
    assert pairs.listed("overdue") == [pairing_id]
    visit = pairs.shown(pairing_id)["visits"][-1]["id"]
    other = {"volunteer": str(pairs.station.people["钱二"])}
    order = pairs.call("POST", f"/pairing-visits/{visit}/order", other)["id"]
    assert pairs.going(order) == []  # asked, and has yet to answer
    pairs.call("POST", f"/service-orders/{order}/answer", {"accepts": True})
    pairs.made(order, "钱二")
    assert (pairs.states(pairing_id)[0], pairs.figures("2025-02").pairing_made) == ("made", 1)
