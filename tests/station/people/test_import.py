"""Imports: previewed, written in whole or not at all, repeated, given back; bad files."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select, text

from shared.clock import business_now
from shared.errors import NotFoundError
from shared.founding import COMMAND
from station.actions import record_sheet
from station.actions.workbook_import import Confirmation, confirm_import
from station.models.officer import Officer
from station.models.service_record import ServiceRecord
from station.models.workbook_import import WorkbookImport
from station.workbooks.upload import read_again
from tests.station.people.school import (
    ANNA,
    BERT,
    MEMBERS,
    RECORD_HEADINGS,
    ROSTER_HEADINGS,
    School,
    csv,
    record,
)

JANUARY = "服务活动情况统计表-2025-1月.csv"
ROWS = [
    record("安安", "2025-01-06", "08:00", "10:00"),
    record("安安", "2025-01-07", "08:00", "13:00"),
    record("安安", "2025-01-07", "13:00", "17:00"),
    record("博博", "2025-01-06", "08:00", "08:20"),
    record("无名", "2025-01-06", "08:00", "10:00"),
]


def count(school: School, table: type[Any] = ServiceRecord) -> int:
    with school.session() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def february(school: School, clock: Callable[[str], None]) -> School:
    """Two volunteers, and the morning on which January's sheet comes."""
    school.roster()
    school.approve("安安", ANNA)
    school.approve("博博", BERT)
    clock("2025-02-01T09:00:00+08:00")
    return school


def test_a_preview_judges_every_row_and_writes_nothing(february: School) -> None:
    preview = february.preview(csv(RECORD_HEADINGS, ROWS), JANUARY, kind="record")
    assert preview["kind"] == "record"
    assert preview["months"] == ["2025-01"]
    assert preview["counts"] == {"accepted": 2, "held": 1, "refused": 2, "already_there": 0}
    assert preview["to_write"] == 3
    reasons = [row["reason"] for row in preview["rows"]]
    assert reasons == [None, None, "needs_second_officer", "too_short", "unknown_volunteer"]
    assert [row["row"] for row in preview["rows"]] == [2, 3, 4, 5, 6]
    assert all(row["sentence"] for row in preview["rows"] if row["reason"])
    assert count(february) == count(february, Officer) == 0
    assert february.get(f"/imports/{preview['id']}") == preview
    assert february.get("/imports")["items"][0]["id"] == preview["id"]


def test_a_confirmation_writes_accepted_and_held_rows_that_wait(february: School) -> None:
    preview = february.import_(csv(RECORD_HEADINGS, ROWS), JANUARY)
    assert preview["status"] == "written"
    with february.session() as session:
        records = list(session.scalars(select(ServiceRecord).order_by(ServiceRecord.row)))
        assert [record.row for record in records] == [2, 3, 4]
        assert {record.status for record in records} == {"submitted"}
        assert {record.waits_for for record in records} == {"certifier"}
        assert [record.needs_second for record in records] == [False, False, True]
        assert {record.evidence for record in records} == {preview["digest"]}
        assert {record.channel for record in records} == {"workbook"}
        assert (records[0].hours, records[0].minutes, records[0].month) == (2, 120, "2025-01")
        assert records[0].place == "敬老院"
    assert [row["name"] for row in february.get("/officers")["items"]] == ["王书记"]


def test_a_repeated_sheet_doubles_nothing_and_shows_what_differs(february: School) -> None:
    february.import_(csv(RECORD_HEADINGS, ROWS), JANUARY)
    changed = [record("安安", "2025-01-06", "08:00", "10:00", evaluation="不满意"), *ROWS[1:]]
    again = february.import_(csv(RECORD_HEADINGS, changed), JANUARY)
    outcomes = [row["outcome"] for row in again["rows"]]
    assert outcomes == ["already_there"] * 3 + ["refused"] * 2
    assert again["rows"][0]["values"]["differences"] == ["evaluation"]
    assert count(february) == 3


def test_an_import_is_written_once(february: School) -> None:
    done = february.import_(csv(RECORD_HEADINGS, ROWS), JANUARY)
    path = f"/imports/{done['id']}/confirmation"
    again = february.call("clerk", "POST", path, {"count": 3})
    assert (again.status_code, again.json["code"]) == (409, "workbook_import.written")


@pytest.mark.parametrize("wrong", [0, 2, 4])
def test_another_count_than_what_is_there_is_refused(february: School, wrong: int) -> None:
    preview = february.preview(csv(RECORD_HEADINGS, ROWS), JANUARY)
    path = f"/imports/{preview['id']}/confirmation"
    answer = february.call("clerk", "POST", path, {"count": wrong})
    assert (answer.status_code, answer.json["code"]) == (409, "workbook_import.other_count")
    assert count(february) == 0


def test_what_changed_since_the_preview_is_judged_again(february: School) -> None:
    preview = february.preview(csv(RECORD_HEADINGS, ROWS), JANUARY)
    february.import_(csv(RECORD_HEADINGS, ROWS[:1]), JANUARY)
    path = f"/imports/{preview['id']}/confirmation"
    answer = february.call("clerk", "POST", path, {"count": 3})
    assert answer.json["code"] == "workbook_import.other_count"
    assert count(february) == 1


def test_a_fault_in_the_middle_leaves_nothing(
    february: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = february.preview(csv(RECORD_HEADINGS, ROWS), JANUARY)
    monkeypatch.setattr(record_sheet, "CHUNK", 1)
    written = []

    def fail(done: int, _total: int) -> None:
        written.append(done)
        if done == 2:
            raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError, match="disk"), february.session() as session:
        kept = session.get_one(WorkbookImport, UUID(preview["id"]))
        confirmation = Confirmation(read_again(kept), 3, progress=fail)
        confirm_import(session, COMMAND, business_now(), kept.id, confirmation)
    assert written == [1, 2]
    assert count(february) == count(february, Officer) == 0
    assert february.get(f"/imports/{preview['id']}")["status"] == "previewed"


def test_refused_rows_come_back_as_a_workbook_with_the_reasons(february: School) -> None:
    preview = february.preview(csv(RECORD_HEADINGS, ROWS), JANUARY)
    answer = february.call("clerk", "GET", f"/imports/{preview['id']}/refused.xlsx")
    assert answer.status_code == 200
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    headings, *rows = book.get_sheet_by_index(0).to_python()
    assert headings[-1] == "原因"
    assert [int(row[0]) for row in rows] == [5, 6]
    assert "半小时" in rows[0][-1]


def test_one_month_alone_can_be_imported(february: School) -> None:
    rows = [*ROWS[:1], record("安安", "2025-02-01", "07:00", "08:00")]
    book = csv(RECORD_HEADINGS, rows)
    preview = february.preview(book, "服务统计-2025.csv", kind="record", month="2025-01")
    assert [row["reason"] for row in preview["rows"]] == [None, "not_this_month"]
    february.post(f"/imports/{preview['id']}/confirmation", {"count": 1})
    assert february.preview(book, JANUARY, month="2025-03")["rows"] == []


def test_late_rows_are_held_and_need_one_reason(
    february: School, clock: Callable[[str], None]
) -> None:
    clock("2025-02-06T09:00:00+08:00")
    preview = february.preview(csv(RECORD_HEADINGS, ROWS[:1]), JANUARY)
    assert preview["rows"][0]["reason"] == "late"
    path = f"/imports/{preview['id']}/confirmation"
    answer = february.call("clerk", "POST", path, {"count": 1})
    assert answer.json["code"] == "workbook_import.late_reason_needed"
    assert count(february) == 0
    february.post(path, {"count": 1, "late_reason": "经办人生病"})
    with february.session() as session:
        kept = session.scalars(select(ServiceRecord)).one()
        assert (kept.is_late, kept.needs_second) == (True, True)
        assert kept.late_reason == "经办人生病"


def test_days_out_of_service_are_refused(february: School, clock: Callable[[str], None]) -> None:
    volunteer = february.get("/volunteers")["items"]
    anna = next(row["id"] for row in volunteer if row["name"] == "安安")
    body = {"left_on": "2025-01-06", "reason": "retired"}
    february.post(f"/volunteers/{anna}/leaving", body)
    preview = february.preview(csv(RECORD_HEADINGS, ROWS[:2]), JANUARY)
    assert [row["reason"] for row in preview["rows"]] == [None, "not_in_service"]


def test_leaving_before_a_record_is_refused(february: School) -> None:
    february.import_(csv(RECORD_HEADINGS, ROWS), JANUARY)
    anna = next(r["id"] for r in february.get("/volunteers")["items"] if r["name"] == "安安")
    body = {"left_on": "2025-01-06", "reason": "retired"}
    answer = february.call("clerk", "POST", f"/volunteers/{anna}/leaving", body)
    assert (answer.status_code, answer.json["code"]) == (409, "volunteer.served_later")


JUNK = bytes(range(256)) * 40


@pytest.mark.parametrize(
    ("content", "file", "fields", "code"),
    [
        (b"", "a.xlsx", {}, "workbook.empty"),
        (b"\n\n", "a.csv", {}, "workbook.empty"),
        (JUNK, "a.xlsx", {}, "workbook.unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + JUNK, "a.xls", {}, "workbook.unreadable"),
        (b"%PDF-1.7", "a.pdf", {}, "workbook.wrong_type"),
        ("一,二\n三,四".encode(), "a.csv", {}, "workbook.no_sheet"),
        (csv(ROSTER_HEADINGS, MEMBERS), "a.csv", {"kind": "record"}, "workbook.wrong_kind"),
        (csv(RECORD_HEADINGS[:-2], ROWS), "a.csv", {}, "workbook.missing_heading"),
        (csv(ROSTER_HEADINGS, MEMBERS), "a.csv", {"kind": "letters"}, "form.invalid"),
        (csv(ROSTER_HEADINGS, MEMBERS), "a.csv", {"month": "January"}, "form.invalid"),
        (b"x" * (27 * 1024 * 1024), "a.xlsx", {}, "file.too_big"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_file_gets_a_sentence_and_nothing_is_written(
    school: School, content: bytes, file: str, fields: dict[str, str], code: str
) -> None:
    answer = school.upload(content, file, **fields)
    assert answer.status_code in (413, 422)
    assert answer.json["code"] == code
    assert any("一" <= sign <= "鿿" for sign in answer.json["message"])
    assert school.get("/imports")["total"] == 0


def test_a_form_without_a_file_says_so(school: School) -> None:
    answer = school.call("clerk", "POST", "/imports", data={"kind": "roster"})
    assert (answer.status_code, answer.json["code"]) == (422, "form.invalid")


def test_file_and_preview_lie_encrypted(february: School) -> None:
    february.import_(csv(RECORD_HEADINGS, ROWS), JANUARY)
    with february.session() as session:
        rows = session.execute(text("SELECT file, preview FROM workbook_import")).all()
        rows += session.execute(text("SELECT place, content FROM service_record")).all()
    stored = b"".join(bytes(value) for row in rows for value in row)
    for personal in (ANNA, "13800000001", "敬老院", "看望老人", "安安"):
        assert personal.encode() not in stored


def test_an_administrator_imports_nothing_and_unknown_imports_are_not_found(
    school: School,
) -> None:
    assert school.call("admin", "GET", "/imports").status_code == 403
    unknown = "/imports/00000000-0000-7000-8000-000000000000"
    assert school.call("clerk", "GET", unknown).json["code"] == "workbook_import.unknown"
    assert school.call("clerk", "GET", unknown + "/certification").status_code == 404
    with pytest.raises(NotFoundError), school.session() as session:
        confirm_import(session, COMMAND, business_now(), UUID(int=5), Confirmation([], 0))
    assert school.call("clerk", "GET", unknown + "/refused.xlsx").status_code == 404


def test_a_file_name_is_kept_without_folders_and_hidden_signs(february: School) -> None:
    content = csv(RECORD_HEADINGS, [record("安安", "2025-01-08", "08:00", "10:00")])
    for name, kept in (
        ("../../etc/一月.csv", "一月.csv"),
        ("a%00b\x1b[31m\u202e.csv", "a%00b[31m.csv"),
    ):
        assert february.preview(content, name)["file_name"] == kept
    named = b"name=\"file\"; filename*=UTF-8''C%3A%5Ca%00b.csv"
    head = b"--B\r\nContent-Disposition: form-data; " + named + b"\r\n\r\n"
    form = {"data": head + content + b"\r\n--B--\r\n"}
    answer = february.call(
        "clerk", "POST", "/imports", content_type="multipart/form-data; boundary=B", **form
    )
    assert (answer.status_code, answer.json["file_name"]) == (201, "ab.csv")


def test_cells_and_names_that_no_column_holds_are_cut_or_refused(february: School) -> None:
    long = "长" * 61
    rows = [
        record("安安", "2025-01-08", "08:00", "10:00", certifier=long),
        record("安安", "2025-01-09", "08:00", "10:00", second=long),
    ]
    written = february.import_(csv(RECORD_HEADINGS, rows), "2025年1月" + "表" * 180 + ".csv")
    assert [row["reason"] for row in written["rows"]] == ["no_certifier", None]
    roster = csv(ROSTER_HEADINGS, [(long, *MEMBERS[0][1:]), *MEMBERS[1:]])
    assert [row["reason"] for row in february.import_(roster)["rows"]] == ["no_name", None, None]
