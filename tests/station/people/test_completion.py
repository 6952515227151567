"""Forms from a workbook completed at the counter, whatever the center has decided meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.station.people.school import ANNA, BERT, FORM_HEADINGS, IN_PERSON, School, csv, form

NOBODY = "00000000-0000-7000-8000-000000000000"
SEEN = {
    "consents": {"sensitive": True, "naming": True, "photos": False},
    "health": True,
    "conduct": True,
    "id_card_seen": True,
    "party_card_seen": True,
}


@pytest.fixture
def sheet(school: School) -> tuple[School, str]:
    """A form that came from a workbook and waits at the center."""
    school.roster()
    school.import_(csv(FORM_HEADINGS, [form("安安", ANNA, "2025-01-01")]))
    return school, school.get("/registrations")["items"][0]["id"]


def complete(school: School, registration: str, **more: Any) -> Any:
    return school.post(f"/registrations/{registration}/completion", SEEN | more)


def told(school: School) -> list[dict[str, bool]]:
    return [one["consents"] for one in school.sent("volunteer.profile")]


def test_what_was_missing_stands_with_day_and_name(
    sheet: tuple[School, str], clock: Callable[[str], None]
) -> None:
    school, registration = sheet
    before = school.get("/registrations")["items"][0]
    assert before["to_complete"] == ["photo", "consent_naming", "consent_photos"]
    clock("2025-01-05T09:00:00+08:00")
    done = complete(school, registration)
    assert done["to_complete"] == ["photo"]
    stamp = {"how": "in_person", "on": "2025-01-05", "by": "clerk"}
    assert done["originals"] == {"id_card": True, "party_card": True, **stamp}
    assert done["consents"]["naming"] == {"given": True, "text": "1", **stamp}
    assert done["consents"]["photos"] == {"given": False, "text": "1", **stamp}
    assert (done["status"], done["version"]) == ("submitted", 1)
    lines = school.get(f"/audit?subject=registration:{registration}")["items"]
    assert lines[0]["action"] == "registration.completed"


def test_of_one_who_is_approved_it_goes_up_at_once(sheet: tuple[School, str]) -> None:
    school, registration = sheet
    school.decide("approved", "2025-01-02")
    complete(school, registration)
    assert told(school) == [{"sensitive": True, "naming": True, "photos": False}]
    assert school.get("/volunteers")["items"][0]["status"] == "approved"


def test_of_one_who_waits_it_goes_up_with_the_approval(sheet: tuple[School, str]) -> None:
    school, registration = sheet
    complete(school, registration)
    assert told(school) == []
    school.decide("approved", "2025-01-02")
    assert told(school) == [{"sensitive": True, "naming": True, "photos": False}]


def test_of_a_returned_one_it_goes_up_with_the_submission(sheet: tuple[School, str]) -> None:
    school, registration = sheet
    school.decide("returned", "2025-01-02")
    complete(school, registration)
    school.post(f"/registrations/{registration}/submission", {})
    assert school.sent("registration.submitted")[-1]["consents"]["naming"] is True
    school.decide("approved", "2025-01-02")
    assert told(school) == []


def test_a_form_is_completed_once_and_with_everything_seen(sheet: tuple[School, str]) -> None:
    school, registration = sheet
    path = f"/registrations/{registration}/completion"
    for change, code in (
        ({"id_card_seen": False}, "registration.originals_not_seen"),
        (
            {"consents": {"sensitive": False, "naming": True, "photos": True}},
            "registration.consent_needed",
        ),
    ):
        answer = school.call("clerk", "POST", path, SEEN | change)
        assert (answer.status_code, answer.json["code"]) == (422, code)
    complete(school, registration)
    again = school.call("clerk", "POST", path, SEEN)
    assert (again.status_code, again.json["code"]) == (409, "registration.complete")
    person = school.post("/registrations", IN_PERSON | {"name": "博博", "id_number": BERT})
    whole = school.call("clerk", "POST", f"/registrations/{person['id']}/completion", SEEN)
    assert whole.json["code"] == "registration.complete"


def test_what_ended_or_is_unknown_is_not_completed(sheet: tuple[School, str]) -> None:
    school, registration = sheet
    school.decide("rejected", "2025-01-02")
    ended = school.call("clerk", "POST", f"/registrations/{registration}/completion", SEEN)
    assert (ended.status_code, ended.json["code"]) == (409, "registration.ended")
    unknown = school.call("clerk", "POST", f"/registrations/{NOBODY}/completion", SEEN)
    assert (unknown.status_code, unknown.json["code"]) == (404, "registration.unknown")
