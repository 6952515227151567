"""Exemptions granted, shown apart in the grid, withdrawn."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from center.actions.exemption import Grant, grant_exemption, withdraw_exemption
from center.actions.grid import GridMonth, grid
from center.database import db
from center.models.exemption import Exemption
from shared.domain.month import Month
from shared.domain.monthly_report import Cell
from shared.domain.service_record import Form
from shared.errors import ConflictError, NotFoundError
from tests.center.bureau import OFFICER, A, B, Bureau
from tests.center.refusal import refused
from tests.center.report import served


def grant(bureau: Bureau, station: str | None = None, first: int = 1, last: int = 2) -> Exemption:
    asked = Grant(Month(2025, first), Month(2025, last), " 寒假 ", station)
    with bureau.writing() as session:
        return grant_exemption(session, OFFICER, bureau.now, asked)


def month(bureau: Bureau, number: int, station: str = A) -> GridMonth:
    rows = {row.station.name: row for row in grid(db.session(), bureau.now, 2025)}
    db.session().rollback()
    return rows[station].months[number - 1]


def test_an_exemption_is_shown_apart_where_nothing_was_held(bureau: Bureau) -> None:
    who = bureau.volunteer()
    bureau.report("2025-01", [served(who, date(2025, 1, 5))])
    bureau.report("2025-02", [served(who, date(2025, 2, 5), form=Form.DISPATCHED)])
    assert [month(bureau, n).group for n in (1, 2, 3)] == ["held", "none", "unknown"]
    given = grant(bureau)
    assert (given.reason, given.granted_on) == ("寒假", date(2025, 2, 3))
    assert [month(bureau, n).group for n in (1, 2, 3)] == ["held", "exempt", "unknown"]
    assert month(bureau, 2, B).group == "exempt"
    assert bureau.audited("exemption.grant")[0].after["first"] == "2025-01"


def test_an_exempt_month_without_a_word_is_not_called_empty(bureau: Bureau) -> None:
    bureau.report("2025-01", [], summary="")
    assert month(bureau, 1).state is Cell.EMPTY
    grant(bureau, A)
    assert month(bureau, 1).state is not Cell.EMPTY
    assert month(bureau, 1, B).group == "unknown"


def test_a_withdrawn_one_waives_nothing_and_stays_on_record(bureau: Bureau) -> None:
    bureau.report("2025-02", [])
    given = grant(bureau)
    with bureau.writing() as session:
        withdraw_exemption(session, OFFICER, bureau.now, given.id)
    assert month(bureau, 2).group == "none"
    with refused(ConflictError, "exemption.withdrawn"), bureau.writing() as session:
        withdraw_exemption(session, OFFICER, bureau.now, given.id)
    with refused(NotFoundError, "exemption.unknown"), bureau.writing() as session:
        withdraw_exemption(session, OFFICER, bureau.now, uuid4())


def test_only_a_known_station_is_exempted(bureau: Bureau) -> None:
    with refused(NotFoundError, "station.unknown"):
        grant(bureau, "station:01-9999")


def test_exemptions_over_the_api(bureau: Bureau) -> None:
    officer, viewer = bureau.client("officer"), bureau.client("viewer")
    body = {"first": "2025-07", "last": "2025-08", "reason": "暑假"}
    assert viewer.post("/api/exemptions", body)[0] == 403
    status, given = officer.post("/api/exemptions", body)
    assert (status, given["station"], given["first"]) == (201, None, "2025-07")
    status, refusal = officer.post("/api/exemptions", {**body, "last": "2025-06"})
    assert (status, refusal["field"]) == (422, "last")
    assert officer.post(f"/api/exemptions/{given['id']}/withdrawal")[1]["withdrawn_on"]
    assert viewer.get("/api/exemptions")[1]["total"] == 1
    [row, _other] = viewer.get("/api/grid?year=2025")[1]["items"]
    assert {cell["group_activity"] for cell in row["months"]} == {"unknown"}
