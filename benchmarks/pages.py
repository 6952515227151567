"""Pages of a station with 200 volunteers and ten years of records, beside a bare Flask page.

Both are served by gunicorn and asked for over HTTP, in turn; the middle and the slow end count.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import requests

from benchmarks.founded import found
from benchmarks.paired import Reading
from benchmarks.seeds.account import PASSWORD, add_accounts
from benchmarks.seeds.page import Page, pages
from benchmarks.seeds.size import TODAY, Size
from benchmarks.seeds.station import seed
from benchmarks.spine import bare_app
from deploy.district import wait_until
from deploy.process import NodeProcess, free_ports
from shared.database import transaction
from station.database import db
from station.domain.permission import PERMISSIONS

SIZE = Size(200, 10, 60_000)
READERS = ("clerk", "head", "volunteer", "administrator")
ROUNDS = 5
ASKED = 12
SEARCH = "/search?q=zhao"
MOST_MEDIAN, MOST_SLOW = 20.0, 60.0
MICRO = 1e6
LEADING_ON = ("start.", "door.", "verification", "ask.show_done", "track.show_request")


@dataclass(frozen=True)
class Turn:
    """What a page's rounds took, and the bare page's beside them, in seconds."""

    ours: Sequence[Sequence[float]]
    bare: Sequence[Sequence[float]]

    def readings(self, path: str) -> list[Reading]:
        """The middle and the 95th of a hundred, each against the bare page's middle."""
        rounds = [median(each) for each in self.bare]
        scatter = max(rounds) / min(rounds)
        middle = median(itertools.chain(*self.bare)) * MICRO
        shapes = (("一半", median, MOST_MEDIAN), ("95%", slow, MOST_SLOW))
        return [
            Reading(
                f"页面 {path}:{word}以内",
                "微秒",
                of(list(itertools.chain(*self.ours))) * MICRO,
                middle,
                "空白 Flask 页",
                scatter,
                most,
            )
            for word, of, most in shapes
        ]


def run(folder: Path) -> list[Reading]:
    """Every page of the station that takes no value, as the first role that may see it."""
    app = found("station", folder)
    with app.app_context():
        with transaction(db) as session:
            seed(session, SIZE)
            add_accounts(session, app.extensions["yigong"])
        every = [(page.path, reader) for page in pages(app) if (reader := reader_of(page))]
        db.session.remove()
        db.engine.dispose()
    readings: list[Reading] = []
    with station(folder) as home, bare_app() as bare:
        sessions = {reader: signed_in(home, reader) for reader in READERS}
        plain = requests.Session()
        for path, reader in [*every, (SEARCH, READERS[0])]:
            if opens(sessions[reader], home + path):
                ask = asker(sessions[reader], home + path)
                readings += turn(ask, asker(plain, bare)).readings(path)
    return readings


def reader_of(page: Page) -> str | None:
    """Who looks at a page; nobody at files and at what leads on."""
    if not page.bare or page.endpoint.startswith(LEADING_ON):
        return None
    if page.permission is None:
        return READERS[0]
    if page.path.startswith("/my"):
        return "volunteer"  # a clerk's account needs no volunteer behind it
    return next((r for r in READERS if r in PERMISSIONS[page.permission]), None)


def turn(ours: Callable[[], float], bare: Callable[[], float]) -> Turn:
    """Rounds of both in turn, the order turning too; the first answers don't count."""
    ours(), bare()
    found: dict[str, list[list[float]]] = {"ours": [], "bare": []}
    for number in range(ROUNDS):
        order = [("ours", ours), ("bare", bare)]
        for key, ask in order if number % 2 == 0 else reversed(order):
            found[key].append([ask() for _ in range(ASKED)])
    return Turn(found["ours"], found["bare"])


def opens(session: requests.Session, url: str) -> bool:
    """Whether an address is a page; one that leads on to another isn't looked at."""
    return not session.get(url, allow_redirects=False).is_redirect


def asker(session: requests.Session, url: str) -> Callable[[], float]:
    """Asks once and says how long the whole answer took; RuntimeError for any but a page."""

    def ask() -> float:
        start = time.perf_counter()
        answer = session.get(url, allow_redirects=False)
        took = time.perf_counter() - start
        if answer.status_code != 200:
            raise RuntimeError(f"{url}: {answer.status_code}")
        return took

    return ask


def slow(times: Sequence[float]) -> float:
    """The time within which 95 of a hundred lie."""
    return sorted(times)[int(len(times) * 0.95)]


def signed_in(home: str, reader: str) -> requests.Session:
    """A browser of an account's."""
    session = requests.Session()
    typed = {"login": reader, "password": PASSWORD}
    session.post(f"{home}/api/session", json=typed).raise_for_status()
    return session


@contextmanager
def station(folder: Path) -> Iterator[str]:
    """The seeded station's web server on the first working day of 2026; its address."""
    clock = folder / "clock"
    clock.write_text(TODAY, encoding="ascii")
    environment = {"DATABASE_URL": "", "YIGONG_CLOCK": str(clock)}
    process = NodeProcess(folder, "station", "01", "基准", free_ports(1)[0], environment)
    (folder / "station").rename(process.home)
    try:
        process.start("web")
        wait_until(lambda: _answers(process.url), 60, "the station")
        yield process.url
    finally:
        process.stop()


def _answers(url: str) -> bool:
    try:
        return requests.get(f"{url}/health", timeout=5).ok
    except requests.ConnectionError:
        return False
