"""A month's photos and a record's slips: kept, captioned, signed, filed by their codes."""

from __future__ import annotations

import io
import json
from contextvars import Context
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from shared.clock import business_now
from shared.database import transaction
from station.actions.reported_service import report_service
from station.database import db
from station.domain.slip import text_of
from station.models.federation import TABLES
from station.models.service_record import ServiceRecord
from station.models.tally_version import TallyVersion
from tests.picture import PLACE, jpeg, slip
from tests.station.ledger.station import SLIP, Station
from tests.station.ledger.test_reported_service import REPORT

JANUARY = "/api/months/2025-01/photos"
TALLY = "tally.month"


def send(
    station: Station, path: str, raw: bytes, login: str = "clerk", **fields: str
) -> tuple[int, Any]:
    """Uploads a file as a browser does, in a context of its own."""
    station.call(login, "GET", "/api/months/2025-01")
    headers = {"Authorization": f"Bearer {station.tokens[login]}"}
    data = {"file": (io.BytesIO(raw), "photo.jpg"), **fields}
    post = partial(station.app.test_client().post, path, data=data, headers=headers)
    answer = Context().run(post)
    return answer.status_code, answer.get_json()


def drop(station: Station, photo: dict[str, Any]) -> int:
    """Takes a photo out; the status alone, since nothing comes back."""
    station.call("clerk", "GET", "/api/months/2025-01")
    headers = {"Authorization": f"Bearer {station.tokens['clerk']}"}
    delete = partial(
        station.app.test_client().delete, f"/api/photos/{photo['id']}", headers=headers
    )
    return Context().run(delete).status_code


def add(station: Station, seed: int, caption: str = "义工在社区清扫") -> dict[str, Any]:
    status, photo = send(station, JANUARY, jpeg(seed), caption=caption)
    assert status == 201, photo
    found: dict[str, Any] = photo
    return found


def listed(station: Station) -> list[tuple[str, str]]:
    _, answer = station.call("clerk", "GET", JANUARY)
    return [(photo["sha256"], photo["caption"]) for photo in answer["items"]]


def announced(station: Station, type: str = TALLY) -> list[str]:
    query = select(TABLES.outbox).where(TABLES.outbox.type == type).order_by(TABLES.outbox.id)
    body = json.loads(station.session.scalars(query).all()[-1].body or b"")
    return [blob["sha256"] for blob in body["blobs"]]


def record(station: Station, id: str) -> ServiceRecord:
    [found] = station.session.scalars(select(ServiceRecord)).unique().all()
    assert str(found.id) == id
    return found


def test_a_months_photos_go_up_with_their_captions(station: Station) -> None:
    first, second = add(station, 1), add(station, 2, "  敬老院\n合影 ")
    assert listed(station) == [
        (first["sha256"], "义工在社区清扫"),
        (second["sha256"], "敬老院 合影"),
    ]
    station.certified(station.row())
    assert station.close("2025-01")[0] == 200
    assert station.sign("2025-01", no_photo_reason="")[0] == 201
    [told] = station.promised(TALLY)
    digests = [first["sha256"], second["sha256"]]
    assert told["photos"] == announced(station) == digests
    assert told["captions"] == dict(zip(digests, ["义工在社区清扫", "敬老院 合影"], strict=True))


def test_nothing_of_the_telephone_is_left_in_a_photo(station: Station) -> None:
    photo = add(station, 1)
    _, answer = station.call("clerk", "GET", f"/api/photos/{photo['id']}")
    stored = station.session.execute(text("SELECT content FROM blob")).scalar_one()
    content = station.app.extensions["yigong"].db.engine.dialect.yigong_vault.decrypt(bytes(stored))
    assert content.startswith(b"\xff\xd8\xff")
    assert PLACE.encode() in jpeg(1)
    assert PLACE.encode() not in content
    assert answer is None


def test_captions_lie_encrypted_at_the_station(station: Station) -> None:
    add(station, 1, "在秘境甲巷")
    assert station.close("2025-01")[0] == 200
    assert station.sign("2025-01", no_photo_reason="")[0] == 201
    session = station.session
    cells = [
        *session.execute(text("SELECT caption FROM photo")).scalars(),
        *session.execute(text("SELECT captions FROM tally_version")).scalars(),
        *session.execute(text("SELECT CAST(data AS TEXT) FROM tally_version")).scalars(),
    ]
    raw = b"".join(cell.encode() if isinstance(cell, str) else bytes(cell) for cell in cells)
    assert "秘境".encode() not in raw
    assert b"u79d8" not in raw
    [version] = station.session.scalars(select(TallyVersion))
    assert list(json.loads(version.captions).values()) == ["在秘境甲巷"]
    assert "captions" not in version.data


def test_digests_without_bytes_are_still_taken_and_announce_nothing(station: Station) -> None:
    assert station.close("2025-01")[0] == 200
    assert station.sign("2025-01", no_photo_reason="", photos=[SLIP])[0] == 201
    [told] = station.promised(TALLY)
    assert (told["photos"], told["captions"], announced(station)) == ([SLIP], {}, [])


def test_photos_of_the_house_come_before_digests_of_elsewhere_and_none_twice(
    station: Station,
) -> None:
    photo = add(station, 1)
    assert station.close("2025-01")[0] == 200
    given = [SLIP, photo["sha256"]]
    assert station.sign("2025-01", no_photo_reason="", photos=given)[0] == 201
    assert station.promised(TALLY)[0]["photos"] == [photo["sha256"], SLIP]


def test_a_photo_without_a_caption_does_not_do(station: Station) -> None:
    photo = add(station, 1, "")
    assert station.close("2025-01")[0] == 200
    status, refused = station.sign("2025-01", no_photo_reason="")
    assert (status, refused["code"]) == (422, "monthly_report.needs_photo")
    path = f"/api/photos/{photo['id']}/caption"
    assert station.call("clerk", "PUT", path, {"caption": "值勤"})[1]["caption"] == "值勤"
    assert station.sign("2025-01", no_photo_reason="")[0] == 201


def test_the_same_photo_is_taken_once_and_a_bad_one_not_at_all(station: Station) -> None:
    add(station, 1)
    assert send(station, JANUARY, jpeg(1), caption="又一次")[1]["code"] == "photo.twice"
    assert send(station, JANUARY, b"GIF89a", caption="动图")[1]["code"] == "picture.unreadable"
    assert send(station, JANUARY, jpeg(2), caption="字" * 201)[0] == 422
    assert send(station, "/api/months/2025-13/photos", jpeg(2), caption="无")[0] == 422
    assert len(listed(station)) == 1


def test_photos_change_until_they_are_signed_and_again_once_returned(station: Station) -> None:
    first, second = add(station, 1), add(station, 2)
    path = f"/api/photos/{first['id']}"
    assert drop(station, second) == 204
    signed = station.reported("2025-01")
    for method, where, body in (
        ("DELETE", path, None),
        ("PUT", f"{path}/caption", {"caption": "改"}),
    ):
        status, refused = station.call("clerk", method, where, body)
        assert (status, refused["code"]) == (409, "photo.signed")
    third = add(station, 3)
    assert drop(station, third) == 204
    station.decide(signed, "returned", reason="照片不清楚")
    assert station.call("clerk", "PUT", f"{path}/caption", {"caption": "改"})[0] == 200
    assert drop(station, first) == 204
    fourth = add(station, 4)
    assert station.close("2025-01")[0] == 200
    again = station.sign("2025-01", no_photo_reason="")[1]
    assert station.promised(TALLY)[-1]["photos"] == [fourth["sha256"]]
    station.decide(again, "accepted")
    status, refused = send(station, JANUARY, jpeg(5), caption="晚了")
    assert (status, refused["code"]) == (409, "monthly_report.needs_unlock")


def test_what_went_up_once_is_kept_although_it_was_taken_out(station: Station) -> None:
    photo = add(station, 1)
    station.decide(station.reported("2025-01"), "returned", reason="换一张")
    assert drop(station, photo) == 204
    held = station.session.scalars(select(TABLES.blob.sha256)).all()
    assert held == [photo["sha256"]]


def test_a_month_holds_so_many_photos_and_no_more(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station.domain.photo.MOST_IN_MONTH", 1)
    add(station, 1)
    status, refused = send(station, JANUARY, jpeg(2), caption="多了")
    assert (status, refused["code"], refused["values"]) == (409, "photo.too_many", {"most": 1})


def test_the_log_names_no_caption(station: Station) -> None:
    photo = add(station, 1, "在秘境甲巷")
    station.call("clerk", "PUT", f"/api/photos/{photo['id']}/caption", {"caption": "在秘境乙巷"})
    drop(station, photo)
    lines = station.session.execute(text("SELECT * FROM audit WHERE action LIKE 'photo.%'")).all()
    assert [line.action for line in lines] == ["photo.added", "photo.captioned", "photo.removed"]
    assert "秘境" not in str(lines)
    assert "u79d8" not in str(lines)


def test_a_slip_is_filed_by_its_code_and_becomes_the_evidence(station: Station) -> None:
    [id] = station.enter(station.row(form="dispatched", evidence=SLIP))
    _, slips = station.call("clerk", "GET", f"/api/records/{id}/slips")
    assert (slips["items"], slips["code"]) == ([], text_of(record(station, id).id))
    status, filed = send(station, "/api/slips", slip(slips["code"]))
    assert status == 201, filed
    assert (filed["record"], filed["by"], filed["is_evidence"]) == (id, "qr", True)
    assert record(station, id).evidence == filed["photo"]["sha256"]
    _, slips = station.call("clerk", "GET", f"/api/records/{id}/slips")
    assert [each["id"] for each in slips["items"]] == [filed["photo"]["id"]]
    station.certify(id)
    assert record(station, id).status == "certified"


def test_without_a_code_a_person_says_which_record(station: Station) -> None:
    [id] = station.enter(station.row())
    filed = send(station, "/api/slips", jpeg(1), record=id)[1]
    assert (filed["record"], filed["by"], filed["is_evidence"]) == (id, "hand", True)
    kept = send(station, "/api/slips", jpeg(2))[1]
    assert (kept["record"], kept["by"], kept["is_evidence"]) == (None, None, False)
    path = f"/api/slips/{kept['photo']['id']}/filing"
    _, waiting = station.call("clerk", "GET", "/api/slips")
    assert [each["id"] for each in waiting["items"]] == [kept["photo"]["id"]]
    status, later = station.call("clerk", "POST", path, {"record": id})
    assert (status, later["by"], later["is_evidence"]) == (200, "hand", True)
    assert record(station, id).evidence == kept["photo"]["sha256"]
    assert station.call("clerk", "GET", "/api/slips")[1]["total"] == 0
    other = station.call("clerk", "POST", path, {"record": str(uuid4())})
    assert (other[0], other[1]["code"]) == (409, "photo.in_use")


def test_a_kept_slip_is_found_again_by_the_record_that_names_it(station: Station) -> None:
    kept = send(station, "/api/slips", jpeg(1))[1]["photo"]
    [id] = station.enter(station.row(form="dispatched", evidence=kept["sha256"]))
    assert station.call("clerk", "GET", "/api/slips")[1]["total"] == 0
    _, slips = station.call("clerk", "GET", f"/api/records/{id}/slips")
    assert [each["id"] for each in slips["items"]] == [kept["id"]]


def test_a_signed_record_takes_the_slip_and_keeps_its_evidence(station: Station) -> None:
    [id] = station.certified(station.row())
    filed = send(station, "/api/slips", slip(text_of(record(station, id).id)))[1]
    assert (filed["record"], filed["is_evidence"]) == (id, False)
    assert record(station, id).evidence == ""
    _, slips = station.call("clerk", "GET", f"/api/records/{id}/slips")
    assert len(slips["items"]) == 1


def test_what_is_not_this_slips_record_is_refused(station: Station) -> None:
    [id] = station.enter(station.row())
    code = text_of(record(station, id).id)
    other = send(station, "/api/slips", slip(code), record=str(uuid4()))
    assert (other[0], other[1]["code"]) == (409, "photo.other_slip")
    strange = send(station, "/api/slips", slip(text_of(uuid4())))
    assert (strange[0], strange[1]["code"]) == (404, "service_record.unknown")
    status, _ = station.call(
        "clerk", "POST", f"/api/records/{id}/rejection", {"reason": "没有这事"}
    )
    assert status == 200
    ended = send(station, "/api/slips", slip(code))
    assert (ended[0], ended[1]["code"]) == (409, "photo.record_ended")
    assert station.call("clerk", "GET", f"/api/records/{uuid4()}/slips")[0] == 404
    photo = add(station, 3)
    path = f"/api/slips/{photo['id']}/filing"
    assert station.call("clerk", "POST", path, {"record": id})[1]["code"] == "photo.in_use"
    caption = f"/api/photos/{send(station, '/api/slips', jpeg(4))[1]['photo']['id']}/caption"
    assert station.call("clerk", "PUT", caption, {"caption": "x"})[1]["code"] == "photo.in_use"


def test_a_reported_service_waits_for_its_certifier_once_the_slip_is_photographed(
    station: Station,
) -> None:
    said = replace(REPORT, recipient="韩奶奶")
    with transaction(db) as session:
        actor, zhao = station.actor("clerk"), station.people["赵一"]
        made = report_service(session, actor, business_now(), zhao, said).record
    status, filed = send(station, "/api/slips", slip(text_of(made)))
    assert (status, filed["is_evidence"]) == (201, True)
    row = record(station, str(made))
    assert (row.waits_for, row.recipient_signed) == ("certifier", True)
    assert row.evidence == filed["photo"]["sha256"]
