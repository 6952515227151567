"""Whatever is handed in, the reader answers with sheets or with a refusal that says why."""

from __future__ import annotations

import io
import random
import subprocess
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from shared.errors import InvalidError
from shared.workbook import child, reader
from station.domain.cell import Cell
from tests.station.workbooks import book

CELLS: list[Cell] = [
    None,
    "石㛃",
    "=1+1",
    date(2025, 3, 5),
    time(8, 30),
    2.5,
    "0038",
]


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(InvalidError) as refused:
        reader.read(data, name)
    return refused.value.code


@pytest.mark.parametrize(
    ("write", "ending"), [(book.xlsx, "xlsx"), (book.xls, "xls"), (book.ods, "ods")]
)
def test_cells_come_typed_and_rows_keep_excels_numbers(write: Any, ending: str) -> None:
    data = write([book.sheet([], [], [], [], CELLS, name="3月")])
    (found,) = reader.read(data, f"a.{ending.upper()}")
    assert found.name == "3月"
    assert found.rows[:4] == ((), (), (), ())
    assert found.rows[4] == tuple(CELLS)


def test_an_instant_and_a_duration_come_typed() -> None:
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream)
    page = workbook.add_worksheet()
    at = datetime(2025, 3, 5, 8, 30)  # noqa: DTZ001
    page.write_datetime(0, 0, at, workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"}))
    long = workbook.add_format({"num_format": "[h]:mm"})
    page.write_datetime(0, 1, timedelta(hours=30), long)
    page.write_boolean(0, 2, True)
    workbook.close()
    (found,) = reader.read(stream.getvalue(), "a.xlsx")
    assert found.rows == ((at, timedelta(hours=30), True),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_each_encoding_and_named_like_its_file(encoding: str) -> None:
    text = '姓名,地点\r\n\r\n石㛃,"敬老院\n二楼"\r\n,\r\n'
    (found,) = reader.read(text.encode(encoding), "表-2025-3月.csv")
    assert found.name == "表-2025-3月"
    assert found.rows == (("姓名", "地点"), (), ("石㛃", "敬老院\n二楼"))


def test_a_csv_may_be_separated_by_tabs_or_semicolons() -> None:
    for separator in "\t;":
        (found,) = reader.read(f"姓名{separator}地点\n王娟{separator}a,b\n".encode(), "a.csv")
        assert found.rows[1] == ("王娟", "a,b")


def test_an_xlsx_under_the_name_of_another_type_is_still_read() -> None:
    data = book.xlsx([book.sheet(["姓名"])])
    for name in ("a.csv", "a.xls"):
        assert reader.read(data, name)[0].rows == (("姓名",),)


def test_junk_of_every_type_is_unreadable() -> None:
    junk = random.Random(1).randbytes(5000)
    for ending in reader.KINDS:
        assert refusal(junk, f"a.{ending}") == "workbook.unreadable"
    assert refusal(b"PK\x03\x04" + junk, "a.xlsx") == "workbook.unreadable"
    assert refusal(b"%PDF-1.4", "a.xlsx") == "workbook.unreadable"
    assert refusal("姓名\0".encode(), "a.csv") == "workbook.unreadable"


def test_a_broken_xls_is_unreadable_even_where_the_library_panics() -> None:
    whole = book.xls([book.sheet(["姓名"], *[["王娟", "a" * 50]] * 50)])
    rng = random.Random(2)
    assert refusal(whole[:2000], "a.xls") == "workbook.unreadable"
    for _ in range(6):
        broken = bytearray(whole)
        for _ in range(80):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        try:
            reader.read(bytes(broken), "a.xls")
        except InvalidError as refused:
            assert refused.code.startswith("workbook.")


def test_empty_files_and_blank_sheets_are_empty() -> None:
    assert refusal(b"", "a.xlsx") == "workbook.empty"
    assert refusal(b"\n,,\n", "a.csv") == "workbook.empty"
    assert refusal(book.xlsx([book.sheet()]), "a.xlsx") == "workbook.empty"
    assert refusal(book.xlsx([book.sheet([" "])]), "a.xlsx") == "workbook.empty"


def test_other_file_types_are_refused_by_name() -> None:
    for name in ("a.doc", "xlsx", "a.xlsx.exe"):
        assert refusal(b"x", name) == "workbook.wrong_type"


def test_a_file_that_is_too_big_is_refused_before_it_is_read(tmp_path: Path) -> None:
    assert refusal(b"x" * (reader.LARGEST + 1), "a.xlsx") == "workbook.too_big"
    big = tmp_path / "a.xlsx"
    with big.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with pytest.raises(InvalidError) as refused:
        reader.read_file(big)
    assert refused.value.code == "workbook.too_big"


def test_a_file_that_is_not_there_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(InvalidError) as refused:
        reader.read_file(tmp_path / "a.xlsx")
    assert refused.value.code == "workbook.unreadable"


def test_a_zip_bomb_kills_the_child_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "SPACE", 160 * 1024 * 1024)
    source, bomb = io.BytesIO(book.xlsx([book.sheet(["x"])])), io.BytesIO()
    with (
        zipfile.ZipFile(source) as good,
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bad,
    ):
        for name in good.namelist():
            data = good.read(name)
            if name.endswith("sharedStrings.xml"):
                data = (
                    data[: data.index(b"<si>")]
                    + b"<si><t>aaaaaaaa</t></si>" * 4_000_000
                    + b"</sst>"
                )
            bad.writestr(name, data)
    assert bomb.tell() < 5_000_000
    assert refusal(bomb.getvalue(), "a.xlsx") == "workbook.too_big"


def test_two_far_corners_are_too_many_cells() -> None:
    last: list[Cell] = [*[None] * 16, "x"]
    rows: list[list[Cell]] = [["x"], *[[] for _ in range(1_048_574)], last]
    assert refusal(book.xlsx([book.sheet(*rows)]), "a.xlsx") == "workbook.too_big"


def test_a_slow_file_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    slow = tmp_path / "slow.py"
    slow.write_text("import time; time.sleep(30)")
    monkeypatch.setattr(reader, "_CHILD", slow)
    monkeypatch.setattr(reader, "SECONDS", 0.2)
    assert refusal(b"x", "a.xlsx") == "workbook.timeout"


def test_a_locked_workbook_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: Any, **__: Any) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess([], child.ENCRYPTED, b"", b"")

    monkeypatch.setattr(subprocess, "run", locked)
    assert refusal(b"x", "a.xlsx") == "workbook.encrypted"
