"""Enrolment over the API, and who may do what."""

import pytest

from center.domain.permission import PERMISSIONS
from tests.center.bureau import A, B, Bureau, Client

FIGURES = ("/api/stations", "/api/grid?year=2025", "/api/statistics?year=2025")
FIGURES += ("/api/tallies", "/api/volunteer-years?year=2025")
PERSONAL = ("/api/registrations", "/api/volunteers", "/api/transfers", "/api/years/2025")
PERSONAL += ("/api/oddities?year=2025",)


def test_a_station_is_invited_compared_and_approved(bare: Bureau) -> None:
    admin = bare.client("administrator")
    body = {"node": A, "title": "实验小学", "url": "http://127.0.0.1:8001"}
    status, answer = admin.post("/api/enrolments", body)
    assert (status, answer["node"], answer["string"].startswith("yg1.")) == (201, A, True)
    shown = bare.enrol(A, approved=False)
    status, answer = admin.get("/api/enrolments")
    assert [(row["node"], row["state"]) for row in answer["items"]] == [(A, "pending")]
    assert answer["items"][0]["fingerprint"] == shown
    path = f"/api/enrolments/{A}/approval"
    status, answer = admin.post(path, {"fingerprint": "0000 0000 0000 0000 0000"})
    assert (status, answer["code"]) == (409, "enrolment.other_fingerprint")
    status, answer = admin.post(path, {"fingerprint": shown})
    assert (status, answer["name"], answer["paper_open"]) == (200, A, True)
    assert admin.get("/api/stations")[1]["total"] == 1
    assert admin.post(f"/api/enrolments/{A}/revocation")[0] == 204
    assert admin.get("/api/enrolments")[1]["items"][0]["state"] == "revoked"
    assert admin.post(f"/api/enrolments/{B}/approval", {"fingerprint": shown})[0] == 404
    assert admin.post("/api/enrolments", body | {"node": "center:02"})[0] == 422


def test_a_viewer_sees_figures_and_nothing_personal(bureau: Bureau) -> None:
    id = bureau.register()
    tally = bureau.report("2025-01", [])
    viewer = bureau.client("viewer")
    for path in FIGURES:
        assert viewer.get(path)[0] == 200, path
    for path in (*PERSONAL, f"/api/tallies/{tally}"):
        status, answer = viewer.get(path)
        assert (status, answer["code"]) == (403, "permission.denied"), path
    body = {"decision": "approved", "version": 1}
    assert viewer.post(f"/api/registrations/{id}/decision", body)[0] == 403


@pytest.mark.parametrize("path", [*PERSONAL, "/api/tallies"])
def test_the_administrator_sees_no_persons_and_no_reports(bureau: Bureau, path: str) -> None:
    assert bureau.client("administrator").get(path)[0] == 403


def test_who_is_not_signed_in_sees_nothing(bureau: Bureau) -> None:
    nobody = Client(bureau.app.test_client(), "none")
    for path in (*FIGURES, *PERSONAL):
        assert nobody.get(path)[0] == 401, path


def test_every_permission_of_the_api_is_in_the_table(bureau: Bureau) -> None:
    named = {
        view.permission
        for view in bureau.app.view_functions.values()
        if hasattr(view, "permission")
    }
    assert named <= set(PERMISSIONS)


def test_stations_are_listed_with_their_lines_closed_and_reopened(bureau: Bureau) -> None:
    officer = bureau.client("officer")
    [row, _other] = officer.get("/api/stations")[1]["items"]
    assert (row["link"]["state"], row["link"]["last_ok"]) == ("active", None)
    body = {"closed_on": "2025-03-20", "reason": "并校"}
    status, closed = officer.post(f"/api/stations/{A}/closing", body)
    assert (status, closed["closed_on"], closed["closed_by"]) == (200, "2025-03-20", "officer")
    assert officer.post(f"/api/stations/{A}/reopening")[1]["closed_on"] is None
    assert bureau.client("viewer").post(f"/api/stations/{A}/closing", body)[0] == 403
