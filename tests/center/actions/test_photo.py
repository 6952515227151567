"""Photos at the center: told by stations, told on to the association, shown to officers alone."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from center.database import db
from center.models.federation import TABLES
from center.models.registration import Registration
from center.models.tally import Revision, Tally
from shared.errors import ForbiddenError, NotFoundError
from shared.federation import blob
from shared.picture import read_picture, read_portrait
from tests.center.bureau import ASSOCIATION, A, B, Bureau, apart
from tests.center.report import served
from tests.picture import jpeg

PORTRAIT = read_portrait(jpeg(1))
REPORT = read_picture(jpeg(2))
APPROVED = "volunteer.approved"
GIVEN = {"sensitive": True, "naming": False, "photos": True}


def keep(bureau: Bureau, content: bytes) -> None:
    """The bytes as if they had come from a station."""
    with bureau.writing() as session:
        blob.keep(session, TABLES, content)


def announced(bureau: Bureau) -> list[list[str]]:
    bodies = [json.loads(row.body or b"") for row in bureau.rows(APPROVED, ASSOCIATION)]
    return [[each["sha256"] for each in body["blobs"]] for body in bodies]


def told(bureau: Bureau, volunteer: UUID, photo: str | None, station: str = A) -> None:
    data = {"volunteer": volunteer, "photo": photo}
    bureau.receive("volunteer.photo", station, data, subject=f"volunteer:{volunteer}")


def picture(bureau: Bureau, role: str, path: str) -> Any:
    client = bureau.client(role)
    return apart(client.client.get, path, headers=client.headers)


def test_the_photo_of_a_registration_goes_on_with_the_approval(bureau: Bureau) -> None:
    keep(bureau, PORTRAIT.content)
    bureau.decide(bureau.register(photo=PORTRAIT.sha256, consents=GIVEN))
    [up] = bureau.sent(APPROVED, ASSOCIATION)
    assert up["photo"] == PORTRAIT.sha256
    assert announced(bureau) == [[PORTRAIT.sha256]]


def test_a_photo_whose_bytes_nobody_promised_is_told_by_its_digest_alone(bureau: Bureau) -> None:
    bureau.decide(bureau.register(photo="ab" * 32, consents=GIVEN))
    assert bureau.sent(APPROVED, ASSOCIATION)[0]["photo"] == "ab" * 32
    assert announced(bureau) == [[]]


def test_without_the_consent_to_photos_none_is_told_on(bureau: Bureau) -> None:
    keep(bureau, PORTRAIT.content)
    bureau.decide(bureau.register(photo=PORTRAIT.sha256))
    assert bureau.sent(APPROVED, ASSOCIATION)[0]["photo"] is None
    assert announced(bureau) == [[]]


def test_a_registration_of_an_older_release_has_none(bureau: Bureau) -> None:
    id = bureau.register()
    assert bureau.get(Registration, id).photo is None
    bureau.decide(id)
    assert bureau.sent(APPROVED, ASSOCIATION)[0]["photo"] is None


def test_a_photo_that_came_after_the_approval_is_told_on(bureau: Bureau) -> None:
    who = bureau.volunteer(consents=GIVEN)
    keep(bureau, PORTRAIT.content)
    told(bureau, who, PORTRAIT.sha256)
    assert [up["photo"] for up in bureau.sent(APPROVED, ASSOCIATION)] == [None, PORTRAIT.sha256]
    assert announced(bureau) == [[], [PORTRAIT.sha256]]
    told(bureau, who, PORTRAIT.sha256)
    assert len(announced(bureau)) == 2, "said again it changes nothing"
    told(bureau, who, None)
    assert bureau.sent(APPROVED, ASSOCIATION)[-1]["photo"] is None
    assert [line.after for line in bureau.audited("volunteer.photo")][-1] == {"photo": None}


def test_who_left_is_not_announced_again_for_a_photo(bureau: Bureau) -> None:
    who = bureau.volunteer()
    left = {"volunteer": who, "left_on": date(2025, 1, 20), "reason": "retired"}
    bureau.receive("volunteer.left", A, left)
    told(bureau, who, PORTRAIT.sha256)
    assert len(bureau.sent(APPROVED, ASSOCIATION)) == 1


def test_a_photo_of_nobody_approved_waits_and_of_anothers_volunteer_is_refused(
    bureau: Bureau,
) -> None:
    with pytest.raises(NotFoundError):
        told(bureau, uuid4(), PORTRAIT.sha256)
    who = bureau.volunteer()
    with pytest.raises(ForbiddenError):
        told(bureau, who, PORTRAIT.sha256, B)


def test_officers_see_the_photo_of_a_registration_once_it_is_here(bureau: Bureau) -> None:
    id, bare = bureau.register(photo=PORTRAIT.sha256), bureau.register()
    path = f"/api/registrations/{id}/photo"
    client = bureau.client("officer")
    assert client.get(path)[1]["code"] == "picture.not_here"
    keep(bureau, PORTRAIT.content)
    for role in ("administrator", "viewer"):
        assert picture(bureau, role, path).status_code == 403
    answer = apart(client.client.get, path, headers=client.headers)
    assert (answer.status_code, answer.data) == (200, PORTRAIT.content)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"/api/registrations/{bare}/photo")[1]["code"] == "photo.unknown"
    assert client.get(f"/api/registrations/{uuid4()}/photo")[0] == 404
    _, listed = client.get("/api/registrations")
    assert {row["photo"] for row in listed["items"]} == {PORTRAIT.sha256, None}


def test_officers_see_the_photos_of_a_report_with_their_captions(bureau: Bureau) -> None:
    who = bureau.volunteer()
    keep(bureau, REPORT.content)
    captions = {REPORT.sha256: "清扫"}
    photos = [REPORT.sha256, "cd" * 32]
    id = bureau.report("2025-01", [served(who, date(2025, 1, 9))], photos=photos, captions=captions)
    client = bureau.client("officer")
    _, detail = client.get(f"/api/tallies/{id}")
    assert detail["photos"] == photos
    assert detail["pictures"] == [
        {"sha256": REPORT.sha256, "caption": "清扫", "here": True},
        {"sha256": "cd" * 32, "caption": "", "here": False},
    ]
    path = f"/api/tallies/{id}/photos/"
    answer = apart(client.client.get, path + REPORT.sha256, headers=client.headers)
    assert (answer.status_code, answer.data) == (200, REPORT.content)
    assert answer.mimetype == "image/jpeg"
    assert answer.cache_control.private
    assert client.get(path + "cd" * 32)[1]["code"] == "picture.not_here"
    assert client.get(path + "ef" * 32)[1]["code"] == "photo.unknown"
    other = bureau.report("2025-01", [], station=B)
    assert client.get(f"/api/tallies/{other}/photos/{REPORT.sha256}")[0] == 404
    assert bureau.client("viewer").get(path + REPORT.sha256)[0] == 403
    assert bureau.get(Tally, id).revision == 1


def test_captions_lie_encrypted(bureau: Bureau) -> None:
    id = bureau.report("2025-01", [], photos=["cd" * 32], captions={"cd" * 32: "秘境甲巷"})
    assert json.loads(bureau.get(Revision, (id, 1)).captions) == {"cd" * 32: "秘境甲巷"}
    with db.engine.connect() as connection:
        stored = bytes(connection.exec_driver_sql("SELECT captions FROM revision").scalar_one())
    assert "秘境".encode() not in stored
    assert b"u79d8" not in stored
