"""Registrations: by sheet and in person, submitted, decided, mended, suspended, come back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest

from shared.domain.registration import Interval
from shared.errors import ConflictError, NotFoundError
from station.actions.volunteer import begin_service
from station.models.member import members_on
from station.models.volunteer import Volunteer, spans, volunteers_on
from tests.conftest import MakeNode
from tests.station.people.school import (
    ANNA,
    BERT,
    CENTER,
    CLEO,
    FORM_HEADINGS,
    IN_PERSON,
    MEMBERS,
    WORD,
    School,
    csv,
    form,
)


def intervals(school: School, volunteer: str) -> tuple[Interval, ...]:
    with school.session() as session:
        return spans(session).get(UUID(volunteer), ())


def test_a_sheet_submits_registrations_without_a_digit_of_the_number(school: School) -> None:
    school.roster()
    rows = [
        form("安安", ANNA, "2025-01-01"),
        form("博博", BERT, "2024-03-01", "通过", "2024-03-10"),
        form("可可", CLEO, "2025-02-09", "通过", "2025-02-18"),
    ]
    written = school.import_(csv(FORM_HEADINGS, rows))
    assert [row["reason"] for row in written["rows"]] == [None, None, "in_future"]
    late = written["rows"][2]["values"]
    assert (late["applied_on"], late["decision"]) == ("2025-02-09", "approved")
    anna, bert = school.sent("registration.submitted")
    assert anna["claim"] is None
    assert bert["claim"] == {"decision": "approved", "decided_on": "2024-03-10"}
    assert anna["birth_year"] == 1980
    assert anna["sex"] == "female"
    assert anna["origin"] == "workbook"
    assert anna["consents"] == {"sensitive": True, "naming": False, "photos": False}
    assert anna["digest"].startswith("w1:")
    assert not any(personal in str(anna) for personal in (ANNA[6:14], ANNA[-4:], "138"))


def test_a_paper_decision_after_the_opening_is_no_claim(
    school: School, clock: Callable[[str], None]
) -> None:
    clock("2025-03-01T09:00:00+08:00")
    school.roster()
    row = form("安安", ANNA, "2024-12-20", "通过", "2025-01-01")
    written = school.import_(csv(FORM_HEADINGS, [row]))
    assert written["rows"][0]["values"]["is_claim"] is False
    assert school.sent("registration.submitted")[0]["claim"] is None


def test_a_repeated_sheet_writes_only_what_is_due_since(
    school: School, clock: Callable[[str], None]
) -> None:
    school.roster()
    sheet = csv(
        FORM_HEADINGS,
        [form("安安", ANNA, "2024-12-01", "通过", "2024-12-09"), form("可可", CLEO, "2025-02-09")],
    )
    first = school.import_(sheet)
    assert [row["outcome"] for row in first["rows"]] == ["accepted", "held"]
    drafts = school.get("/registrations?status=draft")["items"]
    assert [(draft["name"], draft["version"]) for draft in drafts] == [("可可", 0)]
    clock("2025-02-08T09:00:00+08:00")
    early = school.import_(sheet)
    assert [row["outcome"] for row in early["rows"]] == ["already_there", "already_there"]
    clock("2025-02-09T09:00:00+08:00")
    again = school.import_(sheet)
    assert [row["outcome"] for row in again["rows"]] == ["already_there", "accepted"]
    assert "differences" not in again["rows"][0]["values"]
    assert len(school.sent("registration.submitted")) == 2
    assert school.get("/registrations?status=draft")["total"] == 0
    assert school.get("/registrations")["total"] == 2


def test_the_form_in_person_is_submitted_at_once(school: School) -> None:
    school.roster()
    made = school.post("/registrations", IN_PERSON)
    assert (made["status"], made["version"]) == ("submitted", 1)
    assert made["last_four"] == ANNA[-4:]
    assert made["to_complete"] == ["photo"]
    assert made["consents"]["naming"] == {"given": True, "text": "1", "how": "in_person"}
    assert made["originals"]["by"] == "clerk"
    assert ANNA not in str(made)
    assert school.sent("registration.submitted")[0]["origin"] == "in_person"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"id_card_seen": False}, "registration.originals_not_seen"),
        ({"party_card_seen": False}, "registration.originals_not_seen"),
        (
            {"consents": {"sensitive": False, "naming": True, "photos": True}},
            "registration.consent_needed",
        ),
        ({"applied_on": "2025-01-03"}, "registration.in_future"),
        ({"name": "别人"}, "registration.other_name"),
        ({"id_number": "130204198001010021"}, "id_number.bad"),
        ({"id_number": "11010119900307299X"}, "registration.not_on_roster"),
        ({"categories": ["nothing"]}, "form.invalid"),
    ],
)
def test_a_form_that_breaks_a_rule_is_refused(
    school: School, change: dict[str, object], code: str
) -> None:
    school.roster()
    answer = school.call("clerk", "POST", "/registrations", IN_PERSON | change)
    assert answer.json["code"] == code
    assert answer.json["message"]
    assert school.get("/registrations")["total"] == 0
    assert school.sent("registration.submitted") == []


def test_the_same_number_registers_once(school: School) -> None:
    school.roster()
    school.post("/registrations", IN_PERSON)
    again = school.call("clerk", "POST", "/registrations", IN_PERSON)
    assert (again.status_code, again.json["code"]) == (409, "registration.already_here")


def test_a_rejected_one_may_apply_again_under_the_same_uuid(school: School) -> None:
    school.roster()
    first = school.post("/registrations", IN_PERSON)
    school.decide("rejected", "2025-01-02")
    second = school.post("/registrations", IN_PERSON)
    assert second["id"] != first["id"]
    assert second["volunteer"] == first["volunteer"]


def test_a_station_without_a_word_is_refused_at_submission(
    make_node: MakeNode, clock: Callable[[str], None]
) -> None:
    clock("2025-01-02T09:00:00+08:00")
    school = School(make_node("station", "01-3309", upper=CENTER))
    school.roster()
    answer = school.call("clerk", "POST", "/registrations", IN_PERSON)
    assert (answer.status_code, answer.json["code"]) == (409, "registration.no_word")
    assert "区字" in answer.json["message"]
    assert school.get("/registrations")["total"] == 0


def test_two_stations_of_a_district_give_the_same_digest(school: School, other: School) -> None:
    for each in (school, other):
        each.roster()
        each.post("/registrations", IN_PERSON)
    digests = [each.sent("registration.submitted")[0]["digest"] for each in (school, other)]
    assert digests[0] == digests[1]
    assert WORD[3:] not in digests[0]


def test_an_approval_opens_the_time_in_service(school: School) -> None:
    school.roster()
    volunteer = school.approve("安安", ANNA)
    assert intervals(school, volunteer) == (Interval(date(2025, 1, 2)),)
    kept = school.get("/volunteers?status=approved")["items"][0]
    assert kept["approval_date"] == "2025-01-02"
    with school.session() as session:
        counts = [volunteers_on(session, date(2025, 1, day)) for day in (1, 2)]
        assert counts == [0, 1]
        assert members_on(session, date(2025, 1, 2)) == 3


def test_a_claim_confirmed_sets_an_approval_date_in_the_past(school: School) -> None:
    school.roster()
    school.import_(csv(FORM_HEADINGS, [form("安安", ANNA, "2024-03-01", "通过", "2024-03-10")]))
    data = school.decide("approved", "2025-01-02", approval_date=date(2024, 3, 10), origin="paper")
    kept = school.get("/volunteers")["items"][0]
    assert (kept["approval_date"], kept["approval_origin"]) == ("2024-03-10", "paper")
    shown = school.get("/registrations")["items"][0]
    assert (shown["approval_date"], shown["decided_on"]) == ("2024-03-10", "2025-01-02")
    assert intervals(school, str(data["volunteer"])) == (Interval(date(2024, 3, 10)),)


def test_a_decision_received_twice_changes_nothing(school: School) -> None:
    school.roster()
    volunteer = school.approve("安安", ANNA)
    school.decide("approved", "2025-01-02")
    assert intervals(school, volunteer) == (Interval(date(2025, 1, 2)),)


def test_a_returned_form_is_mended_and_goes_up_as_a_new_version(school: School) -> None:
    school.roster()
    made = school.post("/registrations", IN_PERSON)
    school.decide("returned", "2025-01-02", reason="请补特长")
    assert school.get("/registrations?status=returned")["items"][0]["decision_reason"] == "请补特长"
    path = f"/registrations/{made['id']}/submission"
    mended = school.post(path, {"specialties": ["书法", "医疗"]})
    assert (mended["status"], mended["version"]) == ("submitted", 2)
    assert mended["specialties"] == ["书法", "医疗"]
    first, second = school.sent("registration.submitted")
    assert (first["version"], second["version"]) == (1, 2)
    assert second["registration"] == first["registration"]
    again = school.call("clerk", "POST", path, {})
    assert again.json["code"] == "registration.not_movable"


def test_a_decision_on_an_older_version_is_shown_and_not_applied(school: School) -> None:
    school.roster()
    made = school.post("/registrations", IN_PERSON)
    school.decide("returned", "2025-01-02")
    school.post(f"/registrations/{made['id']}/submission", {})
    school.decide("approved", "2025-01-02", version=1)
    shown = school.get("/registrations")["items"][0]
    assert shown["status"] == "submitted"
    assert shown["overtaken"]["decision"] == "approved"


def test_a_decision_must_name_what_was_submitted(school: School) -> None:
    school.roster()
    school.post("/registrations", IN_PERSON)
    with pytest.raises(ConflictError, match=r"registration\.other_content"):
        school.decide("approved", "2025-01-02", content="0" * 64)
    with pytest.raises(NotFoundError, match=r"registration\.unknown"):
        school.decide("approved", "2025-01-02", version=2)
    with pytest.raises(NotFoundError, match=r"registration\.unknown"):
        school.decide("approved", "2025-01-02", registration=UUID(int=1))
    assert school.get("/registrations")["items"][0]["status"] == "submitted"


def test_suspended_and_resumed_leaves_a_gap_in_the_service(school: School) -> None:
    school.roster()
    volunteer = school.approve("安安", ANNA)
    school.decide("suspended", "2025-02-01", reason="休养")
    assert school.get("/volunteers")["items"][0]["status"] == "suspended"
    school.decide("resumed", "2025-03-01")
    assert intervals(school, volunteer) == (
        Interval(date(2025, 1, 2), date(2025, 1, 31)),
        Interval(date(2025, 3, 1)),
    )


def test_suspended_on_the_day_of_approval_means_never_in_service(school: School) -> None:
    school.roster()
    volunteer = school.approve("安安", ANNA)
    school.decide("suspended", "2025-01-02")
    assert intervals(school, volunteer) == ()


def test_whoever_left_and_comes_back_keeps_uuid_and_approval_date(
    school: School, clock: Callable[[str], None]
) -> None:
    school.roster()
    volunteer = school.approve("安安", ANNA)
    clock("2025-04-01T09:00:00+08:00")
    body = {"left_on": "2025-03-31", "reason": "other"}
    left = school.post(f"/volunteers/{volunteer}/leaving", body)
    assert (left["status"], left["left_on"]) == ("left", "2025-03-31")
    assert school.sent("volunteer.left") == [{"volunteer": volunteer, **body}]
    registration = school.get("/registrations")["items"][0]["id"]
    school.post(f"/registrations/{registration}/submission", {})
    school.decide("approved", "2025-05-01")
    kept = school.get("/volunteers")["items"][0]
    assert (kept["id"], kept["approval_date"]) == (volunteer, "2025-01-02")
    assert kept["left_on"] is None
    assert intervals(school, volunteer) == (
        Interval(date(2025, 1, 2), date(2025, 3, 31)),
        Interval(date(2025, 5, 1)),
    )


@pytest.mark.parametrize(
    ("left_on", "code"),
    [
        ("2025-01-03", "volunteer.leaves_in_future"),
        ("2025-01-01", "volunteer.leaves_before_approval"),
    ],
)
def test_leaving_needs_a_day_in_service(school: School, left_on: str, code: str) -> None:
    school.roster()
    volunteer = school.approve("安安", ANNA)
    body = {"left_on": left_on, "reason": "retired"}
    answer = school.call("clerk", "POST", f"/volunteers/{volunteer}/leaving", body)
    assert answer.json["code"] == code


def test_who_is_not_approved_or_unknown_cannot_leave(school: School) -> None:
    school.roster()
    made = school.post("/registrations", IN_PERSON)
    body = {"left_on": "2025-01-02", "reason": "died"}
    path = f"/volunteers/{made['volunteer']}/leaving"
    assert school.call("clerk", "POST", path, body).json["code"] == "volunteer.not_approved"
    unknown = f"/volunteers/{UUID(int=5)}/leaving"
    assert school.call("clerk", "POST", unknown, body).status_code == 404


def test_a_volunteer_is_found_by_number_without_showing_one(school: School) -> None:
    school.roster()
    volunteer = school.approve("安安", ANNA)
    spaced = f" {ANNA[:6]} {ANNA[6:].lower()}"
    found = school.post("/volunteers/search", {"id_number": spaced})
    assert found["items"][0]["volunteer"] == volunteer
    assert found["items"][0]["name"] == "安安"
    assert found["items"][0]["registration"]
    assert ANNA[-4:] not in str(found)
    assert school.post("/volunteers/search", {"id_number": BERT}) == {"items": [], "total": 0}


def test_every_step_stands_in_the_audit_log(school: School) -> None:
    school.roster()
    school.import_(csv(FORM_HEADINGS, [form("安安", ANNA, "2025-01-01")]))
    school.decide("approved", "2025-01-02")
    actions = {line["action"] for line in school.get("/audit?page_size=1000", "head")["items"]}
    assert actions >= {
        *("import.previewed", "import.written", "roster.written"),
        *("registration.submitted", "registration.approved"),
    }


def test_only_a_kept_registration_of_a_member_is_submitted_again(
    school: School, clock: Callable[[str], None]
) -> None:
    school.roster()
    unknown = school.call("clerk", "POST", f"/registrations/{UUID(int=5)}/submission", {})
    assert (unknown.status_code, unknown.json["code"]) == (404, "registration.unknown")
    made = school.post("/registrations", IN_PERSON)
    school.decide("returned", "2025-01-02")
    clock("2025-03-01T09:00:00+08:00")
    school.roster(MEMBERS[1:])
    gone = school.call("clerk", "POST", f"/registrations/{made['id']}/submission", {})
    assert (gone.status_code, gone.json["code"]) == (409, "registration.not_on_roster")


def test_suspended_and_resumed_on_one_day_leaves_no_gap(school: School) -> None:
    school.roster()
    volunteer = school.approve("安安", ANNA)
    school.decide("suspended", "2025-02-01")
    school.decide("resumed", "2025-02-01")
    assert intervals(school, volunteer) == (
        Interval(date(2025, 1, 2), date(2025, 1, 31)),
        Interval(date(2025, 2, 1)),
    )


def test_who_leaves_while_suspended_is_out_of_service_already(
    school: School, clock: Callable[[str], None]
) -> None:
    school.roster()
    volunteer = school.approve("安安", ANNA)
    school.decide("suspended", "2025-02-01")
    clock("2025-04-01T09:00:00+08:00")
    school.post(f"/volunteers/{volunteer}/leaving", {"left_on": "2025-03-31", "reason": "died"})
    assert intervals(school, volunteer) == (Interval(date(2025, 1, 2), date(2025, 1, 31)),)


def test_who_comes_back_on_the_day_of_leaving_never_left(
    school: School, clock: Callable[[str], None]
) -> None:
    school.roster()
    volunteer = school.approve("安安", ANNA)
    body = {"left_on": "2025-01-02", "reason": "other"}
    school.post(f"/volunteers/{volunteer}/leaving", body)
    registration = school.get("/registrations")["items"][0]["id"]
    school.post(f"/registrations/{registration}/submission", {})
    school.decide("approved", "2025-01-02", reason="再次同意", approval_date=None)
    assert school.get("/volunteers")["items"][0]["status"] == "approved"
    assert intervals(school, volunteer) == (Interval(date(2025, 1, 2)),)


def test_who_is_in_service_stays_so(school: School) -> None:
    school.roster()
    volunteer = school.approve("安安", ANNA)
    with school.session() as session:
        begin_service(session, session.get_one(Volunteer, UUID(volunteer)), date(2025, 2, 1))
    assert intervals(school, volunteer) == (Interval(date(2025, 1, 2)),)


def test_what_the_center_could_not_take_in_stands_returned(school: School) -> None:
    school.roster()
    made = school.post("/registrations", IN_PERSON)
    for _ in range(2):
        school.reject("registration.submitted", "登记已有决定。")
    kept = school.get("/registrations")["items"][0]
    assert (kept["status"], kept["decision_reason"]) == ("returned", "登记已有决定。")
    school.post(f"/registrations/{made['id']}/submission", {})
    first = school.sent_ids("registration.submitted")[0]
    school.reject("registration.submitted", "旧的一版。", first)
    assert school.get("/registrations")["items"][0]["status"] == "submitted"
