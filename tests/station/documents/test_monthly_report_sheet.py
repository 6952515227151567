"""The report as Excel in the bureaus' form: our own import reads it back record for record."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from openpyxl import load_workbook

from shared.domain.month import Month
from shared.domain.request_figures import RequestFigures, Told, VisitFigures
from shared.domain.service_record import MIDNIGHT, Category, Evaluation, Form
from shared.domain.tally import Cell, Figures
from shared.workbook import reader
from station.documents.monthly_report import MonthlyReport, Photo, Training
from station.documents.monthly_report_sheet import HEADINGS, ReportLine, write_monthly_report
from station.domain import word
from station.workbooks import service_record
from station.workbooks.columns import SERVICE_RECORD

LINE = ReportLine(
    name="𠮷田",
    last_four="0023",
    day=date(2025, 1, 21),
    start="14:00",
    end="17:10",
    pause=10,
    hours=3,
    category=Category.KEY_WORK,
    form=Form.DISPATCHED,
    place="社区广场",
    content="=1+1",
    signed=True,
    evaluation=Evaluation.SATISFIED,
    paid=True,
    certifier="王书记",
    second="李主任",
)
REPORT = MonthlyReport(
    station="第二中学党员义工工作站",
    month=Month(2025, 1),
    summary="本月走进社区。",
    table={(Category.KEY_WORK, Form.DISPATCHED): Cell(1, 2, 2, 6, 5, 4)},
    total=Cell(1, 2, 2, 6, 5, 4),
    volunteers=20,
    members=26,
    no_photo_reason="没有集中服务。",
)


def sheets(report: MonthlyReport, *lines: ReportLine) -> dict[str, Any]:
    book = load_workbook(io.BytesIO(write_monthly_report(report, lines)))
    return {name: [list(row) for row in book[name].values] for name in book.sheetnames}


def test_the_headings_are_those_of_the_bureaus_form() -> None:
    """All that our import knows under its first name; 序号 before them."""
    first_names = {column.headings[0] for column in SERVICE_RECORD}
    assert set(HEADINGS) == first_names | {"序号"}
    rows = sheets(REPORT, LINE)["1月"]
    assert rows[0][0] == "第二中学党员义工工作站服务活动情况统计表(2025年1月)"
    assert rows[1][0] == "单位:第二中学党员义工工作站"
    assert tuple(rows[2]) == HEADINGS


def test_our_own_import_reads_every_record_back() -> None:
    night = replace(LINE, start="22:00", end=MIDNIGHT, pause=0, signed=False, paid=False, second="")
    forms = [
        replace(LINE, category=category, form=form, evaluation=evaluation)
        for category in Category
        for form in Form
        for evaluation in Evaluation
    ]
    lines = [LINE, night, *forms]
    data = write_monthly_report(replace(REPORT, people=[("王娟", Figures(1, 2, 2, 2, 10))]), lines)
    rows = service_record.rows(reader.read(data, "a.xlsx"), "统计表.xlsx")
    assert len(rows) == len(lines)
    for row, line in zip(rows, lines, strict=True):
        assert row.month == REPORT.month
        assert (row.name, row.last_four, row.date) == (line.name, line.last_four, line.day)
        assert word.category(row.category) is line.category
        assert word.form(row.form) is line.form
        assert word.evaluation(row.evaluation) is line.evaluation
        assert word.yes(row.paid) is line.paid and word.is_signed(row.signed) is line.signed
        assert (row.location, row.content) == (line.place, line.content)
        assert (row.pause or 0, row.hours) == (line.pause, line.hours)
        assert (row.certifier, row.second_officer or "") == (line.certifier, line.second)
    assert (rows[0].start, rows[0].end) == (time(14, 0), time(17, 10))
    assert (rows[1].start, rows[1].end) == (time(22, 0), MIDNIGHT)


def test_sums_stand_by_category_and_form() -> None:
    rows = sheets(REPORT)["类别汇总"]
    assert rows[0] == ["类别", "形式", "活动(次)", "人次", "人数", "小时", "满意小时", "计分小时"]
    assert len(rows) == 1 + len(Category) * len(Form) + 1
    assert ["助推中心", "派单", 1, 2, 2, 6, 5, 4] in rows
    assert ["助推中心", "集中", 0, 0, 0, 0, 0, 0] in rows
    assert rows[-1][0] == "合计" and rows[-1][2:] == [1, 2, 2, 6, 5, 4]


def test_volunteers_stand_only_where_the_report_names_them() -> None:
    assert "义工汇总" not in sheets(REPORT)
    rows = sheets(replace(REPORT, people=[("𠮷田", Figures(1, 2, 2, 1, 5))]))["义工汇总"]
    assert rows[1] == ["𠮷田", 1, 2, 2, 1, 5]


def test_training_has_its_table() -> None:
    training = Training(date(2025, 1, 8), "学习", "集中", "党性", 90, "王书记", 20)
    rows = sheets(replace(REPORT, trainings=[training]))["培训情况统计表"]
    assert rows[1] == [
        datetime.fromisoformat("2025-01-08"),
        "学习",
        "集中",
        "党性",
        90,
        "王书记",
        20,
    ]


def test_the_summary_says_what_the_paper_says() -> None:
    assert sheets(REPORT)["情况汇报"] == [
        ["项目", "说明"],
        ["情况汇报", "本月走进社区。"],
        ["党员", 26],
        ["义工", 20],
        ["没有照片", "没有集中服务。"],
    ]
    signed = replace(
        REPORT,
        photos=[Photo(b"", "社区广场")],
        further=[("受理需求", "14 件")],
        signed_by="王建国",
        sealed_at=datetime(2025, 2, 4, tzinfo=UTC),
        digest="9f",
        amends="漏记",
    )
    assert sheets(signed)["情况汇报"][4:] == [
        ["受理需求", "14 件"],
        ["图1", "社区广场"],
        ["更正", "漏记"],
        ["签署", "王建国"],
        ["内容校验码", "9f"],
    ]


def test_requests_and_visits_have_their_sheet_and_unknown_is_no_zero() -> None:
    told = Told(RequestFigures(5, 4, 1, 1, 0, 2, 12, 8, 7), VisitFigures(4, 3, 1, 1))
    rows = sheets(replace(REPORT, told=told))["需求和走访"]
    assert rows[0] == ["类别", "项目", "数"] and len(rows) == 14
    assert ["需求(件)", "收到", 5] in rows and ["需求(件)", "婉拒", 0] in rows
    assert rows[-1] == ["走访(次)", "三星已到", 1]
    assert sheets(REPORT)["需求和走访"] == [["类别", "项目", "数"]]
