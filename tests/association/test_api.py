"""The association's API: each endpoint by whom it is for, refused to all others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from association.api import BLUEPRINTS
from association.domain.permission import PERMISSIONS, ROLES
from association.federation import LINK
from association.models.federation import TABLES
from shared.federation.enrolment import Applicant, accept, read_string
from shared.federation.node_key import fingerprint
from shared.wire.table import TYPES
from tests.association.district import CENTER, A, B, Client, District, keys
from tests.association.district import ROLES as ALL_ROLES

Clock = Callable[[str], None]


@pytest.fixture
def officer(district: District, clock: Clock) -> Client:
    clock("2026-01-12T09:00:00+08:00")
    return district.client("officer")


@pytest.fixture
def card_maker(district: District, clock: Clock) -> Client:
    clock("2025-01-06T09:00:00+08:00")
    return district.client("card_maker")


def test_every_type_that_reaches_the_association_has_its_handler() -> None:
    reaching = {name for name, kind in TYPES.items() if ("center", "association") in kind.hops}
    assert reaching - set(LINK.handlers) == {"message.rejected", "erasure"}
    assert set(LINK.handlers) <= reaching


ENDPOINTS = [
    ("POST", "/api/enrolments", {"administrator"}),
    ("GET", "/api/enrolments", {"administrator"}),
    ("POST", f"/api/enrolments/{CENTER}/approval", {"administrator"}),
    ("POST", f"/api/enrolments/{CENTER}/revocation", {"administrator"}),
    ("GET", "/api/centers", set(ALL_ROLES)),
    ("GET", "/api/cards", {"officer", "card_maker"}),
    ("POST", "/api/cards/issue", {"card_maker"}),
    ("POST", "/api/cards/reissue", {"card_maker"}),
    ("POST", "/api/cards/revocation", {"card_maker"}),
    ("GET", "/api/card-batches", {"officer", "card_maker"}),
    ("POST", "/api/card-batches", {"card_maker"}),
    ("GET", f"/api/card-batches/{UUID(int=1)}", {"officer", "card_maker"}),
    ("POST", f"/api/card-batches/{UUID(int=1)}/printings", {"card_maker"}),
    ("GET", f"/api/volunteers/{UUID(int=1)}/photo", {"officer", "card_maker"}),
    ("GET", "/api/certificates?year=2025", {"officer", "card_maker"}),
    ("POST", "/api/people/search", {"officer", "card_maker"}),
    ("GET", "/api/address", set(ALL_ROLES)),
    ("PUT", "/api/address", {"administrator"}),
    ("GET", "/api/policies", set(ALL_ROLES)),
    ("GET", "/api/policies/2025", set(ALL_ROLES)),
    ("PUT", "/api/policies/2025", {"officer"}),
    ("GET", "/api/stations/years?year=2025", {"officer"}),
    ("GET", "/api/years/2025/proposals", {"officer"}),
    ("GET", "/api/years/2025/totals", {"officer"}),
    ("POST", f"/api/years/2025/stations/{A}/return", {"officer"}),
    ("GET", "/api/years/2025/notice", set(ALL_ROLES)),
    ("POST", "/api/years/2025/notice", {"officer"}),
    ("GET", "/api/service-requests", {"officer"}),
    ("GET", f"/api/service-requests/{UUID(int=1)}", {"officer"}),
    ("POST", f"/api/service-requests/{UUID(int=1)}/routing", {"officer"}),
    ("POST", f"/api/service-requests/{UUID(int=1)}/decline", {"officer"}),
    ("GET", "/api/stars?year=2025", {"officer", "card_maker"}),
    ("POST", "/api/stars/decisions", {"officer"}),
    ("GET", f"/api/years/2025/volunteers/{UUID(int=1)}/basis", {"officer"}),
]


def test_each_endpoint_answers_its_roles_and_no_others(district: District) -> None:
    nobody = Client(district.app, "")
    clients = {role: district.client(role) for role in ROLES}
    for method, path, allowed in ENDPOINTS:
        body = None if method == "GET" else {}
        assert nobody.ask(method, path, body)[0] == 401, path
        for role, client in clients.items():
            status, answer = client.ask(method, path, body)
            denied = status == 403 and answer["code"] == "permission.denied"
            assert denied != (role in allowed), (role, method, path, answer)


def test_the_endpoints_listed_here_are_all_there_are(district: District) -> None:
    own = {blueprint.name for blueprint in BLUEPRINTS}
    rules = [
        rule for rule in district.app.url_map.iter_rules() if rule.endpoint.partition(".")[0] in own
    ]
    methods = sum(len({"GET", "POST", "PUT", "DELETE"} & (rule.methods or set())) for rule in rules)
    public = 1  # /api/verifications
    assert methods == len(ENDPOINTS) + public


def test_permissions_name_known_roles_alone() -> None:
    assert all(roles and roles <= ROLES for roles in PERMISSIONS.values())


def test_a_center_is_invited_asks_and_is_let_in(bare: District) -> None:
    administrator = bare.client("administrator")
    body = {"node": CENTER, "title": "教育局", "url": "http://127.0.0.1:8000"}
    status, made = administrator.post("/api/enrolments", body)
    assert (status, made["node"]) == (201, CENTER)
    pair = keys()
    with bare.writing() as session:
        applicant = Applicant(CENTER, **pair, instance=UUID(int=1))
        accept(session, TABLES, read_string(made["string"]).token, applicant)
    status, listed = administrator.get("/api/enrolments")
    [row] = listed["items"]
    shown = fingerprint(pair["sign_key"])
    assert (row["node"], row["state"], row["fingerprint"]) == (CENTER, "pending", shown)
    path = f"/api/enrolments/{CENTER}/approval"
    status, refused = administrator.post(path, {"fingerprint": "0000"})
    assert (status, refused["code"]) == (409, "enrolment.other_fingerprint")
    assert CENTER in refused["message"]
    status, center = administrator.post(path, {"fingerprint": shown})
    assert (status, center["center"], center["stations"]) == (200, CENTER, [])
    assert administrator.post(f"/api/enrolments/{CENTER}/revocation")[0] == 204
    assert administrator.get("/api/enrolments")[1]["items"][0]["state"] == "revoked"


def test_only_a_centers_name_is_taken_for_an_invitation(bare: District) -> None:
    body = {"node": A, "title": "x", "url": "http://127.0.0.1:8000"}
    status, answer = bare.client("administrator").post("/api/enrolments", body)
    assert (status, answer["field"]) == (422, "node")


def test_centers_are_listed_with_their_stations(district: District, officer: Client) -> None:
    status, listed = officer.get("/api/centers")
    assert status == 200
    [center] = listed["items"]
    assert [(row["station"], row["opened_on"]) for row in center["stations"]] == [
        (A, "2025-01-01"),
        (B, "2025-01-01"),
    ]


def test_cards_from_the_queue_to_the_hand_over(district: District, card_maker: Client) -> None:
    ids = [str(district.approve()) for _ in range(3)]
    _, queue = card_maker.get("/api/cards?status=queued&page=2&page_size=2")
    assert (queue["total"], len(queue["items"])) == (3, 1)
    assert queue["items"][0]["name"] == "王娟"
    status, answer = card_maker.post("/api/cards/issue", {"ids": ids[:1], "count": 1})
    assert (status, answer["done"]) == (200, 1)
    assert answer["items"][0]["values"]["number"] == "13-2025-00001"
    status, answer = card_maker.post("/api/cards/issue", {"all": True, "count": 3})
    assert (status, answer["code"]) == (422, "bulk.count_differs")
    assert "2 条" in answer["message"]
    _, answer = card_maker.post("/api/cards/issue", {"all": True, "count": 2})
    assert answer["done"] == 2
    _, answer = card_maker.post("/api/cards/issue", {"ids": ids, "count": 3})
    assert (answer["done"], answer["total"]) == (0, 3)
    assert answer["items"][0]["code"] == "card.already_valid"
    assert answer["items"][0]["sentence"] == "已有有效的义工证 13-2025-00001。"
    _, valid = card_maker.get("/api/cards?status=valid")
    assert [row["number"] for row in valid["items"]] == [
        "13-2025-00003",
        "13-2025-00002",
        "13-2025-00001",
    ]
    assert (valid["items"][0]["issued_on"], valid["items"][0]["handed_on"]) == ("2025-01-06", None)


@pytest.mark.parametrize("body", [{"count": 1}, {"ids": [], "count": 1}, {"all": True}])
def test_cards_are_issued_to_ids_or_to_all_never_to_both(
    card_maker: Client, body: dict[str, object]
) -> None:
    assert card_maker.post("/api/cards/issue", body)[0] == 422
    both = {"ids": [str(uuid4())], "all": True, "count": 1}
    assert card_maker.post("/api/cards/issue", both)[0] == 422


def test_policies_are_shown_and_set(officer: Client) -> None:
    _, listed = officer.get("/api/policies")
    assert [row["year"] for row in listed["items"]] == [2026, 2025, 2024]
    body = {
        "policy": {
            "notice_working_days": 3,
            "deadline_rule": "next_working_day",
            "star_steps": [300, 600, 1000],
            "paid_earns_points": True,
        },
        "working_days": {"2026-01-05": False},
    }
    status, shown = officer.put("/api/policies/2026", body)
    assert (status, shown["version"], shown["set_on"]) == (200, 2, "2026-01-12")
    assert shown["policy"]["notice_working_days"] == 3
    assert shown["working_days"] == {"2026-01-05": 0}
    assert officer.get("/api/policies/2026")[1] == shown
    status, shown = officer.put("/api/policies/2027", {"policy": {}})
    assert (status, shown["has_table"]) == (200, False)
    assert officer.get("/api/policies/2031")[0] == 404


@pytest.mark.parametrize(
    "policy",
    [
        {"points_per_hour": 0},
        {"points_per_hour": 5.5},
        {"deadline_rule": "whenever"},
        {"star_steps": [1, 2]},
        {"star_steps": [900, 600, 300]},
        {"unknown": 1},
    ],
)
def test_a_policy_that_is_none_is_refused(officer: Client, policy: dict[str, object]) -> None:
    status, answer = officer.put("/api/policies/2025", {"policy": policy})
    assert status == 422, answer


def test_every_expected_station_stands_in_the_years_list(
    district: District, officer: Client
) -> None:
    district.profile("station:01-8", opened_on=datetime(2026, 1, 2, tzinfo=UTC).date())
    district.bring_in(A, {UUID(int=1): 10})
    _, listed = officer.get("/api/stations/years?year=2025")
    assert (listed["total"], listed["arrived"]) == (2, 1)
    assert [(row["station"], row["status"], row["parts_in"]) for row in listed["items"]] == [
        (A, "in", 1),
        (B, "missing", 0),
    ]


def test_a_year_goes_back_with_its_differences(district: District, officer: Client) -> None:
    district.seal(A, {UUID(int=1): 10})
    district.check(A)
    _, listed = officer.get("/api/stations/years?year=2025")
    assert listed["items"][0]["differences"][0] == {
        "volunteer": None,
        "month": "2025-05",
        "figure": "hours",
        "year_says": 10,
        "months_say": 0,
    }
    path = f"/api/years/2025/stations/{A}/return"
    status, row = officer.post(path, {"reason": "五月没有报过"})
    assert (status, row["status"], row["returned_reason"]) == (200, "returned", "五月没有报过")
    status, answer = officer.post(path, {"reason": "再退"})
    assert (status, answer["code"]) == (409, "year.not_returnable")
    assert officer.post(f"/api/years/2025/stations/{B}/return", {"reason": "x"})[0] == 404


def test_from_proposals_to_stars(district: District, officer: Client, clock: Clock) -> None:
    named = {"sensitive": True, "naming": True, "photos": False}
    high, low = district.approve(name="卢丽杰", consents=named), district.approve()
    second = district.approve(name="王小明")
    district.bring_in(A, {high: 180, low: 10, second: 60})
    _, proposals = officer.get("/api/years/2025/proposals")
    assert proposals["total"] == 2
    row = next(row for row in proposals["items"] if row["volunteer"] == str(high))
    assert (row["name"], row["points"], row["proposed"], row["streak"]) == ("卢丽杰", 900, 3, 0)
    assert (row["status"], row["publication"], row["missing_stations"]) == ("proposed", None, [])
    [part] = row["parts"]
    assert (part["station"], part["points_hours"], len(part["months"])) == (A, 180, 12)
    _, totals = officer.get("/api/years/2025/totals?page_size=2&page=2")
    assert (totals["total"], len(totals["items"])) == (3, 1)

    assert officer.post("/api/years/2025/notice")[0] == 422
    assert officer.get("/api/years/2025/notice")[1]["last_day"] is None
    status, notice = officer.post("/api/years/2025/notice", {"telephone": "0315-3300000"})
    assert (status, notice["last_day"], notice["is_over"]) == (201, "2026-01-19", False)
    _, shown = officer.get("/api/years/2025/notice")
    assert sorted(line["name"] for line in shown["items"]) == ["卢丽杰", "王*明"]
    assert "volunteer" not in shown["items"][0]

    body = {"year": 2025, "ids": [str(high), str(second)], "count": 2, "decision": "approved"}
    _, early = officer.post("/api/stars/decisions", body)
    assert {row["code"] for row in early["items"]} == {"star.notice_running"}
    assert early["items"][0]["sentence"] == "公示期到 2026-01-19 为止，期满之后才能决定。"

    clock("2026-01-20T00:00:00+08:00")
    assert officer.get("/api/years/2025/notice")[1]["is_over"] is True
    _, decided = officer.post("/api/stars/decisions", body)
    assert (decided["done"], decided["items"][0]["values"]["star"]) == (2, 3)
    again = {**body, "decision": "revoked", "ids": [str(second)], "count": 1, "reason": "虚报"}
    assert officer.post("/api/stars/decisions", again)[1]["done"] == 1
    _, stars = officer.get("/api/stars?year=2025")
    assert stars["total"] == 2
    rows = {row["volunteer"]: row for row in stars["items"]}
    first, other = rows[str(high)], rows[str(second)]
    assert (first["star"], first["points"], first["in_force"]) == (3, 900, True)
    assert first["in_force_until"] == "2027-07-01"
    assert (other["star"], other["in_force"], other["in_force_until"]) == (0, False, None)
    assert [row["decision"] for row in other["decisions"]] == ["approved", "revoked"]
    assert other["decisions"][0]["basis"][0]["station"] == A
    _, proposals = officer.get("/api/years/2025/proposals")
    assert {row["status"] for row in proposals["items"]} == {"approved", "revoked"}


def test_a_volunteer_unknown_here_is_shown_without_a_name(
    district: District, officer: Client
) -> None:
    district.bring_in(A, {uuid4(): 60})
    [row] = officer.get("/api/years/2025/proposals")[1]["items"]
    assert (row["name"], row["station"], row["approval_date"]) == ("", None, None)


def test_the_api_describes_itself(district: District) -> None:
    status, description = Client(district.app, "").get("/api/openapi.json")
    assert status == 200
    assert "/api/stars/decisions" in description["paths"]


def test_a_bulk_acts_count_is_a_whole_number(
    officer: Client, card_maker: Client, district: District
) -> None:
    ids = [str(district.approve())]
    body = {"year": 2025, "ids": ids, "count": 1.7, "decision": "approved"}
    assert officer.post("/api/stars/decisions", body)[1]["field"] == "count"
    assert card_maker.post("/api/cards/issue", {"ids": ids, "count": 1.7})[1]["field"] == "count"
