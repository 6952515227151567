"""Real processes, started once: a center alone with puppets below it, and a whole district."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from deploy.clock import ClockFile
from deploy.district import Node, wait_until
from deploy.process import NodeProcess, free_ports
from tests.federation.peer import Peer, new_peer
from tests.federation.school import SmallSchool
from tests.federation.trial import CLEAN, Trial, answers, approve, initialise, trial

Puppet = Callable[[], Peer]
SCHOOLS = (("东风小学", 0), ("西山中学", 1))
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """A center's web server, with nothing above it."""
    root = tmp_path_factory.mktemp("center")
    clock = ClockFile(root / "clock")
    clock.set(date(2025, 3, 3))
    environment = CLEAN | {"YIGONG_CLOCK": str(clock.path)}
    process = NodeProcess(root, "center", "07", "试验中心", free_ports(1)[0], environment)
    node = Node(process)
    initialise(node, "association:13")
    try:
        process.start("web")
        wait_until(lambda: answers(node), 30, "the center")
        node.add_account("officer", "中心审核员")
        yield node
    finally:
        process.stop()


@pytest.fixture(scope="session")
def puppet(center: Node, tmp_path_factory: pytest.TempPathFactory) -> Puppet:
    """Makes and enrols one more station that the test itself speaks for."""

    def make() -> Peer:
        name = f"station:07-{next(_numbers):02}"
        url = center.process.url
        peer = new_peer(tmp_path_factory.mktemp("puppet"), name, center.process.name, url)
        facts = {"node": name, "title": f"{name}站", "url": url}
        string = center.client("admin").post("/api/enrolments", facts)["string"]
        approve(center, name, peer.enrol(string))
        return peer

    return make


@pytest.fixture(scope="session")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    """A district after its January: two schools joined and reported, one volunteer moved."""
    schools = [
        SmallSchool(title, number, members=56, months=range(1, 13)) for title, number in SCHOOLS
    ]
    with trial(Path(tmp_path_factory.mktemp("chain")), schools) as found:
        for clerk in found.clerks:
            found.join_up(clerk)
        for clerk in found.clerks:
            found.report(clerk, 1)
        found.settle()
        found.board.accept_reports()
        found.settle()
        old, new = found.clerks
        found.move(old, new, found.schools[0].mover)
        yield found
