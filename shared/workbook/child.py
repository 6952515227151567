"""The child process that opens a workbook: run by file, it imports no tier and can die alone.

Bytes come in on stdin, the sheets go out on stdout as JSON; the exit code says what went wrong.
"""

from __future__ import annotations

import csv
import io
import json
import math
import resource
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineWorkbook, PasswordError

UNREADABLE, TOO_BIG, ENCRYPTED = 10, 11, 12  # exit codes
MOST_CELLS = 2_000_000
MOST_BYTES = 64 * 1024 * 1024  # of the answer
_SEPARATORS = ",\t;"


def main() -> int:
    """Read stdin under the limits named on the command line: address space and CPU seconds."""
    space, seconds = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (space, space))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        sheets = read(sys.stdin.buffer.read(), sys.argv[3])
    except MemoryError:
        return TOO_BIG
    except PasswordError:
        return ENCRYPTED
    except Exception:
        return UNREADABLE
    if sheets is None:
        return TOO_BIG
    answer = json.dumps(sheets, ensure_ascii=False).encode()
    if len(answer) > MOST_BYTES:
        return TOO_BIG
    sys.stdout.buffer.write(answer)
    return 0


def read(data: bytes, kind: str) -> list[Any] | None:
    """[[sheet name, rows]], rows from the first on as Excel counts; None: too many cells."""
    if kind == "csv" and not data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return [["", _csv_rows(data)]]
    sheets: list[Any] = []
    room = MOST_CELLS
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            last = sheet.end or (0, 0)
            room -= (last[0] + 1) * (last[1] + 1)
            if room < 0:
                return None
            rows = sheet.to_python(skip_empty_area=False)
            sheets.append([name, _trimmed([[_typed(value) for value in row] for row in rows])])
    return sheets


def _csv_rows(data: bytes) -> list[list[Any]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    if "\0" in text:
        raise ValueError("binary")
    head = text[:20_000]
    separator = max(_SEPARATORS, key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    return _trimmed([list(row) for row in rows])


def _trimmed(rows: list[list[Any]]) -> list[list[Any]]:
    """Without the blank cells at the end of rows and the blank rows at the end."""
    for row in rows:
        while row and row[-1] == "":
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _typed(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, time):
        return {"time": value.isoformat()}
    if isinstance(value, timedelta):
        return {"seconds": value.total_seconds()}
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


if __name__ == "__main__":  # pragma: no cover - runs in the child
    sys.exit(main())
