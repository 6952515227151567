"""Refused rows given back: typed as they were, with a sentence, ready to be mended."""

from __future__ import annotations

import io
from datetime import date, time

import pytest
from openpyxl import load_workbook

from shared.workbook import reader
from station.domain.outcome import Place, Reason
from station.domain.registration import RegistrationRow
from station.domain.roster import RosterRow
from station.domain.service_record import RecordRow
from station.workbooks import roster, service_record
from station.workbooks.kind import Kind
from station.workbooks.reasons import SENTENCES, sentence
from station.workbooks.refused import write_refused


def test_every_reason_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Reason)
    assert all(sentence(reason).endswith("。") for reason in Reason)


def test_formulas_numbers_of_persons_and_phones_stay_text() -> None:
    row = RosterRow(
        Place("花名册", 30),
        name="=1+1",
        id_number="130204198003061825",
        phone="13800000000",
        joined=date(2001, 7, 1),
        remark="https://example.org",
    )
    spoilt = RosterRow(Place("花名册", 31), name="李科学", id_number=1.3020419800101e17)
    data = write_refused(Kind.ROSTER, [(row, Reason.BAD_ID_NUMBER), (spoilt, Reason.BAD_ID_NUMBER)])
    page = load_workbook(io.BytesIO(data))["花名册"]
    cells = {page.cell(1, column).value: page.cell(2, column) for column in range(1, 10)}
    assert cells["原表行号"].value == 30
    for heading, text in (
        ("姓名", "=1+1"),
        ("身份证号", "130204198003061825"),
        ("联系电话", "13800000000"),
    ):
        assert (cells[heading].value, cells[heading].data_type) == (text, "s")
        assert cells[heading].number_format == "@"
    assert cells["入党时间"].is_date
    assert page.cell(2, page.max_column).value == sentence(Reason.BAD_ID_NUMBER)
    assert page.cell(3, 4).data_type == "n"


def test_refused_records_are_read_in_again_where_they_stood() -> None:
    rows = [
        RecordRow(
            Place(sheet, 7),
            name="王娟",
            date=date(2025, 3, 5),
            start=time(8, 30),
            end="10:00",
            hours=2,
            signed=True,
            category="其他",
        )
        for sheet in ("3月", "4月", "3月")
    ]
    data = write_refused(Kind.SERVICE_RECORD, [(row, Reason.BAD_CATEGORY) for row in rows])
    again = service_record.rows(reader.read(data, "a.xlsx"), "退回-2025.xlsx")
    assert [(row.place.sheet, row.place.row) for row in again] == [
        ("3月", 2),
        ("3月", 3),
        ("4月", 2),
    ]
    assert again[0].date == date(2025, 3, 5) and again[0].start == time(8, 30)
    assert again[0].month and again[0].category == "其他"


def test_names_that_excel_forbids_and_dates_before_its_time_are_mended() -> None:
    row = RosterRow(Place("花:名/册" + "长" * 40, 3), name="王娟", joined=date(1899, 1, 1))
    other = RosterRow(Place("''", 3), name="邹秀", joined="1999")
    data = write_refused(Kind.ROSTER, [(row, Reason.NO_NAME), (other, Reason.NO_NAME)])
    sheets = reader.read(data, "a.xlsx")
    assert [len(sheet.name) for sheet in sheets] == [31, 6]
    assert [item.joined for item in roster.rows(sheets)] == ["1899-01-01", "1999"]


def test_sheets_that_differ_in_capitals_alone_become_one() -> None:
    rows = [RosterRow(Place(name, 3), name="王娟") for name in ("Sheet", "SHEET")]
    data = write_refused(Kind.ROSTER, [(row, Reason.NO_NAME) for row in rows])
    (sheet,) = reader.read(data, "a.xlsx")
    assert (sheet.name, len(sheet.rows)) == ("Sheet", 3)


def test_what_looks_like_a_workbooks_own_mark_up_is_text() -> None:
    row = RosterRow(Place("花名册", 3), name="<r></c></row></r>")
    (sheet,) = reader.read(write_refused(Kind.ROSTER, [(row, Reason.NO_NAME)]), "a.xlsx")
    assert sheet.rows[1][1] == "<r></c></row></r>"


@pytest.mark.parametrize("kind", Kind)
def test_nothing_refused_is_still_a_workbook(kind: Kind) -> None:
    assert load_workbook(io.BytesIO(write_refused(kind, []))).worksheets


def test_a_registration_has_its_columns() -> None:
    row = RegistrationRow(Place("登记表", 3), name="王娟", decision="再议")
    (sheet,) = reader.read(write_refused(Kind.REGISTRATION, [(row, Reason.BAD_DECISION)]), "a.xlsx")
    assert sheet.rows[0][-1] == "原因" and "审核结果" in sheet.rows[0]
