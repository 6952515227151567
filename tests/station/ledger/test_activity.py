"""Activities planned, changed, cancelled, signed up for; a leader acts for their own team."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from shared.clock import business_now
from shared.database import transaction
from shared.errors import ConflictError, NotFoundError
from station.actions.activity import sign_up, withdraw
from station.database import db
from station.models.account import Account
from station.models.activity import recent_words
from station.models.audit import Audit
from station.models.team import Team
from tests.station.ledger.held import PLAN, attended, listed, planned, shown
from tests.station.ledger.station import Station


def code(answer: tuple[int, dict[str, object]]) -> object:
    return answer[1]["code"]


def put(station: Station, activity: str, **changes: object) -> tuple[int, dict[str, object]]:
    return station.call("clerk", "PUT", f"/api/activities/{activity}", PLAN | changes)


def cancel(station: Station, activity: str, reason: str) -> tuple[int, dict[str, object]]:
    path = f"/api/activities/{activity}/cancellation"
    return station.call("clerk", "POST", path, {"reason": reason})


def test_a_plan_stands_with_its_people_until_it_is_changed(station: Station) -> None:
    zhao, qian = str(station.people["赵一"]), str(station.people["钱二"])
    activity = planned(station, people=[zhao], places=3)
    row = shown(station, activity)
    assert (row["status"], row["content"], row["form"]) == ("planned", "清扫广场", "group")
    assert [person["volunteer"] for person in row["people"]] == [zhao]
    status, changed = put(station, activity, people=[qian], end="11:00", content="扫落叶")
    assert (status, changed["end"], changed["content"]) == (200, "11:00", "扫落叶")
    assert [person["volunteer"] for person in shown(station, activity)["people"]] == [qian]
    assert code(put(station, activity, people=[str(uuid4())])) == "activity.unknown_person"
    assert code(put(station, activity, team=str(uuid4()))) == "team.unknown"
    assert code(put(station, str(uuid4()))) == "activity.unknown"
    assert code(station.call("clerk", "GET", f"/api/activities/{uuid4()}")) == "activity.unknown"


def test_what_a_plan_lacks_is_refused_by_its_field(station: Station) -> None:
    for changes, field in (
        ({"title": "  "}, "title"),
        ({"is_dangerous": True}, "insured"),
        ({"end": "08:00"}, "end"),
        ({"form": "dispatched"}, "form"),
        ({"category": "其他"}, "category"),
    ):
        status, answer = station.call("clerk", "POST", "/api/activities", PLAN | changes)
        assert (status, answer["field"]) == (422, field)
    planned(station, is_dangerous=True, insured=True)


def test_a_cancelled_activity_says_why_and_takes_no_list(station: Station) -> None:
    activity = planned(station)
    assert code(cancel(station, activity, "  ")) == "activity.needs_reason"
    status, row = cancel(station, activity, "下雨")
    assert (status, row["status"], row["reason"]) == (200, "cancelled", "下雨")
    assert code(attended(station, activity, listed(station, "赵一"))) == "activity.not_movable"
    assert code(put(station, activity)) == "activity.not_planned"
    assert code(cancel(station, activity, "再")) == "activity.not_movable"


def test_title_place_and_content_lie_encrypted_and_out_of_the_audit_log(station: Station) -> None:
    planned(station, title="慰问某某", place="某某家中")
    raw = station.session.connection().exec_driver_sql("SELECT title, place FROM activity").one()
    assert "某某".encode() not in bytes(raw[0]) + bytes(raw[1])
    lines = station.session.scalars(select(Audit).where(Audit.action == "activity.planned")).all()
    assert len(lines) == 1
    assert "某某" not in str(lines[0].after)


def test_the_list_shows_the_newest_day_first_by_month_state_and_team(station: Station) -> None:
    january = planned(station)
    february = planned(station, day="2025-02-10", title="义诊")
    for query, ids in (
        ("", [february, january]),
        ("?month=2025-01", [january]),
        ("?status=held", []),
        (f"?team={uuid4()}", []),
        ("?page_size=1&page=2", [january]),
    ):
        status, answer = station.call("clerk", "GET", f"/api/activities{query}")
        assert status == 200
        assert [row["id"] for row in answer["items"]] == ids
    with station.app.app_context():
        assert recent_words(station.session) == {
            "title": ["义诊", "清扫广场"],
            "place": ["社区广场"],
            "content": ["义诊", "清扫广场"],
            "key_work": [],
        }


def test_volunteers_sign_up_while_there_are_places_and_the_day_is_not_over(
    station: Station,
) -> None:
    zhao, qian = station.people["赵一"], station.people["钱二"]
    activity = UUID(planned(station, day="2025-02-03", places=1))
    actor, now = station.actor("clerk"), business_now()
    with transaction(db) as session:
        sign_up(session, actor, now, activity, zhao)
    for volunteer, problem in ((zhao, "activity.signed_up"), (qian, "activity.full")):
        with pytest.raises(ConflictError, match=problem), transaction(db) as session:
            sign_up(session, actor, now, activity, volunteer)
    put(station, str(activity), day="2025-02-03", people=[str(zhao), str(qian)])
    people = shown(station, str(activity))["people"]
    assert [one["signed_up_at"] is None for one in people] == [True, False]
    with transaction(db) as session:
        withdraw(session, actor, now, activity, zhao)
    with pytest.raises(NotFoundError, match="not_signed_up"), transaction(db) as session:
        withdraw(session, actor, now, activity, zhao)
    station.at("2025-02-04T00:01+08:00")
    with pytest.raises(ConflictError, match="over"), transaction(db) as session:
        sign_up(session, actor, business_now(), activity, zhao)


def test_a_team_leader_acts_for_their_own_team_alone(station: Station) -> None:
    account = station.account("leader", "赵一", "team_leader")
    with transaction(db) as session:
        team = Team(name="一队", leader_id=station.people["赵一"], created_on=date(2025, 1, 1))
        other = Team(name="二队", created_on=date(2025, 1, 1))
        session.add_all((team, other))
        session.flush()
        own, foreign = str(team.id), str(other.id)
    for asked in (PLAN, PLAN | {"team": own}):
        refused = station.call("leader", "POST", "/api/activities", asked)
        assert (refused[0], code(refused)) == (403, "activity.other_team")
    with transaction(db) as session:
        session.get_one(Account, account).volunteer_id = station.people["赵一"]
    activity = planned(station, "leader", team=own)
    assert attended(station, activity, listed(station, "钱二"), "leader")[0] == 201
    theirs = planned(station, team=foreign)
    refused = attended(station, theirs, listed(station, "钱二"), "leader")
    assert (refused[0], code(refused)) == (403, "activity.other_team")
    assert station.call("leader", "POST", f"/api/activities/{activity}/voiding", {})[0] == 403
