"""Small and large workbooks made for the tests, in each of the four file types."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

import xlsxwriter
import xlwt
from odf import table as odf
from odf.opendocument import OpenDocumentSpreadsheet
from odf.text import P

from shared.workbook.reader import Sheet
from station.domain.cell import Cell

Rows = Sequence[Sequence[Cell]]
HEADINGS = [
    *["序号", "姓名", "证件后四位", "服务日期", "开始时间", "结束时间"],
    *["扣除(分钟)", "服务时长(小时)", "服务类别", "服务形式", "服务地点", "服务内容"],
    *["服务对象签字", "评价", "占用工作时间", "认定人", "复核人"],
]
FORMATS = {date: "yyyy-mm-dd", time: "hh:mm", datetime: "yyyy-mm-dd hh:mm"}


def sheet(*rows: Sequence[Cell], name: str = "3月") -> Sheet:
    return Sheet(name, tuple(tuple(row) for row in rows))


def xlsx(sheets: Iterable[Sheet]) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    formats = {kind: book.add_format({"num_format": code}) for kind, code in FORMATS.items()}
    for item in sheets:
        page = book.add_worksheet(item.name)
        for at, value in cells(item):
            kind = type(value)
            if kind in formats:
                page.write_datetime(*at, value, formats[kind])
            elif isinstance(value, str):
                page.write_string(*at, value)
            else:
                page.write(*at, value)
    book.close()
    return stream.getvalue()


def xls(sheets: Iterable[Sheet]) -> bytes:
    book = xlwt.Workbook()
    formats = {kind: xlwt.easyxf(num_format_str=code) for kind, code in FORMATS.items()}
    for item in sheets:
        page = book.add_sheet(item.name)
        for at, value in cells(item):
            kind = type(value)
            page.write(*at, value, *([formats[kind]] if kind in formats else []))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def ods(sheets: Iterable[Sheet]) -> bytes:
    book = OpenDocumentSpreadsheet()
    for item in sheets:
        page = odf.Table(name=item.name)
        for row in item.rows:
            line = odf.TableRow()
            for value in row:
                line.addElement(_ods_cell(value))
            page.addElement(line)
        book.spreadsheet.addElement(page)
    stream = io.BytesIO()
    book.write(stream)
    return stream.getvalue()


def csv_text(item: Sheet) -> str:
    stream = io.StringIO()
    csv.writer(stream).writerows([[_csv_cell(value) for value in row] for row in item.rows])
    return stream.getvalue()


def cells(item: Sheet) -> Iterable[tuple[tuple[int, int], Any]]:
    for row, values in enumerate(item.rows):
        for column, value in enumerate(values):
            if value is not None:
                yield (row, column), value


def changed(sheets: Iterable[Sheet], change: Callable[[list[Cell]], Sequence[Cell]]) -> list[Sheet]:
    """Each row passed through a function, all rows as long as the longest."""
    result = []
    for item in sheets:
        width = max(map(len, item.rows))
        rows = tuple(tuple(change([*row, *[None] * (width - len(row))])) for row in item.rows)
        result.append(Sheet(item.name, rows))
    return result


def _csv_cell(value: Cell) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value)) if value < 1e15 else f"{value:.5E}"
    return "" if value is None else str(value)


def _ods_cell(value: Cell) -> Any:
    if isinstance(value, time):
        return odf.TableCell(valuetype="time", timevalue=f"{value:PT%HH%MM%SS}")
    if isinstance(value, date):
        return odf.TableCell(valuetype="date", datevalue=value.isoformat())
    if isinstance(value, int | float):
        return odf.TableCell(valuetype="float", value=value)
    filled = odf.TableCell(valuetype="string")
    if value is not None:
        filled.addElement(P(text=str(value)))
    return filled
