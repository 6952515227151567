"""Profiles from the stations: kept, the newest alone; the association learns name and consents."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from center.actions.profile import person_of
from center.database import db
from center.models.registration import Registration
from center.models.volunteer import Volunteer
from shared.errors import ForbiddenError, NotFoundError
from tests.center.bureau import ASSOCIATION, CONSENTS, A, B, Bureau
from tests.center.refusal import refused


def tell(bureau: Bureau, who: UUID, station: str = A, **more: Any) -> None:
    data = {
        "volunteer": who,
        "name": "王娟",
        "sex": "female",
        "birth_year": 1980,
        "post": "教师",
        "service_posts": ["义务维修"],
        "specialties": ["书法", "电工"],
        "categories": ["convenience"],
        "free_times": ["6-morning"],
        "health": True,
        "conduct": True,
        "consents": CONSENTS,
        "changed_on": date(2025, 2, 3),
        **more,
    }
    bureau.receive("volunteer.profile", station, data, subject=f"volunteer:{who}")


def person(bureau: Bureau, who: UUID) -> dict[str, Any]:
    found = bureau.get(Volunteer, who)
    return person_of(found, bureau.get(Registration, found.registration))


def test_the_form_stands_until_a_profile_comes_and_stays_as_it_was(bureau: Bureau) -> None:
    who = bureau.volunteer()
    assert person(bureau, who)["specialties"] == ["书法"]
    assert person(bureau, who)["service_posts"] == []
    tell(bureau, who)
    told = person(bureau, who)
    assert (told["specialties"], told["service_posts"]) == (["书法", "电工"], ["义务维修"])
    found = bureau.get(Volunteer, who)
    assert found.profile_on == date(2025, 2, 3)
    assert bureau.get(Registration, found.registration).person["specialties"] == ["书法"]
    assert len(bureau.audited("volunteer.profile")) == 1


def test_the_association_hears_of_another_name_and_other_consents_alone(bureau: Bureau) -> None:
    who = bureau.volunteer()
    tell(bureau, who)
    assert len(bureau.sent("volunteer.approved", ASSOCIATION)) == 1
    tell(bureau, who, name="王小娟")
    tell(bureau, who, name="王小娟", consents=CONSENTS | {"naming": True})
    tell(bureau, who, name="王小娟", consents=CONSENTS | {"naming": True}, post="校长")
    announced = bureau.sent("volunteer.approved", ASSOCIATION)
    assert [one["name"] for one in announced] == ["王娟", "王小娟", "王小娟"]
    assert [one["consents"]["naming"] for one in announced] == [False, False, True]
    assert len({one["approval_date"] for one in announced}) == 1


def test_without_the_consent_no_photo_goes_further(bureau: Bureau) -> None:
    photo = "ab" * 32
    who = bureau.volunteer(consents=CONSENTS | {"photos": True}, photo=photo)
    tell(bureau, who, consents=CONSENTS)
    announced = bureau.sent("volunteer.approved", ASSOCIATION)
    assert [one["photo"] for one in announced] == [photo, None]


def test_who_left_is_not_announced_again_and_who_comes_back_has_the_new_form(
    bureau: Bureau,
) -> None:
    who = bureau.volunteer()
    tell(bureau, who)
    left = {"volunteer": who, "left_on": date(2025, 2, 3), "reason": "retired"}
    bureau.receive("volunteer.left", A, left, subject=f"volunteer:{who}")
    tell(bureau, who, name="王小娟")
    assert len(bureau.sent("volunteer.approved", ASSOCIATION)) == 1
    bureau.volunteer(volunteer=who, specialties=["医疗"])
    assert person(bureau, who)["specialties"] == ["医疗"]
    assert bureau.get(Volunteer, who).profile_on is None


def test_only_the_own_station_speaks_and_others_wait(bureau: Bureau) -> None:
    who = bureau.volunteer()
    with refused(ForbiddenError, "volunteer.other_station"):
        tell(bureau, who, B)
    with refused(NotFoundError, "volunteer.unknown"):
        tell(bureau, uuid4())


def test_a_profile_lies_encrypted(bureau: Bureau) -> None:
    who = bureau.volunteer()
    tell(bureau, who, name="王小娟")
    session = db.session()
    stored = session.execute(text("SELECT name, profile FROM volunteer")).one()
    session.rollback()
    assert all("王小娟".encode() not in bytes(value) for value in stored)
    assert "电工".encode() not in bytes(stored[1])
    assert "王小娟" not in str([line.after for line in bureau.audited("volunteer.profile")])
