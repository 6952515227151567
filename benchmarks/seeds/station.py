"""A station with years of records, sealed months and years; December waits to be closed."""

from __future__ import annotations

import io
from datetime import date

import xlsxwriter
from sqlalchemy import update
from sqlalchemy.orm import Session

from benchmarks.seeds.line import seed_lines
from benchmarks.seeds.order import seed_orders
from benchmarks.seeds.pairing import seed_pairings
from benchmarks.seeds.request import seed_requests
from benchmarks.seeds.size import EVIDENCE, LAST_YEAR, NOW, OFFICER, Size, uuid, write
from benchmarks.seeds.station_ledger import LedgerSeed
from benchmarks.seeds.station_people import PeopleSeed
from benchmarks.seeds.station_report import ReportSeed
from station.models.federation import TABLES, Blob, Node
from station.models.photo import Photo
from station.models.training import TrainingAttendance, TrainingSession
from station.models.workbook_import import WorkbookImport

HEADINGS = (
    *("序号", "姓名", "证件后四位", "服务日期", "开始时间", "结束时间", "扣除(分钟)"),
    *("服务时长(小时)", "服务类别", "服务形式", "服务地点", "服务内容", "服务对象签字", "评价"),
    *("占用工作时间", "认定人", "复核人"),
)


def seed(session: Session, size: Size) -> None:
    """Fills an empty station, in the caller's transaction."""
    session.execute(update(Node).values(opened_on=size.first_day))
    months = size.by_month()
    PeopleSeed(session, size).write()
    LedgerSeed(session, months).write()
    ReportSeed(session, size, months).write()
    _trainings(session, size)
    _imports(session, size)
    _slips(session)
    seed_requests(session, size.volunteers)
    seed_orders(session, size.volunteers)
    seed_pairings(session, max(2, size.volunteers // 5))
    seed_lines(session, TABLES, size)


def _trainings(session: Session, size: Size) -> None:
    """Two sessions a year, attended by all."""
    years = range(size.first_day.year, LAST_YEAR + 1)
    days = [date(year, month, 10) for year in years for month in (3, 9)]
    sessions = [
        {
            "id": uuid(11, number),
            "topic": "党性教育",
            "kind": "concentrated",
            "strand": "party_spirit",
            "day": day,
            "minutes": 180,
            "trainer": "党校教师",
            "status": "held",
            "entered_by": OFFICER,
            "entered_at": NOW,
        }
        for number, day in enumerate(days)
    ]
    write(session, TrainingSession, sessions)
    attended = [
        {"session_id": uuid(11, n), "volunteer_id": uuid(1, who), "minutes": 180}
        for n in range(len(days))
        for who in range(size.volunteers)
    ]
    write(session, TrainingAttendance, attended)


def _imports(session: Session, size: Size) -> None:
    """A sheet for each quarter, with its headings alone."""
    sheet = _sheet()
    rows = [
        {
            "id": uuid(12, number),
            "kind": "record",
            "file_name": f"服务活动情况统计表-{month}.xlsx",
            "digest": EVIDENCE,
            "file": sheet,
            "month": str(month),
            "months": [str(month)],
            "counts": {"accepted": 0, "held": 0, "refused": 0},
            "preview": b'{"rows": []}',
            "status": "written",
            "entered_by": OFFICER,
            "entered_at": month.ends,
            "written_by": OFFICER,
            "written_at": month.ends,
        }
        for number, month in enumerate(size.months[::3])
    ]
    write(session, WorkbookImport, rows)


def _slips(session: Session) -> None:
    """One that waits for its record."""
    write(
        session,
        Blob,
        [{"sha256": EVIDENCE, "size": 1, "mime": "image/jpeg", "content": b"-"}],
    )
    slip = {"kind": "slip", "sha256": EVIDENCE, "width": 1, "height": 1, "size": 1}
    kept = {"id": uuid(21, 0), "added_by": OFFICER, "added_at": NOW}
    write(session, Photo, [slip | kept])


def _sheet() -> bytes:
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    book.add_worksheet("1月").write_row(0, 0, HEADINGS)
    book.close()
    return kept.getvalue()
