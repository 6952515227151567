"""A step as it is written: who has it from now on, what was agreed upon."""

from __future__ import annotations

from datetime import date

from shared.clock import business_now
from shared.database import transaction
from shared.domain import passage as passages
from shared.domain.service_request import Status
from station.actions.request_step import Step, take_step, write_line
from station.database import db
from station.models.request_step import steps_of
from station.models.service_request import by_id, passage_of
from tests.station.ledger.station import Station
from tests.station.requests.desk import accept, ask, shown

OWN, CENTER = "station:01-3301", "center:01"


def test_a_step_says_who_has_it_from_now_on(station: Station) -> None:
    who, row = (station.actor("clerk"), business_now()), ask(station)
    with transaction(db) as session:
        kept = by_id(session, row.id, lock=True)
        moved = passages.escalate(passage_of(kept), OWN, CENTER, "没人会")
        take_step(session, who, kept, moved, Step("没人会", title="教育局中心"))
    found = shown(station, row.id)
    assert (found.status, found.holder, found.holder_title) == ("escalated", CENTER, "教育局中心")
    assert found.passed_up is True and found.promised_at is not None
    assert steps_of(station.session, row.id)[-1].holder_title == "教育局中心"


def test_what_was_agreed_upon_is_a_line_of_its_own(station: Station) -> None:
    who, row = (station.actor("clerk"), business_now()), accept(station, ask(station).id)
    visit = Step(visitor="李*平", visit_on=date(2025, 2, 5), visit_time="14:30")
    with transaction(db) as session:
        write_line(session, who, by_id(session, row.id), visit)
    line = steps_of(station.session, row.id)[-1]
    assert (line.status, line.visitor, line.visit_on) == (Status.ACCEPTED, "李*平", visit.visit_on)
    assert shown(station, row.id).status == "accepted"
