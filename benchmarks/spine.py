"""Messages a second from a station to a center: sealed, sent, stored, applied, receipted.

The center is a real process; the station's side runs here. Beside it a bare Flask app on the
same server that takes one JSON post a message.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from benchmarks.founded import found
from benchmarks.paired import Reading, Work, paired
from deploy.client import Client
from deploy.district import wait_until
from deploy.process import NodeProcess, free_ports
from shared.clock import machine_now
from shared.database import transaction
from shared.federation.application import enrol
from shared.federation.caller import call_upper
from shared.federation.http import Http, LineError
from shared.federation.outbox import Draft, promise
from shared.wire.node import STATION_PROFILE
from station.database import db
from station.federation import LINK

MESSAGES = 500
PASSWORD = "admin-password"  # noqa: S105
STATION, CENTER = "station:01", "center:01"
PROFILE = {"station": STATION, "title": "基准", "opened_on": date(2025, 1, 1), "closed_on": None}


def run(folder: Path) -> list[Reading]:
    """Five hundred messages a round, in batches of a hundred."""
    app = found("station", folder)
    with _center(folder) as center, bare_app() as url, app.app_context():
        admin = Client(center.url).sign_in("admin", PASSWORD)
        facts = {"node": STATION, "title": "基准", "url": center.url}
        shown = enrol(db, LINK, admin.post("/api/enrolments", facts)["string"])
        body = {"fingerprint": shown["fingerprint"]}
        admin.post(f"/api/enrolments/{STATION}/approval", body)
        ours, bare = _ours(), _posts(url)
        ours.rate()
        against = ("每条一次 Flask JSON", bare)
        reading = paired("通道:站到中心的消息", "条/秒", ours, against)
        db.session.remove()
        db.engine.dispose()
    return [reading]


def _ours() -> Work:
    http = Http()

    def prepare() -> Callable[[], None]:
        with transaction(db) as session:
            for _ in range(MESSAGES):
                draft = Draft(STATION_PROFILE, f"node:{STATION}", PROFILE, machine_now())
                promise(session, LINK.tables, CENTER, draft)
        return send

    def send() -> None:
        while call_upper(db, LINK, http):
            pass
        with transaction(db) as session:
            table = LINK.tables.outbox
            if session.query(table).filter(table.acked_at.is_(None)).count():
                raise RuntimeError("not all are receipted")

    return Work(prepare, MESSAGES)


def _posts(url: str) -> Work:
    http = Http()
    body = json.dumps({"id": "x" * 36, "data": "x" * 600}).encode()
    headers = {"Content-Type": "application/json"}

    def post() -> None:
        for _ in range(MESSAGES):
            http.call("POST", url, headers=headers, body=body)

    return Work(lambda: post, MESSAGES)


@contextmanager
def _center(folder: Path) -> Iterator[NodeProcess]:
    environment = {"DATABASE_URL": "", "YIGONG_CLOCK": ""}
    process = NodeProcess(folder, "center", "01", "基准中心", free_ports(1)[0], environment)
    facts = ("--code", "01", "--title", "基准中心", "--admin-password", PASSWORD)
    process.command("init", *facts)
    try:
        process.start("web")
        wait_until(lambda: _answers(f"{process.url}/health"), 30, "the center")
        yield process
    finally:
        process.stop()


@contextmanager
def bare_app() -> Iterator[str]:
    """The address of the reference, served as the nodes are."""
    port = free_ports(1)[0]
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.bare", str(port)])
    url = f"http://127.0.0.1:{port}/"
    try:
        wait_until(lambda: _answers(url), 30, "the bare app")
        yield url
    finally:
        process.terminate()
        process.wait(20)


def _answers(url: str) -> bool:
    try:
        return Http().call("GET", url).status < 500
    except LineError:
        return False
