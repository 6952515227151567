"""A school that no resident reaches: asked, served and signed at its center, over real processes.

What was typed there lies at the station alone: not in the center's database, files or logs, nor on
the wire in clear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import requests

from deploy.client import Client
from shared.clock import machine_now
from tests.federation.canary import Scanner
from tests.federation.school import SmallSchool
from tests.federation.test_canaries import everything, found
from tests.federation.trial import Trial, trial
from tests.reader import TOKEN
from tests.station.requests.served import DRAWN

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("district")]

TYPED = {
    "words": "厨房水龙头拧不紧一直滴水",
    "address": "育才里十二号楼二单元",
    "name": "诸葛郑阿姨",
    "phone": "13803156021",
}
ADDED, SIGNER, WITNESS = "改成周五下午三点以后来", "诸葛小军军", "吴邻居大娘"
SECRETS = (*TYPED.values(), ADDED, SIGNER, WITNESS, "[100,20]")
CODE = re.compile(r"[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}")


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    """A center and one station with a volunteer."""
    root = tmp_path_factory.mktemp("front")
    with trial(root, [SmallSchool("东风小学", 0)]) as running:
        clerk = running.clerks[0]
        clerk.import_roster()
        running.register(clerk, running.schools[0].people[0])
        running.settle()
        officer = running.board.center
        for one in officer.items("/api/registrations"):
            officer.post(f"/api/registrations/{one['id']}/decision", {"decision": "approved"})
        running.settle()
        yield running


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


def test_asked_served_and_signed_where_no_resident_reaches_the_school(school: Trial) -> None:
    resident = Resident(school.center.process.url)
    clerk: Client = school.clerks[0].node.client("clerk")
    stamp = aged(resident.page("/ask"))
    typed = TYPED | {"item": "repair", "when": "any", "part": "", "consent": "true"}
    done = resident.send("/ask", typed | {"_stamp": stamp})
    assert CODE.search(done)
    assert "已收到，等东风小学来取" in resident.page("/track/request")
    resident.send("/track/request/words", {"words": ADDED})

    school.settle()
    [request] = clerk.items("/api/service-requests")
    whole = clerk.get(f"/api/service-requests/{request['id']}")
    assert [note["text"] for note in whole["notes"]] == [ADDED]
    assert "现由东风小学办理" in resident.page("/track/request")
    clerk.post(f"/api/service-requests/{request['id']}/acceptance", {"item": "repair"})
    order = serve(school, clerk, request["id"])
    link = clerk.post(f"/api/service-orders/{order}/links")["url"]
    assert link.startswith(school.center.process.url)
    school.settle()
    assert "义工办完了" in resident.page("/track/request")

    path = link.removeprefix(school.center.process.url)
    page = resident.page(path)
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    [evaluation] = set(re.findall(r'name="(e-[0-9a-f-]{36})"', page))
    signed = {"seen": seen, evaluation: "satisfied", "ink": DRAWN, "capacity": "proxy"}
    said = resident.send(path, signed | {"name": SIGNER, "witness": WITNESS})
    assert "等东风小学来取" in said

    school.settle()
    [record] = [row for row in clerk.items("/api/records") if row["form"] == "dispatched"]
    assert (record["status"], record["hours"], record["evaluation"]) == (
        "certified",
        2,
        "satisfied",
    )
    assert "办结" in resident.page("/track/request")


def serve(school: Trial, clerk: Client, request: str) -> str:
    """Offered to the volunteer, who says yes, goes and tells; the order's id."""
    [volunteer] = clerk.items("/api/volunteers")
    day = school.district.clock.now().date().isoformat()
    offer = {"request": request, "volunteer": volunteer["id"]}
    order: str = clerk.post("/api/service-orders", offer)["id"]
    clerk.post(f"/api/service-orders/{order}/answer", {"accepts": True})
    part = {"volunteer": volunteer["id"], "start": "05:00", "end": "06:35"}
    told = {"day": day, "content": "换了阀芯", "place": "东片", "parts": [part]}
    clerk.post(f"/api/service-orders/{order}/completion", told)
    return order


def test_what_was_typed_there_lies_at_the_station_alone(school: Trial) -> None:
    scanner = Scanner(SECRETS)
    for node in (school.center, school.association):
        assert not found(scanner, everything(school, node))
    for name, line in school.lines.items():
        for exchange in line.recorded:
            assert not found(scanner, [(name, exchange.request), (name, exchange.answer)])
    own = b"\0".join(blob for _, blob in school.open(school.clerks[0].node).clear_cells())
    assert [secret for secret in SECRETS if secret.encode() not in own] == []
