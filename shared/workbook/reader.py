"""Reads .xlsx, .xls, .ods and .csv files in a child process, which a hostile file can only kill."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from shared.domain.cell import Cell, is_blank
from shared.errors import InvalidError
from shared.workbook import child

LARGEST = 20 * 1024 * 1024  # bytes of a file
SECONDS = 60
SPACE = 512 * 1024 * 1024  # bytes of the child's address space
KINDS = ("xlsx", "xls", "ods", "csv")
_CHILD = Path(child.__file__)
_READERS: Mapping[str, Callable[[str], Cell]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}
_CODES = {child.TOO_BIG: "workbook.too_big", child.ENCRYPTED: "workbook.encrypted"}


@dataclass(frozen=True)
class Sheet:
    """A sheet: `rows[0]` is Excel's row 1; cells are typed, rows may differ in length."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


def read_file(path: Path) -> tuple[Sheet, ...]:
    """As `read`, looking at the size first; no such file is `workbook.unreadable` too."""
    try:
        if path.stat().st_size > LARGEST:
            raise InvalidError("workbook.too_big", file=path.name, most=LARGEST)
        data = path.read_bytes()
    except OSError:
        raise InvalidError("workbook.unreadable", file=path.name) from None
    return read(data, path.name)


def read(data: bytes, file_name: str) -> tuple[Sheet, ...]:
    """The sheets of a file in their order; a .csv is one sheet named like the file.

    Whatever is wrong with it is an InvalidError `workbook.…`: wrong_type, too_big, empty,
    unreadable, encrypted, timeout.
    """
    stem, _, ending = file_name.rpartition(".")
    kind = ending.lower()
    if not stem or kind not in KINDS:
        raise InvalidError("workbook.wrong_type", file=file_name, kinds=", ".join(KINDS))
    if not data:
        raise InvalidError("workbook.empty", file=file_name)
    if len(data) > LARGEST:
        raise InvalidError("workbook.too_big", file=file_name, most=LARGEST)
    sheets = tuple(_sheet(name or stem, rows) for name, rows in _ask(data, kind, file_name))
    if all(is_blank(cell) for sheet in sheets for row in sheet.rows for cell in row):
        raise InvalidError("workbook.empty", file=file_name)
    return sheets


def _ask(data: bytes, kind: str, file_name: str) -> Any:
    command = [sys.executable, "-I", str(_CHILD), str(SPACE), str(SECONDS), kind]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise InvalidError("workbook.timeout", file=file_name, seconds=SECONDS) from None
    if done.returncode == 0:
        return json.loads(done.stdout)
    # Rust aborts where Python would raise MemoryError
    starved = b"memory allocation of" in done.stderr
    code = "workbook.too_big" if starved else _CODES.get(done.returncode, "workbook.unreadable")
    raise InvalidError(code, file=file_name)


def _sheet(name: str, rows: list[list[Any]]) -> Sheet:
    return Sheet(name, tuple(tuple(_cell(value) for value in row) for row in rows))


def _cell(value: Any) -> Cell:
    if not isinstance(value, dict):
        return None if value == "" else value
    ((kind, content),) = value.items()
    if kind == "seconds":
        return timedelta(seconds=content)
    return _READERS[kind](content)
