"""Registrations, volunteers and transfers over the API, by roles."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from tests.center.bureau import ASSOCIATION, A, B, Bureau, Client


@pytest.fixture
def officer(bureau: Bureau) -> Client:
    return bureau.client("officer")


def test_a_registration_is_shown_without_its_digest_and_with_its_duplicates(
    bureau: Bureau, officer: Client
) -> None:
    one, other = bureau.register(digest="w1:same"), bureau.register(B, digest="w1:same")
    status, answer = officer.get(f"/api/registrations?status=submitted&station={A}")
    assert (status, answer["total"]) == (200, 1)
    row = answer["items"][0]
    assert (row["id"], row["station"], row["title"]) == (str(one), A, "站01")
    assert (row["name"], row["applied_on"], row["birth_year"]) == ("王娟", "2025-01-10", 1980)
    assert [(same["id"], same["station"]) for same in row["duplicates"]] == [(str(other), B)]
    assert "w1:" not in str(answer)


def test_one_is_decided_with_the_version_that_was_seen(bureau: Bureau, officer: Client) -> None:
    id = bureau.register()
    path = f"/api/registrations/{id}/decision"
    body = {"decision": "approved", "reason": "", "version": 2}
    status, answer = officer.post(path, body)
    assert (status, answer["code"]) == (409, "decision.other_version")
    assert "第 1 版" in answer["message"]
    status, answer = officer.post(path, body | {"version": 1})
    assert (status, answer["status"], answer["approval_date"] is not None) == (
        200,
        "approved",
        True,
    )
    status, answer = officer.post(f"/api/registrations/{uuid4()}/decision", body)
    assert (status, answer["code"]) == (404, "registration.unknown")
    status, answer = officer.post(path, body | {"decision": "perhaps"})
    assert (status, answer["code"]) == (422, "form.invalid")


def test_a_duplicate_is_refused_in_a_sentence(bureau: Bureau, officer: Client) -> None:
    bureau.register(digest="w1:same")
    id = bureau.register(B, digest="w1:same")
    body = {"decision": "approved", "version": 1}
    status, answer = officer.post(f"/api/registrations/{id}/decision", body)
    assert (status, answer["code"]) == (409, "registration.duplicate")


def test_several_are_decided_with_a_result_a_row(bureau: Bureau, officer: Client) -> None:
    good, bad = bureau.register(), bureau.register()
    bureau.decide(bad, "rejected", "材料不实")
    body = {"ids": [str(good), str(bad)], "count": 2, "decision": "approved"}
    status, answer = officer.post("/api/registrations/decisions", body)
    assert (status, answer["total"], answer["done"]) == (200, 2, 1)
    assert [row["outcome"] for row in answer["items"]] == ["done", "refused"]
    assert answer["items"][0]["code"] == ""
    assert answer["items"][1]["code"] == "registration.not_movable"
    assert "未通过" in answer["items"][1]["sentence"]
    status, answer = officer.post("/api/registrations/decisions", body | {"count": 3})
    assert (status, answer["code"], answer["field"]) == (422, "decision.count_differs", "count")


def test_claims_are_listed_and_confirmed_by_ids_or_all(bureau: Bureau, officer: Client) -> None:
    one, other = bureau.claim(), bureau.claim()
    bureau.register()
    status, answer = officer.get("/api/registrations?claims=1&status=submitted")
    assert (status, answer["total"]) == (200, 2)
    assert answer["items"][0]["claim"] == {"decision": "approved", "decided_on": "2024-06-01"}
    path = "/api/registrations/claims"
    for wrong in ({"count": 1}, {"all": True, "ids": [str(one)], "count": 1}):
        assert officer.post(path, wrong)[0] == 422
    status, answer = officer.post(path, {"ids": [str(one)], "count": 1})
    assert (status, answer["done"]) == (200, 1)
    status, answer = officer.post(path, {"all": True, "count": 1})
    assert [row["id"] for row in answer["items"]] == [str(other)]
    status, answer = officer.get("/api/registrations?claims=1")
    assert answer["total"] == 0


def test_lists_come_in_pages(bureau: Bureau, officer: Client) -> None:
    for _ in range(3):
        bureau.register()
    status, answer = officer.get("/api/registrations?page=2&page_size=2")
    assert (status, answer["total"], len(answer["items"])) == (200, 3, 1)


def test_volunteers_are_listed_with_card_and_stars(bureau: Bureau, officer: Client) -> None:
    who, other = bureau.volunteer(), bureau.volunteer(B)
    card = {"card": uuid4(), "number": "13-2025-00001", "volunteer": who, "station": A}
    bureau.receive("card.issued", ASSOCIATION, card | {"issued_on": date(2025, 2, 3)})
    star = {"volunteer": who, "station": A, "year": 2025, "points": 300, "proposed": 1, "star": 1}
    star |= {"decision": "approved", "reason": "", "decided_on": date(2026, 1, 28), "by": "会"}
    bureau.receive("star.decided", ASSOCIATION, star)
    status, answer = officer.get("/api/volunteers?status=approved")
    assert (status, answer["total"]) == (200, 2)
    rows = {UUID(row["id"]): row for row in answer["items"]}
    assert rows[who]["card"] == "13-2025-00001"
    assert [held["star"] for held in rows[who]["stars"]] == [1]
    assert (rows[other]["card"], rows[other]["stars"], rows[other]["station"]) == (None, [], B)
    assert officer.get(f"/api/volunteers?station={A}")[1]["total"] == 1


def test_a_transfer_is_shown_with_both_names_and_decided(bureau: Bureau, officer: Client) -> None:
    who = bureau.volunteer(digest="w1:anne", name="王娟")
    id, unknown = uuid4(), uuid4()
    for transfer, digest in ((id, "w1:anne"), (unknown, "w1:nobody")):
        asked = {"transfer": transfer, "station": B, "name": "王 娟", "digest": digest}
        bureau.receive("transfer.asked", B, asked | {"asked_on": date(2025, 2, 3)})
    status, answer = officer.get("/api/transfers?status=asked")
    assert (status, answer["total"]) == (200, 2)
    rows = {row["id"]: row for row in answer["items"]}
    assert (rows[str(id)]["name"], rows[str(id)]["volunteer_name"]) == ("王 娟", "王娟")
    assert rows[str(unknown)]["volunteer_name"] is None
    status, answer = officer.post(f"/api/transfers/{id}/decision", {"decision": "approved"})
    assert (status, answer["status"], answer["volunteer"]) == (200, "approved", str(who))
    assert officer.get("/api/transfers")[1]["total"] == 2
    status, answer = officer.post(f"/api/transfers/{unknown}/decision", {"decision": "refused"})
    assert (status, answer["code"]) == (422, "decision.no_reason")
    many = {"ids": [str(unknown)], "count": 1, "decision": "refused", "reason": "查无此人"}
    status, answer = officer.post("/api/transfers/decisions", many)
    assert (status, answer["done"]) == (200, 1)
    assert officer.post("/api/transfers/decisions", {**many, "count": 2})[0] == 422


def test_a_volunteers_person_is_shown_as_the_station_told_last(
    bureau: Bureau, officer: Client
) -> None:
    who = bureau.volunteer()
    status, answer = officer.get(f"/api/volunteers/{who}/profile")
    assert (status, answer["name"], answer["post"]) == (200, "王娟", "教师")
    assert (answer["service_posts"], answer["profile_on"]) == ([], None)
    told = {
        **{"volunteer": who, "name": "王娟", "sex": "female", "birth_year": 1980, "post": "校长"},
        **{"service_posts": ["政策咨询"], "specialties": [], "categories": [], "free_times": []},
        **{"health": True, "conduct": True, "changed_on": date(2025, 2, 3)},
        "consents": {"sensitive": True, "naming": False, "photos": False},
    }
    bureau.receive("volunteer.profile", A, told, subject=f"volunteer:{who}")
    status, answer = officer.get(f"/api/volunteers/{who}/profile")
    assert (answer["post"], answer["service_posts"]) == ("校长", ["政策咨询"])
    assert answer["profile_on"] == "2025-02-03"
    status, answer = officer.get(f"/api/volunteers/{uuid4()}/profile")
    assert (status, answer["code"]) == (404, "volunteer.unknown")
    assert bureau.client("viewer").get(f"/api/volunteers/{who}/profile")[0] == 403
