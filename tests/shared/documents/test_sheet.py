"""Excel written by us and read by our own reader and by openpyxl."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from openpyxl import load_workbook

from shared.documents.sheet import Column, Table, Value, book, sheet_name, width, workbook
from shared.workbook import reader

HEADINGS = ("姓名", "身份证号", "联系电话", "入党时间", "次数", "备注")
COLUMNS = [Column(heading, is_number=heading == "次数") for heading in HEADINGS]
ROWS: list[list[Value]] = [
    ["𠮷田", "130204198003061825", "013800138000", date(2001, 7, 1), 12, "=1+1"],
    [
        "李科学",
        "13020419800306182X",
        "+8613800138000",
        date(1999, 12, 31),
        0,
        "https://example.org",
    ],
    ["1E5", "001", "0", date(1900, 3, 1), -3, "@SUM(A1)"],
]

LOCAL = datetime.fromisoformat("2026-11-04T00:30")


def page(data: bytes) -> Any:
    return load_workbook(io.BytesIO(data)).worksheets[0]


def test_what_goes_out_comes_back_unchanged_through_our_own_reader() -> None:
    (sheet,) = reader.read(workbook("花名册", COLUMNS, ROWS), "a.xlsx")
    assert sheet.name == "花名册"
    assert sheet.rows[0] == HEADINGS
    assert [list(row) for row in sheet.rows[1:]] == ROWS


def test_text_is_a_text_cell_whatever_it_looks_like() -> None:
    cells = page(workbook("花名册", COLUMNS, ROWS))
    for row, values in enumerate(ROWS, 2):
        for place, value in enumerate(values, 1):
            cell = cells.cell(row, place)
            if isinstance(value, str):
                assert (cell.value, cell.data_type, cell.number_format) == (value, "s", "@")
                assert cell.hyperlink is None


def test_dates_are_dates_and_numbers_numbers() -> None:
    cells = page(workbook("花名册", COLUMNS, ROWS))
    assert cells.cell(2, 4).is_date and cells.cell(2, 4).number_format == "yyyy-mm-dd"
    assert (cells.cell(2, 5).value, cells.cell(2, 5).data_type) == (12, "n")


@pytest.mark.parametrize(
    ("value", "back"),
    [
        (999_999_999_999_999, 999_999_999_999_999),
        (130204198003061825, "130204198003061825"),
        (2.5, 2.5),
        (float("nan"), None),
        (True, "是"),
        (False, "否"),
        (None, None),
        ("", None),
        (time(8, 30), time(8, 30)),
        (date(1899, 12, 31), "1899-12-31"),
        (datetime(2026, 11, 3, 16, 30, tzinfo=UTC), LOCAL),
        (LOCAL, LOCAL),
        ("  两端空格 ", "  两端空格 "),
        ("两\n行", "两\n行"),
        ("<r><t>甲</t></r>", "<r><t>甲</t></r>"),
        ("<r>", "<r>"),
        ("<r></c></row></r>", "<r></c></row></r>"),
        ("a&b<c>\"d'", "a&b<c>\"d'"),
        ("\ud800甲\uffff", "\ufffd甲\ufffd"),
    ],
)
def test_each_kind_of_value_has_its_kind_of_cell(value: Value, back: object) -> None:
    data = workbook("表", [Column("甲"), Column("乙")], [["x", value]])
    assert page(data).cell(2, 2).value == back
    (sheet,) = reader.read(data, "a.xlsx")
    assert (sheet.rows[1] + (None,))[1] == back


def test_a_text_beyond_a_cell_is_cut_with_a_sign() -> None:
    data = workbook("表", [Column("甲")], [["𠮷" * 20_000], ["字" * 32_767]])
    assert page(data).cell(2, 1).value == "𠮷" * 16_383 + "…"
    assert page(data).cell(3, 1).value == "字" * 32_767


def test_headings_are_bold_and_stay_in_sight() -> None:
    cells = page(workbook("花名册", COLUMNS, ROWS))
    assert cells.freeze_panes == "A2"
    assert all(cell.font.b for cell in cells[1])
    assert not any(cell.font.b for cell in cells[2])
    assert cells.cell(1, 5).alignment.horizontal == "right"
    assert cells.auto_filter.ref == "A1:F4"
    assert cells.print_title_rows == "$1:$1"


def test_columns_are_as_wide_as_what_stands_in_them_within_bounds() -> None:
    rows: list[list[Value]] = [["王", "130204198003061825", "长" * 100, date(2026, 1, 2)]]
    cells = page(workbook("表", [Column("姓名"), Column("号"), Column("文"), Column("日")], rows))
    widths = [cells.column_dimensions[letter].width for letter in "ABCD"]
    assert [round(found) for found in widths] == [9, 21, 63, 13]
    assert cells.cell(2, 3).alignment.wrap_text and not cells.cell(2, 2).alignment.wrap_text


def test_an_empty_list_is_its_headings_alone() -> None:
    (sheet,) = reader.read(workbook("表", COLUMNS, []), "a.xlsx")
    assert sheet.rows == (HEADINGS,)
    assert page(workbook("表", COLUMNS, [])).auto_filter.ref is None


def test_rows_are_taken_one_by_one_and_all_of_them() -> None:
    rows = ([number, f"甲{number}"] for number in range(2500))
    cells = page(workbook("表", [Column("号", is_number=True), Column("名")], rows))
    assert cells.max_row == 2501
    assert cells.cell(2501, 2).value == "甲2499"


def test_a_book_has_its_tables_in_order_with_titles_above_and_sums_below() -> None:
    tables = [
        Table(
            "1月",
            [Column("姓名"), Column("小时")],
            [["王", 3]],
            ("统计表", "单位:甲"),
            [["合计", 3]],
        ),
        Table("2月", [Column("姓名")], []),
    ]
    first, second = reader.read(book("全年", tables), "a.xlsx")
    assert (first.name, second.name) == ("1月", "2月")
    texts = [tuple(cell for cell in row if cell is not None) for row in first.rows]
    assert texts == [("统计表",), ("单位:甲",), ("姓名", "小时"), ("王", 3), ("合计", 3)]
    cells = page(book("全年", tables))
    assert cells.freeze_panes == "A4" and cells["A1"].font.b and cells.auto_filter.ref == "A3:B4"


def test_a_book_without_tables_opens() -> None:
    assert page(book("空", [])).max_row == 1


def test_the_title_is_the_books_own() -> None:
    data = workbook("义工名单", COLUMNS, ROWS)
    assert load_workbook(io.BytesIO(data)).properties.title == "义工名单"


def test_names_that_excel_forbids_are_mended() -> None:
    assert sheet_name("花:名/册" + "长" * 40) == "花_名_册" + "长" * 26
    assert sheet_name("''") == "Sheet1"


def test_chinese_signs_take_two_places() -> None:
    assert [width(text) for text in ("", "abc", "甲乙", "甲a\n甲乙丙")] == [0, 3, 4, 6]


def test_no_part_of_the_file_is_a_formula_or_a_link() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook("花名册", COLUMNS, ROWS))) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet and "hyperlink" not in sheet
        assert not any("rels/sheet" in name for name in parts.namelist())
