"""A month's report as Excel in the bureaus' form: the records under their headings, the sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from shared.documents import word
from shared.documents.sheet import Column, Table, Value, book
from shared.domain.service_record import MIDNIGHT, Category, Form
from shared.domain.tally import Cell
from station.documents.monthly_report import MonthlyReport, told_of

HEADINGS: Final = (
    *("序号", "姓名", "证件后四位", "服务日期", "开始时间", "结束时间", "扣除(分钟)"),
    *("服务时长(小时)", "服务类别", "服务形式", "服务地点", "服务内容", "服务对象签字"),
    *("评价", "占用工作时间", "认定人", "复核人"),
)
_NUMBERS: Final = frozenset(
    {"序号", "扣除(分钟)", "服务时长(小时)", "活动(次)", "人次", "人数", "小时", "满意小时"}
    | {"计分小时", "积分", "次数", "分钟", "数"}
)
_FIGURES: Final = ("活动(次)", "人次", "人数", "小时", "满意小时", "计分小时")


@dataclass(frozen=True)
class ReportLine:
    """One certified record in the form's columns; `start` and `end` are HH:MM."""

    name: str
    last_four: str
    day: date
    start: str
    end: str
    pause: int
    hours: int
    category: str
    form: str
    place: str
    content: str
    signed: bool
    evaluation: str
    paid: bool
    certifier: str
    second: str = ""


def write_monthly_report(report: MonthlyReport, lines: Iterable[ReportLine]) -> bytes:
    """An .xlsx whose first sheet, the month's, our own import reads back as the same records.

    Behind it: categories and forms, requests and visits, the volunteers (where the report names
    any), training, and the summary. It holds names, places and contents in clear.
    """
    tables = [_records(report, lines), _categories(report), _told(report)]
    if report.people:
        tables.append(_people(report))
    return book(_title(report), [*tables, _trainings(report), _summary(report)])


def _title(report: MonthlyReport) -> str:
    return f"{report.station}服务活动情况统计表({report.month.year}年{report.month.month}月)"


def _columns(headings: Iterable[str]) -> list[Column]:
    return [Column(heading, is_number=heading in _NUMBERS) for heading in headings]


def _records(report: MonthlyReport, lines: Iterable[ReportLine]) -> Table:
    above = (_title(report), f"单位:{report.station}")
    rows = (_record(n, line) for n, line in enumerate(lines, 1))
    return Table(f"{report.month.month}月", _columns(HEADINGS), rows, above)


def _record(n: int, line: ReportLine) -> Sequence[Value]:
    return (
        *(n, line.name, line.last_four, line.day, _clock(line.start), _clock(line.end)),
        *(line.pause or None, line.hours),
        word.CATEGORY.get(line.category, line.category) + "服务",
        word.FORM.get(line.form, line.form) + "服务",
        *(line.place, line.content, "已签字" if line.signed else ""),
        word.EVALUATION.get(line.evaluation, line.evaluation),
        *("是" if line.paid else "否", line.certifier, line.second),
    )


def _clock(text: str) -> Value:
    return text if text == MIDNIGHT else time.fromisoformat(text)


def _categories(report: MonthlyReport) -> Table:
    rows: list[Sequence[Value]] = [
        (word.CATEGORY[category], word.FORM[form], *_figures(report.table.get((category, form))))
        for category in Category
        for form in Form
    ]
    sums: Sequence[Value] = ("合计", "", *_figures(report.total))
    return Table("类别汇总", _columns(("类别", "形式", *_FIGURES)), rows, below=[sums])


def _figures(cell: Cell | None) -> Iterator[int]:
    cell = cell or Cell()
    yield from (cell.activities, cell.records, cell.people)
    yield from (cell.hours, cell.satisfied_hours, cell.points_hours)


def _told(report: MonthlyReport) -> Table:
    """Without rows where the report says nothing of it."""
    rows = [(part, *line) for part, figures in told_of(report) for line in figures.items()]
    return Table("需求和走访", _columns(("类别", "项目", "数")), rows)


def _people(report: MonthlyReport) -> Table:
    headings = ("义工", "次数", "小时", "满意小时", "计分小时", "积分")
    rows = [
        (name, of.records, of.hours, of.satisfied_hours, of.points_hours, of.points)
        for name, of in report.people
    ]
    return Table("义工汇总", _columns(headings), rows)


def _trainings(report: MonthlyReport) -> Table:
    headings = ("日期", "主题", "方式", "内容", "分钟", "主讲", "人数")
    rows = [
        (it.day, it.topic, it.kind, it.strand, it.minutes, it.trainer, it.attended)
        for it in report.trainings
    ]
    return Table("培训情况统计表", _columns(headings), rows)


def _summary(report: MonthlyReport) -> Table:
    rows: list[tuple[Value, Value]] = [
        ("情况汇报", report.summary),
        ("党员", report.members),
        ("义工", report.volunteers),
        *report.further,
        *((f"图{n}", photo.caption) for n, photo in enumerate(report.photos, 1)),
    ]
    if not report.photos:
        rows.append(("没有照片", report.no_photo_reason))
    sealed = (("更正", report.amends), ("签署", report.signed_by), ("内容校验码", report.digest))
    rows += [(name, value) for name, value in sealed if value]
    return Table("情况汇报", _columns(("项目", "说明")), rows)
