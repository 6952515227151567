"""An ID number put right by hand: checked, everything that hangs on it renewed, never shown."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from shared.vault import vault_of
from station.models.member import Member
from tests.station.people.school import ANNA, BERT, IN_PERSON, School, number

RIGHT = number("19810101", 7)


def member(school: School, name: str = "安安") -> str:
    return next(row["id"] for row in school.get("/members")["items"] if row["name"] == name)


def row(school: School, name: str = "安安") -> dict[str, Any]:
    """What the database holds of a member, decrypted."""
    with school.session() as session:
        found = session.scalars(select(Member).filter_by(name=name)).one()
        vault = vault_of(session)
        assert found.search_digest == vault.search_digest(found.id_number)
        assert found.duplicate_digest == vault.duplicate_digest(found.id_number)
        return {"number": found.id_number, "born": found.birth_date}


def found(school: School, typed: str) -> list[str]:
    return [one["name"] for one in school.post("/people/search", {"typed": typed})["items"]]


def test_another_number_renews_whatever_hangs_on_it(school: School) -> None:
    school.roster()
    path = f"/members/{member(school)}"
    spaced = f" {RIGHT[:6]} {RIGHT[6:].lower()}"
    shown = school.post(path, {"id_number": spaced})
    assert shown["last_four"] == RIGHT[-4:] and RIGHT not in str(shown)
    assert row(school) == {"number": RIGHT, "born": "1981-01-01"}
    assert found(school, RIGHT[-4:]) == found(school, RIGHT) == ["安安"]
    assert "安安" not in found(school, ANNA[-4:]) + found(school, ANNA)
    school.post(path, {"id_number": RIGHT, "post": "教师"})
    lines = school.get(f"/audit?subject=member:{shown['id']}")["items"]
    assert [line["action"] for line in lines] == ["member.number_corrected"]
    assert not any(number[-4:] in str(lines) for number in (ANNA, RIGHT))
    school.roster()
    assert len(school.get("/members")["items"]) == 3, "the old roster brings the old number back"


@pytest.mark.parametrize(
    ("typed", "status", "code"),
    [
        (ANNA[:-1] + ("0" if ANNA[-1] != "0" else "1"), 422, "id_number.bad"),
        (ANNA[:-3], 422, "id_number.bad"),
        (BERT, 409, "member.number_taken"),
    ],
)
def test_a_wrong_number_and_anothers_are_refused_at_the_field(
    school: School, typed: str, status: int, code: str
) -> None:
    school.roster()
    before = row(school)
    body = {"id_number": typed, "post": "校医"}
    answer = school.call("clerk", "POST", f"/members/{member(school)}", body)
    said = (answer.status_code, answer.json["code"], answer.json["field"])
    assert said == (status, code, "id_number")
    assert row(school) == before and BERT not in answer.text
    posts = {one["name"]: one["post"] for one in school.get("/members")["items"]}
    assert posts["安安"] == "教师"


def test_of_a_volunteer_the_center_learns_the_year_of_birth_and_no_digit(school: School) -> None:
    school.roster()
    school.approve("安安", ANNA)
    school.post(f"/members/{member(school)}", {"id_number": RIGHT})
    (sent,) = school.sent("volunteer.profile")
    assert sent["birth_year"] == 1981
    assert "digest" not in str(sent) and RIGHT[-4:] not in str(sent)


def test_a_form_sent_again_carries_the_right_digest(school: School) -> None:
    school.roster()
    waiting = school.post("/registrations", IN_PERSON)
    school.decide("returned", "2025-01-02")
    school.post(f"/members/{member(school)}", {"id_number": RIGHT})
    stay = ("id_number", "name", "id_card_seen", "party_card_seen")
    again = {key: value for key, value in IN_PERSON.items() if key not in stay}
    school.post(f"/registrations/{waiting['id']}/submission", again)
    first, second = school.sent("registration.submitted")
    assert first["digest"] != second["digest"]
    with school.session() as session:
        assert second["digest"] == vault_of(session).duplicate_digest(RIGHT)
