"""Import at a station: a month of 10,000 rows through the real action, beside executemany."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from benchmarks.founded import OFFICER, found
from benchmarks.paired import Reading, Work, paired
from shared.database import transaction
from shared.domain.month import Month
from station.actions.workbook_import import Confirmation, Upload, confirm_import, preview_workbook
from station.database import db
from station.domain.outcome import Place
from station.domain.service_record import RecordRow
from station.models.member import Member, MemberStay
from station.models.volunteer import Volunteer, VolunteerSpan
from station.models.workbook_import import Kind

VOLUNTEERS = 100
DAYS = range(1, 26)
STARTS = (8, 10, 13, 15)
ROWS = VOLUNTEERS * len(DAYS) * len(STARTS)
MONTH = Month(2025, 1)
NOW = datetime(2025, 2, 1, 1, tzinfo=UTC)
FIRST = date(2024, 3, 10)


def run(folder: Path) -> list[Reading]:
    """Judging under the lock, writing and committing; reading the file isn't in it."""
    app = found("station", folder)
    file = folder / "station" / "station.db"
    with app.app_context():
        with transaction(db) as session:
            for number in range(VOLUNTEERS):
                session.add_all(_volunteer(number))
                session.flush()
        rows = _rows()
        with transaction(db) as session:
            upload = Upload(Kind.RECORD, "服务活动情况统计表-2025.xlsx", b"-", rows)
            preview = preview_workbook(session, OFFICER, NOW, upload)
            counts, kept = preview.counts, preview.id
        if counts["accepted"] != ROWS:
            raise RuntimeError(f"not all rows are good: {counts}")
        saved = _saved(file)

        def prepare() -> Callable[[], None]:
            db.session.remove()
            db.engine.dispose()
            _restore(saved, file)
            return write

        def write() -> None:
            with transaction(db) as session:
                confirm_import(session, OFFICER, NOW, kept, Confirmation(rows, ROWS))

        prepare()()
        bare = _bare(file, folder / "bare.db")
        ours = Work(prepare, ROWS)
        reading = paired("导入:一个月的服务记录", "行/秒", ours, ("executemany", bare))
        db.session.remove()
        db.engine.dispose()
    return [reading]


def _volunteer(number: int) -> list[object]:
    name = f"基准义工{number:03}"
    member = Member(
        name=name,
        sex="female",
        id_number=f"{number:018}",
        phone="",
        joined_party_on="2005-05-05",
        birth_date="1980-01-01",
        post="教师",
        search_digest=f"{number:064}",
        duplicate_digest=None,
    )
    member.id = _id(number)
    volunteer = Volunteer(
        id=_id(number + 1000),
        member_id=member.id,
        name=name,
        status="approved",
        approval_date=FIRST,
        station_since=FIRST,
    )
    stay = MemberStay(member_id=member.id, first_day=FIRST)
    return [member, stay, volunteer, VolunteerSpan(volunteer_id=volunteer.id, first_day=FIRST)]


def _id(number: int) -> UUID:
    return UUID(int=number + 1)


def _rows() -> list[RecordRow]:
    return [
        RecordRow(
            place=Place("1月", number + 2),
            month=MONTH,
            year=MONTH.year,
            name=f"基准义工{number % VOLUNTEERS:03}",
            date=date(2025, 1, day),
            start=f"{start:02}:00",
            end=f"{start + 1:02}:30",
            category="便民利民",
            form="集中服务",
            location="社区广场",
            content="环境整治与交通疏导",
            evaluation="满意",
            certifier="王书记",
        )
        for number, (day, start) in enumerate(
            (day, start) for day in DAYS for start in STARTS for _ in range(VOLUNTEERS)
        )
    ]


def _saved(file: Path) -> Path:
    """A copy of the database as it stands, its log written back."""
    db.session.remove()
    db.engine.dispose()
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    saved = file.with_suffix(".saved")
    shutil.copyfile(file, saved)
    return saved


def _restore(saved: Path, file: Path) -> None:
    for left in (file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
        left.unlink(missing_ok=True)
    shutil.copyfile(saved, file)


def _bare(file: Path, other: Path) -> Work:
    """The very cells that the import wrote, into a table with the same columns and one key."""
    source = sqlite3.connect(file)
    rows = source.execute("SELECT * FROM service_record").fetchall()
    names = [line[1] for line in source.execute("PRAGMA table_info(service_record)")]
    source.close()
    columns = ", ".join(f'"{name}"' for name in names)
    holes = ", ".join("?" for _ in names)

    def prepare() -> Callable[[], None]:
        other.unlink(missing_ok=True)
        connection = sqlite3.connect(other, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"CREATE TABLE bare ({columns}, PRIMARY KEY (id))")

        def write() -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(f"INSERT INTO bare VALUES ({holes})", rows)  # noqa: S608
            connection.execute("COMMIT")
            connection.close()

        return write

    return Work(prepare, len(rows))
