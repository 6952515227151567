"""A volunteer's photo: taken for the form, sent up with consent, changed after the approval."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from shared.federation.blob import content_of
from station.models.federation import TABLES, Outbox
from tests.picture import PLACE, jpeg
from tests.station.people.school import BERT, IN_PERSON, School
from tests.station.people.test_transfer import introduce, move

CONSENTS = {"sensitive": True, "naming": True, "photos": True}
SUBMITTED, PHOTO = "registration.submitted", "volunteer.photo"


@pytest.fixture(autouse=True)
def roster(school: School) -> None:
    school.roster()


def send(school: School, raw: bytes, login: str = "clerk", **fields: Any) -> TestResponse:
    data = {"file": (io.BytesIO(raw), "IMG_1.HEIC"), **fields}
    return school.call(login, "POST", "/portraits", data=data)


def upload(school: School, seed: int = 0, **fields: Any) -> dict[str, Any]:
    answer = send(school, jpeg(seed), **fields)
    assert answer.status_code == 201, answer.json
    found: dict[str, Any] = answer.json
    return found


def register(school: School, **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = school.post("/registrations", IN_PERSON | {"consents": CONSENTS} | more)
    return made


def blobs(school: School, kind: str) -> list[list[str]]:
    """The digests that messages of a kind announced, in order."""
    with school.session() as session:
        query = select(Outbox).filter_by(type=kind).order_by(Outbox.id)
        bodies = [json.loads(row.body or b"") for row in session.scalars(query)]
        return [[blob["sha256"] for blob in body["blobs"]] for body in bodies]


def test_a_photo_taken_for_the_form_goes_up_with_it(school: School) -> None:
    photo = upload(school)
    assert (photo["kind"], photo["width"], photo["height"]) == ("portrait", 350, 490)
    assert photo["volunteer"] is None
    made = register(school, photo=photo["id"])
    assert made["photo"] == photo["id"]
    assert made["to_complete"] == []
    assert school.sent(SUBMITTED)[0]["photo"] == photo["sha256"]
    assert blobs(school, SUBMITTED) == [[photo["sha256"]]]
    assert school.get("/registrations")["items"][0]["photo"] == photo["id"]


def test_the_picture_is_shown_to_those_who_read_registrations_alone(school: School) -> None:
    photo = upload(school)
    for name in (photo["id"], photo["sha256"]):
        answer = school.call("clerk", "GET", f"/photos/{name}")
        assert answer.mimetype == "image/jpeg"
        assert answer.cache_control.private
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert Image.open(io.BytesIO(answer.data)).size == (350, 490)
        assert PLACE.encode() not in answer.data
        again = school.call("clerk", "GET", f"/photos/{name}")
        assert again.get_etag()[0] == photo["sha256"]
    assert school.call("admin", "GET", f"/photos/{photo['id']}").status_code == 403
    assert school.app.test_client().get(f"/api/photos/{photo['id']}").status_code == 401
    for unknown in (uuid4(), "ab" * 32):
        assert school.call("clerk", "GET", f"/photos/{unknown}").status_code == 404


def test_a_browser_that_has_it_is_spared_it(school: School) -> None:
    photo = upload(school)
    school.get("/registrations")
    headers = {"Authorization": f"Bearer {school.tokens['clerk']}"}
    headers["If-None-Match"] = f'"{photo["sha256"]}"'
    client = school.app.test_client()
    answer = client.get(f"/api/photos/{photo['id']}", headers=headers)
    assert (answer.status_code, answer.data) == (304, b"")


def test_the_part_chosen_is_kept(school: School) -> None:
    whole, part = upload(school), upload(school, x="0.2", y="0.0", w="0.5", h="0.5")
    assert whole["sha256"] != part["sha256"]
    for wrong in ({"x": "0.1"}, {"x": "2", "y": "0", "w": "1", "h": "1"}, {"x": "a"}):
        assert send(school, jpeg(), **wrong).status_code == 422
    beside = send(school, jpeg(), x="0.9", y="0", w="0.5", h="1")
    assert (beside.status_code, beside.json["code"]) == (422, "picture.bad_crop")
    assert send(school, b"no picture").json["code"] == "picture.unreadable"
    assert school.call("clerk", "POST", "/portraits", data={}).status_code == 422
    assert send(school, jpeg(), login="admin").status_code == 403


def test_the_bytes_lie_encrypted(school: School) -> None:
    photo = upload(school)
    with school.session() as session:
        kept = content_of(session, TABLES, photo["sha256"]) or b""
        query = "SELECT content FROM blob"
        stored = bytes(session.connection().exec_driver_sql(query).scalar_one())
    assert kept.startswith(b"\xff\xd8\xff")
    assert kept[:200] not in stored


def test_without_the_consent_to_photos_it_stays_in_the_house(school: School) -> None:
    photo = upload(school)
    made = register(school, photo=photo["id"], consents=CONSENTS | {"photos": False})
    assert made["to_complete"] == []
    assert school.sent(SUBMITTED)[0]["photo"] is None
    assert blobs(school, SUBMITTED) == [[]]
    school.decide("approved", "2025-01-02")
    upload(school, 1, whom=made["volunteer"])
    assert school.sent(PHOTO) == []


def test_a_returned_form_goes_up_again_with_another_photo(school: School) -> None:
    made = register(school)
    assert made["to_complete"] == ["photo"]
    school.decide("returned", "2025-01-02", approval_date=None)
    upload(school, 1, whom=made["id"])
    second = upload(school, 2)
    mended = school.post(f"/registrations/{made['id']}/submission", {"photo": second["id"]})
    assert mended["photo"] == second["id"]
    assert [sent["photo"] for sent in school.sent(SUBMITTED)] == [None, second["sha256"]]
    assert school.sent(PHOTO) == []


def test_a_photo_for_an_approved_volunteer_is_told_at_once_and_each_once(school: School) -> None:
    volunteer = register(school)["volunteer"]
    school.decide("approved", "2025-01-02")
    assert school.sent(PHOTO) == []
    first = upload(school, 3, whom=volunteer)
    [told] = school.sent(PHOTO)
    assert told == {"volunteer": volunteer, "photo": first["sha256"]}
    assert blobs(school, PHOTO) == [[first["sha256"]]]
    upload(school, 3, whom=volunteer)
    assert len(school.sent(PHOTO)) == 1
    newer = upload(school, 4, whom=volunteer)
    assert school.sent(PHOTO)[-1]["photo"] == newer["sha256"]


def test_a_photo_added_while_the_center_decides_is_told_after_the_approval(school: School) -> None:
    made = register(school)
    photo = upload(school, whom=made["volunteer"])
    assert school.sent(PHOTO) == []
    school.decide("approved", "2025-01-02")
    assert [told["photo"] for told in school.sent(PHOTO)] == [photo["sha256"]]
    school.decide("suspended", "2025-01-02", approval_date=None)
    assert len(school.sent(PHOTO)) == 1


def test_a_portrait_is_nobody_elses(school: School) -> None:
    photo = upload(school)
    register(school, photo=photo["id"])
    other = IN_PERSON | {"name": "博博", "id_number": BERT, "photo": photo["id"]}
    answer = school.call("clerk", "POST", "/registrations", other)
    assert (answer.status_code, answer.json["code"]) == (409, "photo.of_another")
    unknown = IN_PERSON | {"name": "博博", "id_number": BERT, "photo": str(uuid4())}
    assert school.call("clerk", "POST", "/registrations", unknown).json["code"] == "photo.unknown"
    assert send(school, jpeg(), whom=str(uuid4())).json["code"] == "volunteer.unknown"


def test_what_no_form_named_can_be_thrown_away_and_what_one_named_cannot(school: School) -> None:
    loose, used = upload(school, 1), upload(school, 2)
    register(school, photo=used["id"])
    assert school.call("clerk", "DELETE", f"/photos/{loose['id']}").status_code == 204
    assert school.call("clerk", "GET", f"/photos/{loose['sha256']}").status_code == 404
    answer = school.call("clerk", "DELETE", f"/photos/{used['id']}")
    assert (answer.status_code, answer.json["code"]) == (409, "photo.in_use")
    assert school.call("clerk", "DELETE", f"/photos/{loose['id']}").json["code"] == "photo.unknown"


def test_what_was_taken_for_a_form_that_nobody_finished_goes_after_a_month(
    school: School, clock: Callable[[str], None]
) -> None:
    left, used = upload(school, 1), upload(school, 2)
    register(school, photo=used["id"])
    clock("2025-01-31T09:00:00+08:00")
    upload(school, 3)
    assert school.call("clerk", "GET", f"/photos/{left['id']}").status_code == 200
    clock("2025-02-02T09:00:00+08:00")
    upload(school, 4)
    assert school.call("clerk", "GET", f"/photos/{left['sha256']}").status_code == 404
    assert school.call("clerk", "GET", f"/photos/{used['id']}").status_code == 200


def test_only_a_portrait_is_put_to_a_form(school: School) -> None:
    data = {"file": (io.BytesIO(jpeg(5)), "a.jpg"), "caption": "合影"}
    report = school.call("clerk", "POST", "/months/2025-01/photos", data=data).json
    answer = school.call("clerk", "POST", "/registrations", IN_PERSON | {"photo": report["id"]})
    assert (answer.status_code, answer.json["code"]) == (404, "photo.unknown")


def test_who_moves_keeps_the_photo_that_the_center_has(
    school: School, other: School, clock: Callable[[str], None]
) -> None:
    photo = upload(school)
    volunteer = register(school, photo=photo["id"])["volunteer"]
    school.decide("approved", "2025-01-02")
    other.roster()
    clock("2025-02-01T09:00:00+08:00")
    introduce(other, school)
    move(school, other, volunteer)
    answer = send(school, jpeg(1), whom=volunteer)
    assert (answer.status_code, answer.json["code"]) == (409, "volunteer.transferred")
    [moved] = other.get("/registrations")["items"]
    assert moved["photo"] is None
    left = {"left_on": "2025-02-01", "reason": "other"}
    other.post(f"/volunteers/{volunteer}/leaving", left)
    other.post(f"/registrations/{moved['id']}/submission", {})
    assert other.sent(SUBMITTED)[-1]["photo"] == photo["sha256"]
    assert blobs(other, SUBMITTED)[-1] == [], "its bytes are at the center"
