"""Tables in untidy sheets: which rows count, which kind it is, which month and who."""

from __future__ import annotations

from datetime import date

import pytest

from shared.domain.month import Month
from shared.errors import InvalidError
from shared.workbook.reader import Sheet
from station.domain.cell import Cell
from station.workbooks import registration, roster, service_record
from station.workbooks.kind import Kind, recognise
from tests.station.workbooks.book import HEADINGS, sheet

FILE = "服务活动情况统计表-2025.xlsx"
ROSTER = ["序号", "姓名", "身份证号", "性别"]
DATA: dict[str, Cell] = {"姓名": "王娟", "服务日期": date(2025, 3, 5), "开始时间": "8:00"}


def line(**cells: Cell) -> list[Cell]:
    values = DATA | cells
    return [values.get(heading) for heading in HEADINGS]


def refusal(*sheets: Sheet) -> InvalidError:
    with pytest.raises(InvalidError) as refused:
        service_record.rows(sheets, FILE)
    return refused.value


def test_titles_notes_totals_and_blank_rows_are_left_out() -> None:
    found = roster.rows(
        [
            sheet(
                ["实验小学党支部党员花名册"],
                ["填表单位:实验小学"],
                [],
                ROSTER,
                [1.0, "王娟", "1"],
                [2.0, None, None],
                [None, "合计", None, "1人"],
                ["说明:以上情况属实", "填表人:李"],
                ["以上情况均已核对"],
                [3.0, "邹秀", "2"],
                ["小计:2人"],
                ["合计（人）", None, 2.0],
                ["3月份合计", 2.0],
                ["填表人:", "王主任"],
                [None, None, "2025年1月31日"],
                [None, "2025.1.31"],
                [None, "(盖章)"],
            )
        ]
    )
    assert [(row.place.row, row.name) for row in found] == [(5, "王娟"), (10, "邹秀")]


def test_name_and_number_alone_make_a_roster() -> None:
    (row,) = roster.rows([sheet(["名单"], ["姓名", "身份证号"], ["王娟", "1"])])
    assert (row.name, row.id_number) == ("王娟", "1")


def test_a_long_name_with_a_dot_is_no_remark() -> None:
    found = roster.rows([sheet(ROSTER, [None, "阿卜杜拉·买买提"])])
    assert [row.name for row in found] == ["阿卜杜拉·买买提"]


def test_headings_may_be_broken_bracketed_full_width_and_in_any_order() -> None:
    heading: list[Cell] = ["※身 份\n证号（18位）", "备注2", "姓  名:", "性别*"]
    (row,) = roster.rows([sheet(heading, ["1", "x", "王娟", "女"])])
    assert (row.id_number, row.name, row.sex) == ("1", "王娟", "女")


def test_the_proper_heading_counts_before_what_others_call_it() -> None:
    heading: list[Cell] = ["审核意见", "姓名", "身份证号", "申请日期", "审核结果", "审核日期"]
    (row,) = registration.rows([sheet(heading, ["材料齐全", "王娟", "1", "x", "通过", "y"])])
    assert row.decision == "通过"


def test_a_blank_name_means_as_above_with_the_digits_above() -> None:
    rows = service_record.rows(
        [
            sheet(
                HEADINGS,
                line(证件后四位="0038"),
                line(姓名=None),
                line(姓名=" ", 证件后四位="1841"),
                line(姓名="邹秀"),
                line(姓名=None),
            )
        ],
        FILE,
    )
    assert [(row.name, row.last_four) for row in rows] == [
        ("王娟", "0038"),
        ("王娟", "0038"),
        ("王娟", "1841"),
        ("邹秀", None),
        ("邹秀", None),
    ]


def test_nobody_stands_above_the_first_row_of_a_sheet() -> None:
    rows = service_record.rows(
        [sheet(HEADINGS, line()), sheet(HEADINGS, line(姓名=None), name="4月")], FILE
    )
    assert [row.name for row in rows] == ["王娟", None]


@pytest.mark.parametrize(
    ("name", "title", "file", "month", "year"),
    [
        ("3月", "", FILE, Month(2025, 3), 2025),
        ("2025年3月", "", "a.xlsx", None, None),
        ("三月", "", FILE, Month(2025, 3), 2025),
        ("十二月", "", FILE, Month(2025, 12), 2025),
        ("三月份", "", FILE, Month(2025, 3), 2025),
        (" 3 月 ", "", FILE, Month(2025, 3), 2025),
        ("03", "", FILE, Month(2025, 3), 2025),
        ("2025-03", "", FILE, Month(2025, 3), 2025),
        ("2025.11", "", FILE, Month(2025, 11), 2025),
        ("202503", "", FILE, Month(2025, 3), 2025),
        ("统计表-2025-3", "", "统计表-2025-3.csv", Month(2025, 3), 2025),
        ("统计表-2025", "统一月报", "统计表-2025.csv", None, 2025),
        ("Sheet1", "二〇二五年三月", FILE, Month(2025, 3), 2025),
        ("Sheet1", "统计表(2025年3月)", "a.xlsx", Month(2025, 3), 2025),
        ("Sheet1", "填表日期:2025年4月2日", FILE, None, 2025),
        ("统计表-2025-3月", "", "统计表-2025-3月.csv", Month(2025, 3), 2025),
        ("统计表-2025", "统计表(2025年11月)", "统计表-2025.csv", Month(2025, 11), 2025),
        ("13月", "", FILE, None, 2025),
    ],
)
def test_the_month_is_the_sheets_or_the_titles_and_the_year_the_files(
    name: str, title: str, file: str, month: Month | None, year: int | None
) -> None:
    (row,) = service_record.rows([sheet([title], HEADINGS, line(), name=name)], file)
    assert (row.month, row.year) == (month, year)


def test_one_csv_with_a_title_for_each_month_changes_month_and_person() -> None:
    rows = service_record.rows(
        [
            sheet(
                ["统计表(2025年3月)"],
                HEADINGS,
                line(),
                ["统计表(2025年4月)"],
                HEADINGS[::-1],
                line(姓名=None)[::-1],
                name="表",
            )
        ],
        "表-2025.csv",
    )
    assert [(row.month, row.name) for row in rows] == [
        (Month(2025, 3), "王娟"),
        (Month(2025, 4), None),
    ]
    assert rows[1].date == date(2025, 3, 5)


def test_a_missing_heading_is_named_with_its_sheet() -> None:
    refused = refusal(sheet([text for text in HEADINGS if text != "服务日期"], line()))
    assert refused.code == "workbook.missing_heading"
    assert refused.values == {"sheet": "3月", "heading": "服务日期"}


def test_another_of_the_three_workbooks_is_named() -> None:
    refused = refusal(sheet(ROSTER, [1.0, "王娟", "1"]))
    assert refused.code == "workbook.wrong_kind"
    assert refused.values == {"found": "roster", "wanted": "service_record"}


def test_a_workbook_without_any_table_says_so() -> None:
    assert refusal(sheet(["会议纪要"], ["姓名"])).code == "workbook.no_sheet"
    with pytest.raises(InvalidError):
        recognise([])


def test_sheets_without_a_table_are_passed_over() -> None:
    rows = service_record.rows([sheet(["填写说明"], name="说明"), sheet(HEADINGS, line())], FILE)
    assert [row.place.sheet for row in rows] == ["3月"]


def test_each_kind_is_recognised_by_its_headings() -> None:
    claims = ["姓名", "身份证号", "特长", "可服务时间", "申请日期", "审核结果", "审核日期"]
    assert recognise([sheet(HEADINGS)]) is Kind.SERVICE_RECORD
    assert recognise([sheet(ROSTER)]) is Kind.ROSTER
    assert recognise([sheet(claims)]) is Kind.REGISTRATION
    (row,) = registration.rows([sheet(claims, ["王娟", "1"])])
    assert (row.name, row.id_number, row.decided) == ("王娟", "1", None)
