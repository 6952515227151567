"""What the lists and figures ask of the database doesn't grow with the rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from shared.clock import business_now, local_day
from shared.domain.month import Month, months_of
from station.actions.certifiable import count_own
from station.database import db
from station.models.activity import Filter, counts_of, listed
from station.models.basis import Figure, month_basis
from station.models.certification_list import groups
from station.models.month_draft import draft_of, line_checks
from station.models.month_view import view
from station.models.month_year import year_lines
from station.models.own_year import own_year
from station.models.training import held_in_year
from station.models.training_pace import paces
from station.models.volunteer import Volunteer
from station.models.year_draft import YearDraft
from tests.station.ledger.held import held
from tests.station.ledger.station import SLIP, Station

JANUARY = Month(2025, 1)


def asked(read: Callable[[], Any]) -> int:
    """How many statements a reading sends, with nothing remembered from before."""
    statements: list[str] = []

    def note(*values: Any) -> None:
        statements.append(values[2])

    db.session.rollback()
    db.session.expunge_all()
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        read()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(statements)


def readings(station: Station) -> dict[str, Callable[[], Any]]:
    session, now = db.session(), business_now()
    actor, zhao = station.actor("clerk"), station.people["赵一"]
    return {
        "activities": lambda: counts_of(
            session, [one.id for one in session.scalars(listed(Filter()))]
        ),
        "certification": lambda: (groups(session), count_own(session, actor)),
        "basis": lambda: month_basis(session, JANUARY, Figure()),
        "month": lambda: draft_of(session, view(session, JANUARY, now), now),
        "months": lambda: line_checks(session, year_lines(session, months_of(2025), now)[0], now),
        "year": lambda: (
            (draft := YearDraft(session, 2025, now)).checks,
            draft.results,
            draft.policy,
        ),
        "own year": lambda: own_year(
            session, session.get_one(Volunteer, zhao), 2025, local_day(now)
        ),
        "training": lambda: (held_in_year(session, 2025), paces(session, 2025, local_day(now))),
    }


def fill(station: Station, day: int) -> None:
    _, ids = held(station, "赵一", "钱二", day=f"2025-01-{day}", common={"evaluation": "none"})
    row = station.row(day=f"2025-01-{day}", start="13:00", end="14:00", form="dispatched")
    station.certify(ids[0], *station.enter(row | {"evidence": SLIP}))
    body = {
        "topic": "急救",
        "kind": "targeted",
        "strand": "skill",
        "day": f"2025-01-{day}",
        "minutes": 60,
        "trainer": "吴医生",
        "rows": [{"volunteer": str(station.people["赵一"])}],
    }
    assert station.call("clerk", "POST", "/api/trainings", body)[0] == 201


def test_more_rows_ask_no_more_questions(station: Station) -> None:
    fill(station, 20)
    before = {name: asked(read) for name, read in readings(station).items()}
    for day in (21, 22, 23, 24):
        fill(station, day)
    after = {name: asked(read) for name, read in readings(station).items()}
    assert after == before


def test_a_month_with_more_versions_asks_no_more_questions(station: Station) -> None:
    fill(station, 20)
    station.call("clerk", "POST", "/api/records/groups", whole(station))
    signed = station.reported("2025-01")
    before = {name: asked(read) for name, read in readings(station).items()}
    for reason in ("小结太短", "照片不清"):
        station.decide(signed, "returned", reason=reason)
        _, signed = station.sign("2025-01")
    after = {name: asked(read) for name, read in readings(station).items()}
    assert after == before
    assert max(after.values()) <= 12


def whole(station: Station) -> dict[str, Any]:
    """One press for all that waits for its certifier."""
    found = groups(station.session)
    keys = [{"activity": one.activity and str(one.activity), "sheet": None} for one in found]
    count = sum(one.records for one in found)
    return {"step": "certifier", "groups": keys, "count": count}
