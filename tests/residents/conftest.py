"""A station's web server on loopback, behind one proxy that says who asks; and a center's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.founded import found, make_all_tables
from deploy.district import Login, Node, wait_until
from deploy.process import NodeProcess, free_ports
from tests.center.actions.test_front_door import DOOR, ask, tell
from tests.center.bureau import A, B, Bureau
from tests.federation.trial import CLEAN, answers
from tests.shared.web.conftest import add

C = "station:01-3303"
ITEMS = [
    {"code": "repair", "name": "义务维修", "category": "convenience"},
    {"code": "errand", "name": "民事代办", "category": "convenience"},
]


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """With a clerk; nothing above it answers."""
    root = tmp_path_factory.mktemp("residents")
    app = found("station", root, make_tables=make_all_tables)
    add(app, "clerk", "clerk")
    with app.app_context():
        app.extensions["yigong"].db.engine.dispose()
    with serving(root, "station", "实验小学") as node:
        yield node


@pytest.fixture(scope="session")
def received(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """A center that receives for stations A and C, and knows that residents reach station B.

    One request of February 2025 went down to A, which told how it stands.
    """
    root = tmp_path_factory.mktemp("received")
    app = found("center", root, make_tables=make_all_tables)
    add(app, "clerk", "officer")
    with app.app_context():
        bureau = Bureau(app)
        reached, other = DOOR | {"reach": "https://b.example"}, DOOR | {"items": ITEMS}
        for station, door in ((A, DOOR), (B, reached), (C, other)):
            bureau.enrol(station)
            bureau.profile(station, front_door=door)
        tell(bureau, ask(bureau))
        app.extensions["yigong"].db.engine.dispose()
    with serving(root, "center", "教育局党员义工服务中心") as node:
        yield node


@contextmanager
def serving(root: Path, tier: str, title: str) -> Iterator[Node]:
    """The home that was founded, answering with as many workers as where it is installed."""
    environment = CLEAN | {"YIGONG_PROXIES": "1"}
    process = NodeProcess(root, tier, "01", title, free_ports(1)[0], environment, workers=2)
    (root / tier).rename(process.home)
    node = Node(process, [Login("clerk", "clerk", "clerk-password")])
    try:
        process.start("web")
        wait_until(lambda: answers(node), 30, f"the {tier}")
        yield node
    finally:
        process.stop()
