"""`yigong station import`: the same import from a shell, with or without a question."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from shared.command import main
from shared.workbook import reader
from tests.station.people.school import (
    ANNA,
    MEMBERS,
    RECORD_HEADINGS,
    ROSTER_HEADINGS,
    School,
    csv,
    record,
)


@pytest.fixture
def run(school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs the command on a sheet, at the school's own home and database."""
    settings = school.app.extensions["yigong_settings"]
    monkeypatch.setenv("DATABASE_URL", settings.database_url)

    def run_command(content: bytes, *more: str, file: str = "表.csv", says: str = "") -> Result:
        path = tmp_path / file
        path.write_bytes(content)
        command = ["station", "--home", str(settings.home.folder), "import", str(path), *more]
        return CliRunner().invoke(main, command, input=says)

    return run_command


def test_a_sheet_is_previewed_and_written(school: School, run: Callable[..., Result]) -> None:
    done = run(csv(ROSTER_HEADINGS, MEMBERS), "--yes", "--login", "clerk")
    assert done.exit_code == 0, done.output
    assert "已写入 3 行" in done.output
    assert school.get("/members")["total"] == 3
    lines = school.get("/audit", "head")["items"]
    written = next(line for line in lines if line["action"] == "import.written")
    assert (written["actor_name"], written["channel"]) == ("clerk", "command")


def test_a_no_writes_nothing(school: School, run: Callable[..., Result]) -> None:
    done = run(csv(ROSTER_HEADINGS, MEMBERS), says="n\n")
    assert done.exit_code == 0
    assert "没有写入" in done.output
    assert school.get("/members")["total"] == 0


def test_refused_rows_are_named_with_the_reason(
    school: School, run: Callable[..., Result], clock: Callable[[str], None]
) -> None:
    school.roster()
    school.approve("安安", ANNA)
    clock("2025-02-01T09:00:00+08:00")
    rows = [
        record("安安", "2025-01-06", "08:00", "08:20"),
        record("安安", "2025-01-07", "08:00", "09:00"),
    ]
    sheet = csv(RECORD_HEADINGS, rows)
    done = run(sheet, "--month", "2025-01", "--yes", file="服务统计-2025-1月.csv")
    assert "半小时" in done.output
    assert "第2行" in done.output
    assert "已写入 1 行" in done.output


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--kind", "record"), "要的是"),
        (("--login", "nobody"), "没有登录名"),
        (("--login", "admin"), "不能做"),
    ],
)
def test_a_refusal_is_a_sentence_and_status_1(
    school: School, run: Callable[..., Result], more: tuple[str, ...], says: str
) -> None:
    done = run(csv(ROSTER_HEADINGS, MEMBERS), "--yes", *more)
    assert done.exit_code == 1
    assert says in done.output
    assert school.get("/imports")["total"] == 0


def test_a_file_that_is_too_big_is_not_opened(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "LARGEST", 10)
    done = run(csv(ROSTER_HEADINGS, MEMBERS), "--yes")
    assert done.exit_code == 1
    assert "太大" in done.output
