"""Open311's clients from PyPI, which know nothing of this project, at a real server."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
import requests
from civicbot import Endpoint, HttpError, HttpTransport, Open311Client
from civicbot.http import RateLimiter
from georeport import GeoReport

from deploy.district import Node
from tests.residents.attacked import an_hour_later

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("residents")]

WORDS = "厨房水龙头关不紧"


@pytest.fixture
def address(served: Node) -> str:
    an_hour_later(served)
    return f"{served.process.url}/open311/v2"


@pytest.fixture
def civicbot(address: str) -> Open311Client:
    endpoint = Endpoint("school", "实验小学", address, write=True, api_key_required_for_write=False)
    transport = HttpTransport(rate_limiter=RateLimiter(min_interval=0))
    return Open311Client(endpoint, transport, jurisdiction_id="anything")


def test_civicbot_reads_checks_and_files(civicbot: Open311Client) -> None:
    services = {one["service_code"]: one for one in civicbot.list_services()}
    assert services["repair"]["service_name"] == "义务维修"
    filed = civicbot.create_request(
        "repair",
        dry_run=False,
        confirm="SEND",
        validate_remote=True,
        lat=39.62,
        lng=118.2,
        description=WORDS,
        phone="13803156021",
        last_name="郑",
        attributes={"wished": ["6-morning", "7-evening"]},
    )
    [given] = filed.response
    assert UUID(given["service_request_id"])
    shown = civicbot.get_request(given["service_request_id"])
    assert shown is not None
    assert (shown["service_code"], shown["status"]) == ("repair", "open")
    assert WORDS not in str(shown)
    listed = civicbot.list_requests(service_request_ids=[given["service_request_id"], "none"])
    assert [one["service_request_id"] for one in listed] == [given["service_request_id"]]
    today = datetime.now(UTC).date().isoformat()
    recent = civicbot.list_requests(status="open", start_date=f"{today}T00:00:00Z")
    assert given["service_request_id"] in [one["service_request_id"] for one in recent]
    [token] = civicbot.get_token(given["token"])
    assert token["service_request_id"] == given["service_request_id"]


def test_civicbot_hears_what_is_wrong(civicbot: Open311Client) -> None:
    with pytest.raises(HttpError) as refused:
        civicbot.get_service_definition("none")
    assert refused.value.status == 404
    filed = {"dry_run": False, "confirm": "SEND", "address_string": "育才里"}
    with pytest.raises(HttpError) as refused:
        civicbot.create_request("repair", **filed)
    assert refused.value.status == 400
    assert "description" in refused.value.body


@pytest.mark.parametrize("form", ["json", "xml"])
def test_georeport_reads_both_forms(address: str, form: str) -> None:
    filed = {"service_code": "errand", "address_string": "育才里", "description": WORDS}
    client = GeoReport(address, jurisdiction="anything", output_format=form)
    services = client.get_service_list()
    assert "errand" in [one["service_code"] for one in services]
    definition = client.get_service_definition("errand")
    assert definition["service_code"] == "errand"
    ids = []
    for _ in range(2):
        posted = {"data": filed, "headers": {"X-Forwarded-For": f"10.0.0.{len(form)}"}}
        answer = requests.post(f"{address}/requests.json", timeout=10, **posted)
        ids.append(answer.json()[0]["service_request_id"])
    listed = client.get_service_requests(service_request_id=",".join(ids))
    assert {one["service_request_id"] for one in listed} == set(ids)
    assert {one["service_code"] for one in listed} == {"errand"}
    one = client.get_service_request(ids[0])
    [found] = one if isinstance(one, list) else [one]
    assert found["status"] == "open"
    open_ones = client.get_service_requests(service_code="errand", status="open")
    assert set(ids) <= {one["service_request_id"] for one in open_ones}
