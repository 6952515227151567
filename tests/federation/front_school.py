"""A school that answers nobody, its center a process, and a resident's telephone there."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
import requests

from deploy.district import Node
from shared.clock import machine_now
from shared.federation import agent
from shared.federation.application import enrol
from shared.federation.caller import call_upper
from shared.federation.http import Http
from shared.federation.node_key import fingerprint, public_keys
from shared.vault import vault_of
from station.database import db
from station.federation import LINK
from tests.conftest import MakeNode
from tests.database import Databases
from tests.federation.canary import Scanner
from tests.federation.opened import Opened
from tests.federation.proxy import Proxy
from tests.federation.test_canaries import files, found
from tests.federation.trial import approve
from tests.reader import TOKEN
from tests.station.ledger.station import Station
from tests.station.requests.served import DRAWN

NUMBERS = itertools.count(1)  # the center is one for all
SIGNER, WITNESS = "诸葛小军军", "吴邻居大娘"


@dataclass
class School:
    """The station, which answers nobody: it calls, through a line that is recorded."""

    name: str
    station: Station
    center: Node
    line: Proxy
    http: Http

    def call(self) -> None:
        """Exchanges until nothing moves."""
        with self.station.app.app_context():
            for _ in range(10):
                again = call_upper(db, LINK, self.http)
                agent.retry_parked(db, LINK)
                if not again:
                    return
        raise AssertionError("the line doesn't come to rest")


@pytest.fixture
def databases(sqlite: Databases) -> Databases:
    """The center is a process of its own with a file; what is tried is the way between the two."""
    return sqlite


@pytest.fixture
def school(make_node: MakeNode, clock: Callable[[str], None], center: Node) -> Iterator[School]:
    """With a volunteer, enrolled at a center that is a process of its own."""
    clock("2025-03-03T09:00:00+08:00")
    code = f"07-33{next(NUMBERS):02}"
    app = make_node("station", code, title="东风小学", upper=center.process.name)
    name, line, http = f"station:{code}", Proxy(center.process.port), Http()
    try:
        facts = {"node": name, "title": "东风小学", "url": line.url}
        string = center.client("admin").post("/api/enrolments", facts)["string"]
        with app.app_context():
            enrol(db, LINK, string)
            shown = fingerprint(public_keys(vault_of(db.session()))[0])
            db.session.rollback()
            approve(center, name, shown)
            station = Station(app, clock)
            station.account("clerk", "孙海燕", "clerk")
            station.volunteer("赵一", date(2025, 1, 1))
            found = School(name, station, center, line, http)
            found.call()
            yield found
    finally:
        http.close()
        line.close()


class Resident:
    """A telephone's browser at the center."""

    def __init__(self, url: str) -> None:
        self.url, self.session = url, requests.Session()

    def page(self, path: str) -> str:
        answer = self.session.get(self.url + path, timeout=60)
        answer.raise_for_status()
        return answer.text

    def send(self, path: str, typed: dict[str, Any]) -> str:
        token = TOKEN.search(self.page(path))
        assert token is not None
        sent = {"csrf_token": token[1], **typed}
        answer = self.session.post(self.url + path, data=sent, timeout=60)
        assert answer.status_code == 200, answer.text[:2000]
        return answer.text


def aged(page: str) -> str:
    """The stamp of a form, once it is as old as a person's."""
    stamp = page.partition('name="_stamp" value="')[2].partition('"')[0]
    until = machine_now() + timedelta(seconds=3.1)
    while machine_now() < until:
        pass
    return stamp


def sign(resident: Resident, token: str) -> str:
    """As somebody of the recipient's signs, satisfied; what the page says then."""
    page = resident.page(f"/s/{token}")
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    [evaluation] = set(re.findall(r'name="(e-[0-9a-f-]{36})"', page))
    signed = {"seen": seen, evaluation: "satisfied", "ink": DRAWN, "capacity": "proxy"}
    return resident.send(f"/s/{token}", signed | {"name": SIGNER, "witness": WITNESS})


def nothing_in_clear(school: School, *secrets: str) -> None:
    """Neither at the center nor on the wire."""
    process, scanner = school.center.process, Scanner(list(secrets))
    own = Opened("center", process.home, process.environment.get("DATABASE_URL", ""))
    logs = (process.root / "logs").glob("center-*")
    kept = [*files(process.home), *own.clear_cells()]
    kept += [(str(log), log.read_bytes()) for log in logs]
    assert b'"sealed":"ey' in b"".join(blob for _, blob in kept)
    assert not found(scanner, kept)
    assert school.line.recorded
    for exchange in school.line.recorded:
        assert not found(scanner, [("wire", exchange.request), ("wire", exchange.answer)])
