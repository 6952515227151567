"""A small district with a year behind it and work waiting at every desk; built once, then copied.

The copies run on ports of their own: to look at pages, or to go on working.
"""

from __future__ import annotations

import fcntl
import json
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from deploy import district as districts
from deploy.clock import ClockFile
from deploy.district import District, Login, Node, wait_until
from deploy.process import NodeProcess, free_ports
from deploy.school import School
from deploy.year import Year
from shared.clock import machine_now
from tests.browser.filling import Filling
from tests.federation.school import SmallSchool
from tests.federation.trial import CLEAN, answers

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
OPENING = date(2025, 1, 1)
STORED, HIDDEN = "stored.json", "hidden.json"


def schools(folder: Path, names: Sequence[str]) -> tuple[list[School], SmallSchool]:
    """The examples of these names, and a small invented school beside them."""
    east = SmallSchool("东风小学", 0, members=11, volunteers=7, rows=12, months=range(1, 13))
    return [*(School(EXAMPLES / name) for name in names), east.write(folder)], east


def build(folder: Path, names: Sequence[str] = ("中心幼儿园",)) -> None:
    """Walks a district through its year and leaves its homes in `folder`, nothing running."""
    found, east = schools(folder / "input", names)
    district = districts.plan(folder, [school.title for school in found], beside=[])
    for node in district.nodes:
        node.process.environment = CLEAN | node.process.environment
    district.clock.set(OPENING, 7)
    districts.found(district, OPENING)
    with districts.running(district):
        districts.enrol(district)
        filling = Filling(district, Year(district, found), east)
        filling.leave_work()
    facts = [node.facts() for node in district.nodes]
    for name, content in ((HIDDEN, filling.hidden), (STORED, facts)):
        (folder / name).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def built_once(folder: Path, names: Sequence[str] = ("中心幼儿园",)) -> Path:
    """The folder with the district in it; whoever comes while another builds it waits."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / STORED).exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            build(folder, names)
    return folder


@contextmanager
def copy_running(
    stored: Path, root: Path, parts: Sequence[str] = ("web", "agent")
) -> Iterator[District]:
    """A copy of a stored district, started; ends with the block. The original stays as it is."""
    shutil.copytree(stored, root)
    facts = json.loads((root / STORED).read_text("utf-8"))
    clock = ClockFile(root / "clock")
    environment = CLEAN | {"YIGONG_CLOCK": str(clock.path)}
    ports = free_ports(len(facts))
    nodes = [_node(root, each, port, environment) for each, port in zip(facts, ports, strict=True)]
    moved = {old["url"]: new.process.url for old, new in zip(facts, nodes, strict=True)}
    for node in nodes:
        _move_lines(node, moved)
    try:
        for node in nodes:
            node.process.start(*parts)
        for node in nodes:
            wait_until(lambda node=node: answers(node), 60, node.process.name)  # type: ignore[misc]
        yield districts.district_of(nodes, clock)
    finally:
        with ThreadPoolExecutor(len(nodes)) as pool:
            list(pool.map(lambda node: node.process.stop(), nodes))


def _node(root: Path, facts: dict[str, Any], port: int, environment: dict[str, str]) -> Node:
    tier, _, code = facts["name"].partition(":")
    process = NodeProcess(root, tier, code, facts["title"], port, dict(environment))
    return Node(process, [Login(**each) for each in facts["logins"]])


def _move_lines(node: Node, moved: dict[str, str]) -> None:
    """The upper node answers at another port now; the line stands as it stood before the stop."""
    connection = sqlite3.connect(node.process.home / f"{node.process.tier}.db")
    now = f"{machine_now():%Y-%m-%d %H:%M:%S.%f}"
    with connection:
        for old, new in moved.items():
            connection.execute("UPDATE peer SET url = ? WHERE url = ?", (new, old))
        whole = "fails = 0, last_error = NULL, next_at = NULL, last_ok = ?"
        connection.execute(f"UPDATE peer SET {whole} WHERE last_ok IS NOT NULL", (now,))  # noqa: S608
    connection.close()
