"""The child's own answers, asked within this process (the limits are set in the real one)."""

from __future__ import annotations

import io
import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from python_calamine import PasswordError

from shared.workbook import child
from tests.station.workbooks import book


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Any:
    limits: list[int] = []
    monkeypatch.setattr(resource, "setrlimit", lambda kind, _: limits.append(kind))

    def run(data: bytes, kind: str) -> tuple[int, Any]:
        out = io.TextIOWrapper(io.BytesIO())
        monkeypatch.setattr(sys, "argv", ["child", "1000", "60", kind])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        monkeypatch.setattr(sys, "stdout", out)
        code = child.main()
        answer = out.buffer.getvalue()
        assert limits[-3:] == [resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_CORE]
        return code, json.loads(answer) if answer else None

    return run


def test_it_answers_sheets_and_rows(ask: Any) -> None:
    assert ask("姓名,a\n".encode(), "csv") == (0, [["", [["姓名", "a"]]]])
    data = book.xlsx([book.sheet(["姓名"], [None, 1.0])])
    assert ask(data, "xlsx") == (0, [["3月", [["姓名"], ["", 1.0]]]])


def test_it_reads_gb18030_trims_blank_ends_and_refuses_binary(ask: Any) -> None:
    assert ask("姓名,\n,,\n".encode("gb18030"), "csv") == (0, [["", [["姓名"]]]])
    assert ask(b"a\0", "csv") == (child.UNREADABLE, None)


def test_its_exit_code_says_what_went_wrong(ask: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask(b"junk", "xlsx") == (child.UNREADABLE, None)
    monkeypatch.setattr(child, "MOST_BYTES", 3)
    assert ask(b"abc", "csv") == (child.TOO_BIG, None)
    monkeypatch.setattr(child, "MOST_CELLS", 1)
    assert ask(book.xlsx([book.sheet(["a", "b"])]), "xlsx") == (child.TOO_BIG, None)
    for error, code in ((MemoryError, child.TOO_BIG), (PasswordError, child.ENCRYPTED)):

        def fail(*_: Any, error: type[Exception] = error) -> None:
            raise error

        monkeypatch.setattr(child, "read", fail)
        assert ask(b"", "xlsx") == (code, None)


def test_each_cell_type_has_its_form() -> None:
    assert child._typed(datetime(2025, 3, 5, 8)) == {"datetime": "2025-03-05T08:00:00"}  # noqa: DTZ001
    assert child._typed(date(2025, 3, 5)) == {"date": "2025-03-05"}
    assert child._typed(time(8, 30)) == {"time": "08:30:00"}
    assert child._typed(timedelta(hours=1)) == {"seconds": 3600.0}
    assert child._typed(float("inf")) == "inf"
    assert child._typed(1.5) == 1.5
