"""A volunteer moves to another station with a sealed personal file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from shared.domain.registration import Interval
from shared.errors import ConflictError, NotFoundError, UntrustedError
from shared.federation.node_key import public_keys, put_key
from shared.vault import vault_of
from station.models.federation import TABLES
from station.models.service_record import ServiceRecord
from station.models.volunteer import spans as spans_in
from tests.conftest import MakeNode
from tests.station.people.school import (
    ANNA,
    BERT,
    CENTER,
    FORM_HEADINGS,
    IN_PERSON,
    MEMBERS,
    RECORD_HEADINGS,
    School,
    csv,
    form,
    number,
    record,
)

OLD, NEW = "station:01-3301", "station:01-3302"
JANUARY = "服务活动情况统计表-2025-1月.csv"


@pytest.fixture
def volunteer(school: School, other: School, clock: Callable[[str], None]) -> str:
    """Approved at the old station, two hours certified, a card; the new one's key is known."""
    school.roster()
    other.roster(MEMBERS[1:])
    uuid = school.approve("安安", ANNA)
    clock("2025-02-01T09:00:00+08:00")
    written = school.import_(
        csv(RECORD_HEADINGS, [record("安安", "2025-01-06", "08:00", "10:00")]), JANUARY
    )
    officer = school.get("/officers")["items"][0]["id"]
    school.post(f"/officers/{officer}/link", {"account": "head"}, "head")
    path = f"/imports/{written['id']}/certification"
    school.post(path, {"officer": officer, "count": 1}, "head")
    issued = {
        "card": UUID(int=71),
        "number": "01-2025-00001",
        "volunteer": UUID(uuid),
        "station": OLD,
        "issued_on": date(2025, 1, 3),
    }
    school.receive("card.issued", f"card:{UUID(int=71)}", issued)
    introduce(other, school)
    return uuid


def introduce(node: School, to: School) -> None:
    """What the directory does: the key of one node, known at the other."""
    with node.session() as session:
        keys = public_keys(vault_of(session))
    with to.session() as session:
        put_key(session, TABLES, NEW, "第二中学", *keys)


def ask(other: School) -> UUID:
    asked = other.post("/transfers", {"id_number": ANNA, "name": "安安"})
    return UUID(asked["id"])


def decided(transfer: UUID, volunteer: str, **more: Any) -> dict[str, Any]:
    return {
        "transfer": transfer,
        "volunteer": UUID(volunteer),
        "from_station": OLD,
        "to_station": NEW,
        "decision": "approved",
        "reason": "调动",
        "decided_on": date(2025, 2, 1),
        "by": "中心",
    } | more


def decide(node: School, data: dict[str, Any]) -> None:
    node.receive("transfer.decided", f"transfer:{data['transfer']}", data)


def deliver(school: School, other: School) -> dict[str, Any]:
    """Passes the old station's statement on, as the center does."""
    sent = school.sent("transfer.statement")[-1]
    data = sent | {key: UUID(sent[key]) for key in ("transfer", "volunteer")}
    other.receive("transfer.statement", f"transfer:{sent['transfer']}", data)
    return data


def move(school: School, other: School, volunteer: str) -> UUID:
    transfer = ask(other)
    for node in (school, other):
        decide(node, decided(transfer, volunteer))
    deliver(school, other)
    return transfer


def spans(node: School, volunteer: str) -> tuple[Interval, ...]:
    with node.session() as session:
        return spans_in(session).get(UUID(volunteer), ())


def test_the_volunteer_arrives_with_uuid_approval_date_card_and_totals(
    school: School, other: School, volunteer: str
) -> None:
    move(school, other, volunteer)
    here = other.get("/volunteers")["items"][0]
    assert (here["id"], here["approval_date"], here["status"]) == (
        *(volunteer, "2025-01-02", "approved"),
    )
    assert spans(other, volunteer) == (Interval(date(2025, 2, 1)),)
    assert other.get("/cards")["items"][0]["number"] == "01-2025-00001"
    came = other.get("/transfers")["items"][0]
    assert (came["status"], came["from_station"]) == ("completed", OLD)
    assert came["years"] == [
        {"station": OLD, "year": 2025}
        | {"hours": 2, "satisfied_hours": 2, "points_hours": 2, "points": 10}
    ]
    registration = other.get("/registrations")["items"][0]
    assert registration["id"] == school.get("/registrations")["items"][0]["id"]
    assert registration["specialties"] == ["书法"]
    assert other.post("/volunteers/search", {"id_number": ANNA})["total"] == 1
    assert other.get("/members")["total"] == 3


def test_the_old_station_keeps_the_records_and_marks_the_volunteer(
    school: School, other: School, volunteer: str
) -> None:
    move(school, other, volunteer)
    gone = school.get("/volunteers")["items"][0]
    assert (gone["status"], gone["left_reason"]) == ("left", "transferred")
    assert gone["transferred_to"] == NEW
    assert spans(school, volunteer) == (Interval(date(2025, 1, 2), date(2025, 2, 1)),)
    with school.session() as session:
        assert session.scalars(select(ServiceRecord)).one().status == "certified"
    registration = school.get("/registrations")["items"][0]["id"]
    answer = school.call("clerk", "POST", f"/registrations/{registration}/submission", {})
    assert answer.json["code"] == "volunteer.transferred"


def test_nothing_of_the_person_leaves_in_clear(
    school: School, other: School, volunteer: str
) -> None:
    move(school, other, volunteer)
    asked = other.sent("transfer.asked")[0]
    statement = school.sent("transfer.statement")[0]
    for personal in (ANNA, ANNA[6:14], "13800000001", "2005-05-05"):
        assert personal not in str(asked)
        assert personal not in str(statement)
    assert asked["digest"] == school.sent("registration.submitted")[0]["digest"]


def test_decisions_and_files_received_twice_change_nothing(
    school: School, other: School, volunteer: str
) -> None:
    transfer = move(school, other, volunteer)
    for node in (school, other):
        decide(node, decided(transfer, volunteer))
    deliver(school, other)
    assert len(school.sent("transfer.statement")) == 1
    assert other.get("/volunteers")["total"] == 1


def test_a_file_waits_for_the_answer_and_the_answer_for_the_key(
    school: School, other: School, volunteer: str
) -> None:
    transfer = ask(other)
    decide(school, decided(transfer, volunteer))
    with pytest.raises(NotFoundError):
        deliver(school, other)
    decide(other, decided(transfer, volunteer))
    deliver(school, other)
    with pytest.raises(NotFoundError, match=r"key\.unknown"):
        far = decided(UUID(int=8), volunteer, to_station="station:09-1")
        decide(school, far)


def test_a_file_of_another_person_or_for_another_node_is_refused(
    school: School, other: School, volunteer: str
) -> None:
    asked = other.post("/transfers", {"id_number": number_of_nobody(), "name": "安安"})
    transfer = UUID(asked["id"])
    for node in (school, other):
        decide(node, decided(transfer, volunteer))
    with pytest.raises(UntrustedError, match=r"transfer\.other_person"):
        deliver(school, other)
    statement = school.sent("transfer.statement")[0]
    data = {
        "transfer": transfer,
        "volunteer": UUID(volunteer),
        "to_station": NEW,
        "sealed": statement["sealed"][:-4] + "AAAA",
    }
    with pytest.raises(UntrustedError, match=r"sealed\.unreadable"):
        other.receive("transfer.statement", f"transfer:{transfer}", data)
    assert other.get("/volunteers")["total"] == 0


def number_of_nobody() -> str:
    return number("19900101", 8)


def test_a_refused_transfer_moves_nobody(school: School, other: School, volunteer: str) -> None:
    transfer = ask(other)
    for node in (school, other):
        decide(node, decided(transfer, volunteer, decision="refused", reason="未离职"))
    assert other.get("/transfers")["items"][0]["reason"] == "未离职"
    assert school.get("/volunteers")["items"][0]["status"] == "approved"
    assert school.sent("transfer.statement") == []
    forged = {
        "transfer": transfer,
        "volunteer": UUID(volunteer),
        "to_station": NEW,
        "sealed": "x",
    }
    with pytest.raises(ConflictError, match=r"transfer\.not_approved"):
        other.receive("transfer.statement", f"transfer:{transfer}", forged)


def test_a_decision_on_other_stations_is_refused(school: School, volunteer: str) -> None:
    data = decided(UUID(int=8), volunteer, from_station="station:02-1", to_station="station:02-2")
    with pytest.raises(ConflictError, match=r"transfer\.other_station"):
        decide(school, data)


def test_who_applied_here_first_goes_on_under_the_older_uuid(
    school: School, other: School, volunteer: str
) -> None:
    other.roster()
    other.import_(csv(FORM_HEADINGS, [form("安安", ANNA, "2025-01-20")]))
    provisional = other.get("/volunteers")["items"][0]["id"]
    move(school, other, volunteer)
    assert [row["id"] for row in other.get("/volunteers")["items"]] == [volunteer]
    assert provisional != volunteer
    rows = [record("安安", "2025-02-01", "07:00", "08:00")]
    preview = other.preview(csv(RECORD_HEADINGS, rows), "服务统计-2025.csv")
    assert preview["rows"][0]["reason"] is None


def test_a_draft_of_who_came_by_transfer_is_never_submitted(
    school: School, other: School, volunteer: str, clock: Callable[[str], None]
) -> None:
    other.roster(MEMBERS)
    sheet = csv(FORM_HEADINGS, [form("安安", ANNA, "2025-03-01")])
    assert other.import_(sheet)["rows"][0]["outcome"] == "held"
    move(school, other, volunteer)
    clock("2025-03-01T09:00:00+08:00")
    assert other.import_(sheet)["rows"][0]["outcome"] == "already_there"
    assert other.sent("registration.submitted") == []


def test_a_volunteer_can_come_back_with_both_stations_totals(
    school: School, other: School, volunteer: str
) -> None:
    move(school, other, volunteer)
    with school.session() as session:
        keys = public_keys(vault_of(session))
    with other.session() as session:
        put_key(session, TABLES, OLD, "实验小学", *keys)
    asked = school.post("/transfers", {"id_number": ANNA, "name": "安安"})
    back = decided(UUID(asked["id"]), volunteer, from_station=NEW, to_station=OLD)
    for node in (other, school):
        decide(node, back)
    deliver(other, school)
    here = school.get("/volunteers")["items"][0]
    assert (here["id"], here["status"], here["transferred_to"]) == (volunteer, "approved", None)
    assert spans(school, volunteer)[-1] == Interval(date(2025, 2, 1))
    came = school.get("/transfers")["items"][0]
    assert [year["station"] for year in came["years"]] == [OLD]


def test_whoever_serves_here_or_is_asked_for_already_is_not_asked_for(
    school: School, other: School, volunteer: str
) -> None:
    here = school.call("clerk", "POST", "/transfers", {"id_number": ANNA, "name": "安安"})
    assert here.json["code"] == "transfer.volunteer_here"
    ask(other)
    again = other.call("clerk", "POST", "/transfers", {"id_number": ANNA, "name": "安安"})
    assert (again.status_code, again.json["code"]) == (409, "transfer.asked_already")
    bad = other.call("clerk", "POST", "/transfers", {"id_number": "1", "name": "安安"})
    assert bad.json["code"] == "id_number.bad"
    blank = other.call("clerk", "POST", "/transfers", {"id_number": BERT, "name": " "})
    assert blank.json["code"] == "transfer.no_name"


def test_a_station_without_a_word_asks_for_nobody(
    make_node: MakeNode, clock: Callable[[str], None]
) -> None:
    clock("2025-02-01T09:00:00+08:00")
    school = School(make_node("station", "01-3309", upper=CENTER))
    answer = school.call("clerk", "POST", "/transfers", {"id_number": ANNA, "name": "安安"})
    assert answer.json["code"] == "registration.no_word"


def test_what_is_not_known_yet_waits(school: School, other: School, volunteer: str) -> None:
    with pytest.raises(NotFoundError, match=r"transfer\.unknown"):
        decide(other, decided(UUID(int=8), volunteer))
    with pytest.raises(NotFoundError, match=r"volunteer\.unknown"):
        decide(school, decided(UUID(int=8), str(UUID(int=9))))


def test_who_is_not_approved_has_no_file(school: School, other: School, volunteer: str) -> None:
    made = school.post("/registrations", IN_PERSON | {"id_number": BERT, "name": "博博"})
    with pytest.raises(ConflictError, match=r"volunteer\.not_approved"):
        decide(school, decided(UUID(int=8), made["volunteer"]))


def test_who_was_approved_here_under_another_uuid_is_not_overwritten(
    school: School, other: School, volunteer: str
) -> None:
    transfer = ask(other)
    for node in (school, other):
        decide(node, decided(transfer, volunteer))
    other.roster()
    here = other.approve("安安", ANNA)
    with pytest.raises(ConflictError, match=r"transfer\.volunteer_here"):
        deliver(school, other)
    assert [row["id"] for row in other.get("/volunteers")["items"]] == [here]


def test_who_is_suspended_arrives_suspended(school: School, other: School, volunteer: str) -> None:
    school.decide("suspended", "2025-01-20")
    move(school, other, volunteer)
    assert other.get("/volunteers")["items"][0]["status"] == "suspended"
    assert spans(other, volunteer) == ()


def test_a_question_that_the_center_could_not_take_in_stands_refused(
    school: School, other: School, volunteer: str
) -> None:
    transfer = ask(other)
    for _ in range(2):
        other.reject("transfer.asked", "本人就在这个站。")
    kept = other.get("/transfers")["items"][0]
    assert (kept["id"], kept["status"]) == (str(transfer), "refused")
    assert kept["reason"] == "本人就在这个站。"
    ask(other)


def test_a_leaving_that_crossed_the_centers_word_came_too_late(
    school: School, other: School, volunteer: str
) -> None:
    transfer = ask(other)
    school.post(f"/volunteers/{volunteer}/leaving", {"left_on": "2025-02-01", "reason": "other"})
    for node in (school, other):
        decide(node, decided(transfer, volunteer))
    deliver(school, other)
    here = other.get("/volunteers")["items"][0]
    assert (here["id"], here["status"], here["left_on"]) == (volunteer, "approved", None)
    assert other.get("/registrations")["items"][0]["status"] == "approved"
    assert spans(other, volunteer) == (Interval(date(2025, 2, 1)),)
    assert school.get("/volunteers")["items"][0]["transferred_to"] == NEW


def test_posts_consents_and_team_go_with_the_move_or_end_with_it(
    school: School, other: School, volunteer: str
) -> None:
    school.post(f"/volunteers/{volunteer}/profile", {"service_posts": ["义务维修"]})
    school.post(f"/volunteers/{volunteer}/consents", {"photos": True})
    school.post("/teams", {"name": "队", "leader": volunteer})
    move(school, other, volunteer)
    (told,) = other.sent("volunteer.profile")
    assert (told["service_posts"], told["consents"]["photos"]) == (["义务维修"], True)
    found = other.post("/people/search", {"typed": "anan"})["items"]
    assert [(one["name"], one["card"]) for one in found] == [("安安", "01-2025-00001")]
    team = school.get("/teams")["items"][0]
    assert (team["leader"], team["members"]) == (None, [])
    left = school.call("clerk", "POST", f"/volunteers/{volunteer}/profile", {"post": "教师"})
    assert (left.status_code, left.json["code"]) == (409, "volunteer.transferred")
    assert len(school.sent("volunteer.profile")) == 2
