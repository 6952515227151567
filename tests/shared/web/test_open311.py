"""Open311 GeoReport v2 as programs meet it, in XML and JSON; what its lists keep to themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import Context
from typing import Any
from uuid import UUID, uuid4

import pytest
from defusedxml import ElementTree
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from shared.account import Actor
from shared.clock import business_now
from shared.database import transaction
from station.actions.service_request import decline_request
from station.database import db
from station.models.service_item import by_code
from station.models.service_request import ServiceRequest, contact_of
from tests.conftest import MakeNode
from tests.stranger import Stranger

V2 = "/open311/v2"
POSTED = {
    "service_code": "repair",
    "address_string": "育才里12号楼",
    "description": "厨房漏水",
    "phone": "138 0315 6021",
    "first_name": "桂芳",
    "last_name": "郑",
    "email": "zheng@example.cn",
}
PRIVATE = ("育才里", "厨房", "郑", "桂芳", "6021", "zheng@", "经办人写的话")
CLERK = Actor(UUID(int=7), "孙海燕", "clerk", "page")


@pytest.fixture
def app(make_node: MakeNode, clock: Callable[[str], None]) -> Flask:
    clock("2026-10-29T14:12:00+08:00")
    return make_node("station", "01-3301", title="实验小学", upper="center:01")


class Program:
    """A client without cookies."""

    def __init__(self, app: Flask, address: str = "10.3.1.1") -> None:
        self.app, self.address = app, address

    def open(self, path: str, method: str = "GET", **sent: Any) -> TestResponse:
        from_ = {"REMOTE_ADDR": self.address}
        client = self.app.test_client()
        return Context().run(
            lambda: client.open(V2 + path, method=method, environ_base=from_, **sent)
        )

    def get(self, path: str, **query: str) -> Any:
        answer = self.open(f"{path}.json", query_string=query)
        assert answer.status_code == 200, answer.text
        assert answer.content_type == "application/json; charset=utf-8"
        return answer.json

    def xml(self, path: str, **query: str) -> Any:
        answer = self.open(f"{path}.xml", query_string=query)
        assert answer.status_code == 200, answer.text
        assert answer.content_type == "text/xml; charset=utf-8"
        return ElementTree.fromstring(answer.data)

    def post(self, form: Mapping[str, Any], suffix: str = ".json") -> TestResponse:
        return self.open(f"/requests{suffix}", "POST", data=form)


@pytest.fixture
def program(app: Flask) -> Program:
    return Program(app)


def test_discovery_tells_where_and_what_is_not_said(program: Program) -> None:
    found = program.get("/discovery")
    [endpoint] = found["endpoints"]
    assert endpoint["url"] == "http://localhost/open311/v2"
    assert endpoint["specification"].endswith("GeoReport_v2")
    assert "没有姓名" in found["contact"]
    root = program.xml("/discovery")
    assert root.findtext("endpoints/endpoint/formats/format") == "text/xml; charset=utf-8"


def test_discovery_leads_to_the_description_of_all_there_is(app: Flask, program: Program) -> None:
    link = program.open("/discovery").headers["Link"]
    assert link.startswith(f'<http://localhost{V2}/openapi.json>; rel="service-desc"')
    answer = program.open("/openapi.json")
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    described = answer.json or {}
    assert described["servers"] == [{"url": f"http://localhost{V2}"}]
    rules = [one for one in app.url_map.iter_rules() if one.endpoint.startswith("open311.")]
    ways = {
        (one.endpoint, method.casefold())
        for one in rules
        for method in one.methods or ()
        if method in ("GET", "POST")
    }
    told = sum(len(item) for item in described["paths"].values())
    assert told == 2 * (len(ways) - 1)  # in two forms, save the description itself


def test_services_are_what_residents_are_offered(app: Flask, program: Program) -> None:
    with app.app_context(), transaction(db) as session:
        by_code(session, "patrol", lock=True).is_active = False
    services = {one["service_code"]: one for one in program.get("/services")}
    assert len(services) == 12
    assert not {"patrol", "demolition"} & set(services)
    repair = services["repair"]
    assert (repair["service_name"], repair["group"]) == ("义务维修", "便民利民")
    assert (repair["type"], repair["metadata"]) == ("realtime", True)
    root = program.xml("/services", jurisdiction_id="whatever")
    assert root.tag == "services"
    assert [one.findtext("service_code") for one in root.findall("service")] == list(services)


def test_the_definition_asks_when_it_suits(program: Program) -> None:
    definition = program.get("/services/repair")
    [attribute] = definition["attributes"]
    assert (attribute["code"], attribute["datatype"]) == ("wished", "multivaluelist")
    assert {"key": "6-morning", "name": "周六上午"} in attribute["values"]
    root = program.xml("/services/repair")
    assert root.findtext("attributes/attribute/values/value/key") == "1-morning"
    assert program.open("/services/none.json").status_code == 404


def test_a_post_is_received_and_its_code_told_to_the_sender_alone(
    app: Flask, program: Program
) -> None:
    answer = program.post({**POSTED, "attribute[wished][]": ["6-morning", "7-evening"]})
    assert answer.status_code == 201
    [given] = answer.json or []
    with app.app_context():
        row = db.session.scalars(select(ServiceRequest)).one()
        said = contact_of(db.session(), row.id)
    assert said is not None
    assert vars(said) == {
        "name": "郑桂芳",
        "phone": "13803156021",
        "address": "育才里12号楼",
        "words": "厨房漏水",
    }
    assert (row.channel, row.item_code) == ("open311", "repair")
    assert row.wished == ["6-morning", "7-evening"]
    assert row.consent_version == ""
    assert given["service_request_id"] == str(row.id)
    assert given["token"] == row.tracking_code
    assert program.get(f"/tokens/{row.tracking_code}")[0]["service_request_id"] == str(row.id)
    assert "实验小学" in Stranger(app).follow(given["token"])


def test_a_post_in_xml_is_answered_in_xml(program: Program) -> None:
    for suffix in (".xml", ""):
        answer = program.post(POSTED, suffix)
        root = ElementTree.fromstring(answer.data)
        assert root.tag == "service_requests"
        assert UUID(root.findtext("request/service_request_id"))
        assert "查询码" in root.findtext("request/service_notice")


def test_a_point_and_nobody_is_enough(app: Flask, program: Program) -> None:
    form = {"service_code": "repair", "lat": "39.62", "long": "118.2", "description": "灯坏了"}
    assert program.post(form).status_code == 201
    with app.app_context():
        row = db.session.scalars(select(ServiceRequest)).one()
        said = contact_of(db.session(), row.id)
    assert said is not None
    assert (said.address, said.name, said.phone) == ("39.62, 118.2", "", "")


@pytest.mark.parametrize("suffix", [".json", ".xml", ""])
def test_what_is_wrong_is_said_in_the_form_that_was_asked_for(
    program: Program, suffix: str
) -> None:
    wrong = {
        "service_code": ("none", 404),
        "address_string": ("", 400),
        "description": (" ", 400),
        "phone": ("1", 400),
        "attribute[wished]": ("8-noon", 400),
    }
    for name, (value, status) in wrong.items():
        answer = program.post(POSTED | {name: value}, suffix)
        assert answer.status_code == status, name
        assert said_in(answer, suffix) == str(status), name
    unnamed = program.post({k: v for k, v in POSTED.items() if k != "service_code"}, suffix)
    assert (unnamed.status_code, said_in(unnamed, suffix)) == (400, "400")
    for path, method, status in (
        (f"/nowhere{suffix}", "GET", 404),
        (f"/requests{suffix}", "PUT", 405),
        (f"/requests/{uuid4()}{suffix}", "GET", 404),
        (f"/tokens/7K3M92QF{suffix}", "GET", 404),
        (f"/tokens/x{suffix}", "GET", 404),
        (f"/requests{suffix}?start_date=x", "GET", 400),
        (f"/requests{suffix}?status=lost", "GET", 400),
        (f"/requests{suffix}?service_request_id={','.join(map(str, range(51)))}", "GET", 400),
        (f"/requests{suffix}?status=%00", "GET", 400),
    ):
        answer = program.open(path, method)
        assert answer.status_code == status, path
        assert said_in(answer, suffix) == str(status), path
    assert "GET" in program.open(f"/requests{suffix}", "PUT").headers["Allow"]


def said_in(answer: TestResponse, suffix: str) -> str:
    if suffix == ".json":
        [error] = answer.json or []
        assert error["description"]
        return str(error["code"])
    root = ElementTree.fromstring(answer.data)
    assert root.tag == "errors"
    assert root.findtext("error/description")
    return str(root.findtext("error/code"))


def test_lists_are_filtered_and_tell_nothing_that_anybody_said(
    app: Flask, program: Program, clock: Callable[[str], None]
) -> None:
    first = program.post(POSTED).json[0]
    clock("2026-11-02T09:00:00+08:00")
    program.post(POSTED | {"service_code": "errand"})
    Stranger(app).asked(item="other")
    with app.app_context(), transaction(db) as session:
        first_id = UUID(first["service_request_id"])
        decline_request(session, CLERK, business_now(), first_id, "经办人写的话")
    every = program.get("/requests")
    assert [one["service_code"] for one in every] == ["errand", "repair"]
    assert [one["status"] for one in every] == ["open", "closed"]
    assert every[1]["status_notes"] == "办不了"
    assert every[1]["requested_datetime"] == "2026-10-29T14:12:00+08:00"
    assert every[1]["updated_datetime"] == "2026-11-02T09:00:00+08:00"
    assert every[0]["expected_datetime"] == "2026-11-04T00:00:00+08:00"
    assert every[0]["agency_responsible"] == "实验小学"

    def ids(**query: str) -> list[str]:
        return [one["service_code"] for one in program.get("/requests", **query)]

    assert ids(status="open") == ["errand"]
    assert ids(status="closed,open") == ["errand", "repair"]
    assert ids(service_code="repair,farming_advice") == ["repair"]
    assert ids(start_date="2026-11-01T00:00:00Z") == ["errand"]
    assert ids(end_date="2026-11-01T00:00:00+08:00") == ["repair"]
    named = first["service_request_id"]
    assert ids(service_request_id=f"{named},{uuid4()},x", status="open") == ["repair"]
    assert [one["service_code"] for one in program.get(f"/requests/{named}")] == ["repair"]
    texts = [program.open(f"/requests{s}").text for s in (".json", ".xml", f"/{named}.xml")]
    with app.app_context():
        codes = db.session.scalars(select(ServiceRequest.tracking_code)).all()
    for text in texts:
        assert [secret for secret in (*PRIVATE, *codes) if secret in text] == []
    root = program.xml("/requests")
    assert [one.findtext("service_code") for one in root.findall("request")] == ["errand", "repair"]


def test_a_code_opens_nothing_in_the_lists(app: Flask, program: Program) -> None:
    token = program.post(POSTED).json[0]["token"]
    assert program.open(f"/requests/{token}.json").status_code == 404
    assert program.get("/requests", service_request_id=token) == []


def test_five_posts_an_hour_from_an_address_and_as_many_tries_at_codes_as_on_the_page(
    app: Flask, program: Program
) -> None:
    assert [program.post(POSTED).status_code for _ in range(6)] == [201] * 5 + [429]
    limited = program.post(POSTED)
    assert limited.json == [{"code": 429, "description": "试的次数太多，过一分钟再试。"}]
    for _ in range(30):
        assert program.open("/tokens/7K3M92QF").status_code == 404
    assert program.open("/tokens/7K3M92QF").status_code == 429
    page = Stranger(app, program.address)
    assert page.get("/t/7K3M92QF").status_code == 429


def test_more_than_64_kilobytes_are_refused_unread(program: Program) -> None:
    answer = program.post(POSTED | {"description": "x" * 66_000}, ".xml")
    assert answer.status_code == 413
    assert said_in(answer, ".xml") == "413"


def test_a_cookie_makes_no_difference_and_no_token_is_asked_for(app: Flask) -> None:
    stranger = Stranger(app)
    stranger.page("/ask")
    assert stranger.send(f"{V2}/requests.json", POSTED, token=False).status_code == 201
