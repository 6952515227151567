"""A school's workbooks through the database, month by month, as the examples demand."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from shared.domain.month import months_of
from station.models.member import members_on
from station.models.registration import Registration
from station.models.volunteer import Volunteer, volunteers_on
from tests.station.people.school import School

ROOT = Path(__file__).parents[3]
NAME = "中心幼儿园"
EXPECTED: dict[str, Any] = next(
    school
    for school in json.loads((ROOT / "tests/expected.json").read_text("utf-8"))
    if school["station"] == NAME
)


def sheet(start: str) -> Path:
    return next((ROOT / "examples" / NAME).glob(f"{start}*.xlsx"))


def bring(school: School, start: str, **fields: str) -> dict[str, Any]:
    file = sheet(start)
    written: dict[str, Any] = school.import_(file.read_bytes(), file.name, **fields)
    return written


def as_the_paper_says(school: School) -> None:
    """The center's word on every registration, dated as on the paper."""
    with school.session() as session:
        query = select(Registration, Volunteer).join(
            Volunteer, Volunteer.id == Registration.volunteer_id
        )
        rows = [(kept.id, who.id, kept.paper, kept.content) for kept, who in session.execute(query)]
    for registration, volunteer, paper, content in rows:
        if paper:
            decide(school, registration, volunteer, paper, content)


def decide(
    school: School, registration: UUID, volunteer: UUID, paper: dict[str, Any], content: str
) -> None:
    day = date.fromisoformat(paper["decided_on"])
    data = {
        "registration": registration,
        "volunteer": volunteer,
        "version": 1,
        "content": content,
        "decision": paper["decision"],
        "reason": "",
        "decided_on": day,
        "approval_date": day if paper["decision"] == "approved" else None,
        "origin": "paper",
        "by": "中心",
    }
    school.receive("registration.decided", f"registration:{registration}", data)


def pairs(rows: list[dict[str, Any]]) -> set[tuple[str, int, str]]:
    return {(row["sheet"], row["row"], row["reason"]) for row in rows}


def test_rows_and_coverage_are_as_expected(school: School, clock: Callable[[str], None]) -> None:
    clock("2025-01-01T09:00:00+08:00")
    roster = bring(school, "党员花名册")
    assert roster["counts"]["accepted"] == EXPECTED["roster"]["accepted"]
    refused = [row for row in roster["rows"] if row["outcome"] == "refused"]
    assert [(r["row"], r["reason"]) for r in refused] == [
        (r["row"], r["reason"]) for r in EXPECTED["roster"]["refused"]
    ]
    clock("2025-12-31T09:00:00+08:00")
    bring(school, "义工登记")
    as_the_paper_says(school)
    found: list[dict[str, Any]] = []
    for month in months_of(2025):
        clock(f"{month.next.first_day}T09:00:00+08:00")
        found += bring(school, "服务活动", kind="record", month=str(month))["rows"]
    outcomes = {
        outcome: [row for row in found if row["outcome"] == outcome]
        for outcome in ("accepted", "held", "refused", "already_there")
    }
    assert len(outcomes["accepted"]) == EXPECTED["records"]["accepted"]
    assert outcomes["already_there"] == []
    for outcome in ("held", "refused"):
        assert pairs(outcomes[outcome]) == pairs(EXPECTED["records"][outcome])
    with school.session() as session:
        day = date(2025, 12, 31)
        assert [volunteers_on(session, day), members_on(session, day)] == EXPECTED["coverage"]
