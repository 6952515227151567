"""The main proof: a year of three schools by `yigong demo`, compared figure by figure.

On SQLite the examples as they are; on PostgreSQL the same schools under other names, with
shuffled columns, as .xls, .ods and .csv in GB18030.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import random
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from shared.workbook import reader
from shared.workbook.reader import Sheet
from station.domain.cell import Cell
from tests.station.workbooks import book

pytestmark = pytest.mark.processes

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
EXPECTED: list[dict[str, Any]] = json.loads((ROOT / "tests/expected.json").read_text("utf-8"))
PACKAGES = ("shared", "station", "center", "association", "deploy")
RECORDS = "服务活动情况统计表-2025"
NEW_NAMES = {
    "实验小学": "城关第一实验学校",
    "第二中学": "乙中（高中部）",
    "中心幼儿园": "阳光 幼儿园",
}
SISTERS = ("第二中学", "城关第一实验学校")
"""Which station the center proposes first for a repair, by the schools' names."""
SECONDS = 600


@dataclass
class Walked:
    """A demo that has ended: what it was given, left behind and printed."""

    folder: Path
    home: Path
    status: int
    said: str
    digest_before: dict[str, str]
    expected: list[dict[str, Any]]

    @property
    def result(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads((self.home / "result.json").read_text("utf-8"))
        return found

    @property
    def requests(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads((self.home / "requests.json").read_text("utf-8"))
        return found

    @property
    def nodes(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.home / "nodes.json").read_text("utf-8"))
        return found


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def walked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Walked:
    root = tmp_path_factory.mktemp(request.param)
    folder, home = root / "schools", root / "home"
    expected = {"sqlite": as_they_are, "postgres": in_other_clothes}[request.param](folder)
    code = product_alone(root / "code")
    before = digests(folder)
    words = ("demo", "--input", folder, "--home", home, "--once", "--database", request.param)
    with (root / "said").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "shared.command", *map(str, words)],
            cwd=root,
            env=environment(code),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            status = process.wait(SECONDS)
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(60)
    text = (root / "said").read_text("utf-8")
    return Walked(folder, home, status, text, before, expected)


def product_alone(folder: Path) -> Path:
    """The packages without the tests: what is expected can't be read, whatever is tried."""
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    return folder


def environment(code: Path) -> dict[str, str]:
    foreign = ("DATABASE_URL", "YIGONG_HOME", "YIGONG_CLOCK", "PYTHONWARNINGS", "TERM")
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    return kept | {"PYTHONPATH": str(code)}


def as_they_are(folder: Path) -> list[dict[str, Any]]:
    shutil.copytree(EXAMPLES, folder)
    return EXPECTED


def in_other_clothes(folder: Path) -> list[dict[str, Any]]:
    """The same facts as other schools would keep them; beside them a folder that is no school."""
    (folder / "往年资料").mkdir(parents=True)
    (folder / "往年资料" / "说明.txt").write_text("无关", encoding="utf-8")
    ways: list[Callable[[Path, Path], None]] = [as_xls, as_ods, as_csv]
    for (old, new), write in zip(NEW_NAMES.items(), ways, strict=True):
        (folder / new).mkdir()
        write(EXAMPLES / old, folder / new)
    return [renamed(school) for school in EXPECTED]


def renamed(school: dict[str, Any]) -> dict[str, Any]:
    title = NEW_NAMES[school["station"]]
    if school["station"] != "中心幼儿园":
        return school | {"station": title}
    records = dict(school["records"])
    for outcome in ("held", "refused"):
        records[outcome] = [
            row | {"sheet": f"{RECORDS}-{row['sheet']}"} for row in records[outcome]
        ]
    return school | {"station": title, "records": records}


def shuffled(row: list[Cell]) -> Sequence[Cell]:
    return random.Random(len(row)).sample(row, len(row))


def as_xls(old: Path, new: Path) -> None:
    for file in old.glob("*.xlsx"):
        sheets = book.changed(reader.read_file(file), shuffled)
        (new / f"{file.stem}.xls").write_bytes(book.xls(sheets))


def as_ods(old: Path, new: Path) -> None:
    for file in old.glob("*.xlsx"):
        (new / f"{file.stem}.ods").write_bytes(book.ods(reader.read_file(file)))


def as_csv(old: Path, new: Path) -> None:
    for file in old.glob("*.xlsx"):
        for sheet in reader.read_file(file):
            stem = f"{file.stem}-{sheet.name}" if file.stem == RECORDS else file.stem
            text = book.csv_text(Sheet(sheet.name, sheet.rows))
            (new / f"{stem}.csv").write_bytes(text.encode("gb18030"))


def digests(folder: Path) -> dict[str, str]:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def unordered(found: Any) -> Any:
    """Lists in one order, so that they compare as sets; nothing else is forgiven."""
    if isinstance(found, dict):
        return {key: unordered(value) for key, value in found.items()}
    if isinstance(found, list):
        return sorted((unordered(each) for each in found), key=json.dumps)
    return found


def by_station(schools: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    assert len({school["station"] for school in schools}) == len(schools)
    return {school["station"]: school for school in schools}


def test_it_ends_well(walked: Walked) -> None:
    assert walked.status == 0, walked.said[-3000:]
    assert "Traceback" not in walked.said


@pytest.mark.parametrize("part", ["roster", "records", "volunteers", "months", "coverage"], ids=str)
def test_each_part_is_as_expected(walked: Walked, part: str) -> None:
    found, wanted = by_station(walked.result), by_station(walked.expected)
    assert found.keys() == wanted.keys()
    for title, school in wanted.items():
        assert unordered(found[title][part]) == unordered(school[part]), title


def test_nothing_more_and_nothing_less_is_there(walked: Walked) -> None:
    assert unordered(walked.result) == unordered(walked.expected)
    for school, wanted in by_station(walked.expected).items():
        assert by_station(walked.result)[school]["coverage"] == wanted["coverage"]


def test_three_requests_are_served_here_by_a_sister_station_and_by_another_center(
    walked: Walked,
) -> None:
    """What the first station knows of each in the end, and what its requester reads there."""
    titles = sorted(school["station"] for school in walked.expected)
    first, sister = titles[0], next(title for title in SISTERS if title in titles[1:])
    known = {"asked_at": first, "hours": 2, "evaluation": "satisfied", "told": "办完了"}
    assert walked.requests == [
        known | {"item": "民事代办", "served_by": first},
        known | {"item": "义务维修", "served_by": sister},
        known | {"item": "种植养殖技术指导", "served_by": "农技推广站"},
    ]
    table = walked.said.partition("居民的需求")[2]  # long names are folded in it
    assert [table.count(word) for word in ("满意", "办完了")] == [3, 3]


def test_the_nodes_file_says_who_ran_where(walked: Walked) -> None:
    nodes = walked.nodes
    assert nodes["ready"] is True
    tiers = [node["tier"] for node in nodes["nodes"]]
    schools = ["station"] * len(walked.expected)
    assert tiers == ["association", "center", *schools, "center", "station"]
    for node in nodes["nodes"]:
        assert node["url"].startswith("http://")
        assert all({"role", "password"} <= login.keys() for login in node["logins"])
        code = node["name"].partition(":")[2]
        assert (walked.home / f"{node['tier']}-{code}" / "settings.json").is_file()


def test_secrets_are_their_owners_alone(walked: Walked) -> None:
    assert mode(walked.home / "nodes.json") == 0o600
    for node in walked.nodes["nodes"]:
        home = walked.home / f"{node['tier']}-{node['name'].partition(':')[2]}"
        assert mode(home) == 0o700
        assert mode(home / "keys") == 0o700
        assert {mode(file) for file in (home / "keys").iterdir()} == {0o600}
    assert not (walked.home / "district-word").exists()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_nothing_is_written_where_it_reads(walked: Walked) -> None:
    assert digests(walked.folder) == walked.digest_before


def test_no_process_of_it_is_left(walked: Walked) -> None:
    home = str(walked.home)
    assert not [line for line in command_lines() if home in line]


def command_lines() -> Iterator[str]:
    for process in psutil.process_iter():
        try:
            yield " ".join(process.cmdline())
        except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
            continue


def test_no_product_code_names_what_is_expected(walked: Walked) -> None:
    """The demo ran without it, from a copy of the packages alone; and nothing names the file."""
    assert not list((walked.home.parent / "code").rglob("expected*"))
    assert not list(EXAMPLES.rglob("expected*"))
    for package in PACKAGES:
        for file in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                text = node.value if isinstance(node, ast.Constant) else None
                assert not (isinstance(text, str) and "expected.json" in text), file
