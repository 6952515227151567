"""Open311 is as it describes itself, and what the descriptions lead to breaks no page."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from schemathesis import Case

from deploy.district import Node
from shared.web.ask_form import AskSchema
from shared.web.track_form import CodeSchema, FourSchema, ReasonSchema, WordsSchema
from tests.center.bureau import A
from tests.residents.attacked import an_hour_later, log_is_quiet
from tests.residents.fuzz import Fuzz, exact, knowing
from tests.residents.junk import opened
from tests.stranger import CODE, FILLED

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("residents")]

SOAK = bool(os.environ.get("SOAK"))
EXAMPLES = 160 if SOAK else 4
"""Of each operation as described, and as many otherwise: 11,000 and more together with SOAK."""
AS_A_PERSON = 3.5
V2 = "/open311/v2"
AT = {"jurisdiction_id": A}
"""Which of several stations; where there is but one, it is not looked at."""
POSTED = AT | {"service_code": "repair", "address_string": "育才里", "description": "漏水"}
PHONES = ["138 0315 6021", "0315-3550126"]
FORMS = {
    "/ask": AskSchema,
    "/track": CodeSchema,
    "/track/lost": FourSchema,
    "/track/request/words": WordsSchema,
    "/track/request/reopening": WordsSchema,
    "/track/request/withdrawal": ReasonSchema,
}
SPRING = {"start_date": "2025-02-01T00:00:00Z", "end_date": "2025-03-01T00:00:00Z"}
SENT = "application/x-www-form-urlencoded"


class Browser:
    """Somebody who opens a form, takes their time, asks, and says more under the code."""

    def __init__(self, node: Node) -> None:
        self.node, self.url, self.session = node, node.process.url, requests.Session()
        station = A if node.process.tier == "center" else ""
        self.open = opened(self.session, self.url, station)
        self.since = time.monotonic()

    def ask(self) -> str:
        """The code of what was asked; the cookie leads to its page."""
        time.sleep(max(0.0, self.since + AS_A_PERSON - time.monotonic()))
        form = {**FILLED, **self.open}
        self.session.post(f"{self.url}/ask", data=form, timeout=60).raise_for_status()
        found = CODE.search(self.session.get(f"{self.url}/ask/done", timeout=60).text)
        assert found is not None
        return found[0]

    def fill(self, case: Case[Any]) -> Mapping[str, Any]:
        """Adds to a case what every form of these pages carries."""
        typed = case.body if isinstance(case.body, dict) else {}
        case.body = {**typed, **self.open}
        return {"cookies": self.session.cookies.get_dict()}


@pytest.fixture(scope="module", params=["served", "received"])
def browser(request: pytest.FixtureRequest) -> Browser:
    """At a station; at a center that receives for several."""
    node: Node = request.getfixturevalue(request.param)
    an_hour_later(node)
    return Browser(node)


def test_open311_answers_as_it_describes_itself(browser: Browser) -> None:
    url = browser.url + V2
    described = requests.get(f"{url}/openapi.json", timeout=10)
    assert described.headers["Cache-Control"] == "public, max-age=3600"
    fuzz = Fuzz(browser.node, at_a_station)
    fuzz.send(knowing(exact(described.json()), known_at(url)), EXAMPLES)
    assert fuzz.worst == []
    operations = {
        f"{method.upper()} {path}": operation
        for path, item in described.json()["paths"].items()
        for method, operation in item.items()
    }
    for label, operation in operations.items():
        [good] = [int(code) for code in operation["responses"] if code < "300"]
        assert good in fuzz.statuses(label), label
    assert log_is_quiet(browser.node)
    assert fuzz.seen.total() >= 0.9 * EXAMPLES * 2 * len(operations)


def at_a_station(case: Case[Any]) -> Mapping[str, Any]:
    """One that the center receives for, where the case names none."""
    case.query = AT | (case.query if isinstance(case.query, dict) else {})
    return {}


def known_at(url: str) -> dict[str, list[Any]]:
    """What a program knows that has posted, and has looked at what was asked for long ago."""
    [given] = requests.post(f"{url}/requests.json", data=POSTED, timeout=10).json()
    old = requests.get(f"{url}/requests.json", params=AT | SPRING, timeout=10).json()
    ids = [given["service_request_id"], *(one["service_request_id"] for one in old)]
    today = datetime.now(UTC)
    around = {name: today + timedelta(days) for name, days in (("start_date", -1), ("end_date", 1))}
    dates = {name: [SPRING[name], day.isoformat()] for name, day in around.items()}
    known = {"service_request_id": ids, "token": [given["token"]]}
    return known | dates | {"service_code": ["repair"], "phone": PHONES}


def test_forms_take_whatever_is_typed(browser: Browser) -> None:
    """With a token that counts, as slowly as a person: no refusal is for being a robot's."""
    known = {"item": ["repair", "other"], "phone": [*PHONES, "6021"], "code": [browser.ask()]}
    fuzz = Fuzz(browser.node, browser.fill)
    fuzz.send(knowing(forms(browser.url), known), EXAMPLES)
    assert fuzz.worst == []
    taken = {path for path in FORMS if fuzz.statuses(f"POST {path}") & {200, 302}}
    assert taken == {*FORMS} - {"/track/request/reopening"}  # nothing is over that could be
    assert log_is_quiet(browser.node)
    assert fuzz.seen.total() >= 0.9 * EXAMPLES * 2 * len(FORMS)


def forms(url: str) -> dict[str, Any]:
    """The forms of the pages for residents, as their own schemas describe them."""
    spec = APISpec("", "1", "3.0.3", plugins=[MarshmallowPlugin()], servers=[{"url": url}])
    answers = {
        str(status): {"description": "", "content": {"text/html": {}}}
        for status in (200, 302, 422, 429)
    }
    for path, schema in FORMS.items():
        body = {"required": True, "content": {SENT: {"schema": schema}}}
        spec.path(path, operations={"post": {"requestBody": body, "responses": answers}})
    return spec.to_dict()
