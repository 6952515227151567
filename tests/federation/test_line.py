"""A station's line: what goes both ways over it, and work going on while it refuses or lies."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from deploy.clerk import Clerk
from deploy.district import wait_until
from shared.clock import machine_now
from shared.domain.month import Month
from tests.federation.invariants import check_link
from tests.federation.proxy import Portal, Proxy
from tests.federation.school import REGISTRATION_HEADINGS, YEAR, write_book
from tests.federation.trial import Trial

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("district")]

PATIENCE = 60


@pytest.fixture
def clerk(chain: Trial) -> Iterator[Clerk]:
    """The first school's, at rest before and after."""
    chain.settle()
    found = chain.clerks[0]
    yield found
    chain.line(found.node).fault = None
    chain.settle()
    check_link(chain.open(found.node), chain.open(chain.center))


def fail(chain: Trial, clerk: Clerk, times: int) -> None:
    """Sends until the line has failed so often in a row."""
    while (link := chain.upward(clerk.node))["fails"] < times:
        chain.send_now(clerk.node)
        wait_until(
            lambda fails=link["fails"]: chain.upward(clerk.node)["fails"] > fails, 30, "a failure"
        )


def fail_with(chain: Trial, clerk: Clerk, words: str) -> None:
    """Sends until the link shows these words; a connection that broke on the way doesn't count."""

    def failed() -> bool:
        chain.send_now(clerk.node)
        time.sleep(0.3)
        return words in (chain.upward(clerk.node)["last_error"] or "")

    wait_until(failed, 30, words)


def names_at_center(chain: Trial, clerk: Clerk) -> set[str]:
    rows = chain.board.center.items(f"/api/registrations?station={clerk.station}")
    return {row["name"] for row in rows}


def test_a_refused_station_registers_records_certifies_closes_and_catches_up_by_itself(
    chain: Trial, clerk: Clerk
) -> None:
    number, running = chain.next_month(), Month(YEAR, chain.next_month())
    month = Month(YEAR, number)
    line: Proxy = chain.line(clerk.node)
    line.fault = "refuse"
    [who] = chain.newcomers(clerk, 1)
    chain.register(clerk, who)
    chain.report(clerk, number)
    enter_and_certify(clerk, running)
    wait_until(lambda: line.turned_away > 0, 30, "a call")
    assert clerk.node.process.died() is None
    link = chain.upward(clerk.node)
    assert link["fails"] > 0
    assert datetime.fromisoformat(link["back_off_until"]) > machine_now()
    assert link["unacked"] + link["unsealed"] >= 3
    assert certified(clerk, running) == 1
    assert str(month) not in chain.reports(clerk)
    assert who.name not in names_at_center(chain, clerk)
    line.fault = None
    wait_until(lambda: str(month) in chain.reports(clerk), PATIENCE, "the report")
    assert who.name in names_at_center(chain, clerk)
    assert chain.reports(clerk)[str(month)]["entries"] == certified(clerk, month) > 30
    wait_until(lambda: chain.upward(clerk.node)["unacked"] == 0, PATIENCE, "receipts")
    assert chain.upward(clerk.node)["fails"] == 0


def enter_and_certify(clerk: Clerk, month: Month) -> None:
    """A record of the running month, by hand."""
    people = clerk.node.client("clerk")
    volunteer = next(
        each for each in people.items("/api/volunteers") if each["status"] == "approved"
    )
    row = {
        "volunteer": volunteer["id"],
        "day": month.first_day.isoformat(),
        "start": "07:00",
        "end": "08:00",
        "category": "convenience",
        "form": "group",
        "place": "校门口",
        "content": "值勤",
    }
    [entered] = people.post("/api/records", {"records": [row]})["items"]
    people.post("/api/records/certification", {"ids": [entered["id"]], "count": 1})


def certified(clerk: Clerk, month: Month) -> int:
    people = clerk.node.client("clerk")
    return len(people.items(f"/api/records?month={month}&status=certified"))


def test_the_centers_word_reaches_the_station_and_waits_there_until_it_is_answered(
    chain: Trial, clerk: Clerk
) -> None:
    month, officer = Month(YEAR, chain.next_month()), chain.board.center
    chain.district.clock.set(month.next.first_day, 8)
    months = {"first": str(month), "last": str(month), "reason": "寒假"}
    officer.post("/api/exemptions", {"station": clerk.station, **months})
    asked = {"station": clerk.station, "month": str(month), "reason": "请尽快"}
    officer.post("/api/reminders", asked)
    path = f"/api/stations/{clerk.station}"
    ended = {"closed_on": month.last_day.isoformat(), "reason": "撤并"}
    officer.post(f"{path}/closing", ended)
    chain.settle()
    here = told(clerk)
    assert (here["exemption.granted"]["first"], here["exemption.granted"]["reason"]) == (
        str(month),
        "寒假",
    )
    assert here["report.reminded"]["waits"] and here["report.reminded"]["reason"] == "请尽快"
    assert here["station.closed"]["waits"] and here["station.closed"]["reason"] == "撤并"
    officer.post(f"{path}/reopening")
    chain.report(clerk, month.month)
    chain.settle()
    here = told(clerk)
    assert not here["report.reminded"]["waits"], "the report answers it"
    assert "station.closed" not in here and here["station.reopened"]["waits"]
    assert told(chain.clerks[1]) == {}, "nobody else was meant"


def told(clerk: Clerk) -> dict[str, dict[str, Any]]:
    """What the center told a station, by kind."""
    rows = clerk.node.client("clerk").get("/api/notices")["items"]
    return {row["kind"]: row for row in rows}


def test_a_changed_profile_and_a_registration_taken_back_reach_the_center(
    chain: Trial, clerk: Clerk, tmp_path: Path
) -> None:
    people, officer = clerk.node.client("clerk"), chain.board.center
    one = next(row for row in people.items("/api/volunteers") if row["status"] == "approved")
    change = {"post": "教研员", "service_posts": ["政策咨询"]}
    people.post(f"/api/volunteers/{one['id']}/profile", change)
    [who] = chain.newcomers(clerk, 1)
    file = tmp_path / "登记.xlsx"
    form = (who.name, who.id_number, "法律咨询", "便民利民", "周六上午", f"{YEAR}-01-10", "", "")
    write_book(file, {"登记表": [REGISTRATION_HEADINGS, form]})
    preview = people.upload("/api/imports", file, kind="registration")
    people.post(f"/api/imports/{preview['id']}/confirmation", {"count": 1})
    chain.settle()
    profile = officer.get(f"/api/volunteers/{one['id']}/profile")
    assert (profile["post"], profile["service_posts"]) == ("教研员", ["政策咨询"])
    assert statuses(chain, clerk, who.name) == ["submitted"]
    people.post(f"/api/imports/{preview['id']}/taking-back")
    chain.settle()
    assert statuses(chain, clerk, who.name) == ["draft"]
    recorded = chain.line(clerk.node).recorded
    bodies = [json.loads(message["body"]) for each in recorded for message in each.messages]
    assert {"volunteer.profile", "registration.withdrawn"} <= {body["type"] for body in bodies}


def statuses(chain: Trial, clerk: Clerk, name: str) -> list[str]:
    rows = chain.board.center.items(f"/api/registrations?station={clerk.station}")
    return [row["status"] for row in rows if row["name"] == name]


def test_send_now_ends_a_long_back_off(chain: Trial, clerk: Clerk) -> None:
    line = chain.line(clerk.node)
    line.fault = "refuse"
    [who] = chain.newcomers(clerk, 1)
    chain.register(clerk, who)
    fail(chain, clerk, 4)
    until = datetime.fromisoformat(chain.upward(clerk.node)["back_off_until"])
    assert (until - machine_now()).total_seconds() > 25
    line.fault = None
    time.sleep(1)
    assert who.name not in names_at_center(chain, clerk)
    chain.send_now(clerk.node)
    wait_until(lambda: chain.upward(clerk.node)["unacked"] == 0, 15, "receipts")
    assert who.name in names_at_center(chain, clerk)


def test_a_back_off_outlives_the_agent(chain: Trial, clerk: Clerk) -> None:
    line = chain.line(clerk.node)
    line.fault = "refuse"
    fail(chain, clerk, 4)
    turned_away = line.turned_away
    clerk.node.process.kill("agent")
    clerk.node.process.start("agent")
    time.sleep(4)
    assert clerk.node.process.died() is None
    assert line.turned_away == turned_away
    assert chain.upward(clerk.node)["fails"] == 4


@pytest.mark.parametrize("status", [200, 204, 302, 401, 403, 409, 413, 426, 503])
def test_a_captive_portal_stops_nothing(chain: Trial, clerk: Clerk, status: int) -> None:
    line = chain.line(clerk.node)
    line.fault = Portal(status, b"" if status == 204 else Portal(status).page)
    [who] = chain.newcomers(clerk, 1)
    chain.register(clerk, who)
    fail_with(chain, clerk, f"HTTP {status}")
    link = chain.upward(clerk.node)
    assert (link["state"], link["sending"], link["receiving"]) == ("active", "ok", "ok")
    assert link["fails"] > 0
    assert who.name not in names_at_center(chain, clerk)
    line.fault = None
    chain.send_now(clerk.node)
    wait_until(lambda: chain.upward(clerk.node)["unacked"] == 0, 15, "receipts")
    assert who.name in names_at_center(chain, clerk)


def test_a_portal_that_plays_an_old_answer_is_believed_in_nothing(
    chain: Trial, clerk: Clerk
) -> None:
    line = chain.line(clerk.node)
    old = next(each.answer for each in reversed(line.recorded) if each.status == 200)
    line.fault = Portal(200)
    line.fault.played = old
    [who] = chain.newcomers(clerk, 1)
    chain.register(clerk, who)
    fail_with(chain, clerk, "another request")
    assert chain.upward(clerk.node)["unacked"] > 0
