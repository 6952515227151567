"""Gives refused rows back as a workbook that can be mended and read in again."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import xlsxwriter

from station.domain.cell import Cell
from station.domain.outcome import Reason
from station.domain.registration import RegistrationRow
from station.domain.roster import RosterRow
from station.domain.service_record import RecordRow
from station.workbooks import columns
from station.workbooks.kind import Kind
from station.workbooks.reasons import sentence
from station.workbooks.table import Column

Row = RosterRow | RegistrationRow | RecordRow
_COLUMNS = {
    Kind.ROSTER: columns.ROSTER,
    Kind.REGISTRATION: columns.REGISTRATION,
    Kind.SERVICE_RECORD: columns.SERVICE_RECORD,
}
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def write_refused(kind: Kind, refused: Iterable[tuple[Row, Reason]]) -> bytes:
    """An .xlsx under the sheets' own names, in the given order.

    First the row in the sheet it came from, then its cells typed as they were, last the reason.
    """
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, _OPTIONS)
    try:
        styles = _styles(book)
        for name, rows in _by_sheet(refused).items():
            _write(book.add_worksheet(name), _COLUMNS[kind], rows, styles)
        if not book.worksheets():
            book.add_worksheet()
    finally:
        book.close()
    return stream.getvalue()


def _by_sheet(refused: Iterable[tuple[Row, Reason]]) -> dict[str, list[tuple[Row, Reason]]]:
    """By a name that Excel allows: at most 31 signs, some forbidden, no apostrophe at its ends."""
    sheets: dict[str, list[tuple[Row, Reason]]] = {}
    for row, reason in refused:
        name = _FORBIDDEN.sub("_", row.place.sheet)[:31].strip("'") or "Sheet1"
        sheets.setdefault(name, []).append((row, reason))
    return sheets


def _styles(book: Any) -> dict[str, Any]:
    return {
        "heading": book.add_format({"bold": True, "text_wrap": True}),
        "text": book.add_format({"num_format": "@"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "time": book.add_format({"num_format": "hh:mm"}),
    }


def _write(
    sheet: Any,
    known: Sequence[Column],
    rows: Sequence[tuple[Row, Reason]],
    styles: dict[str, Any],
) -> None:
    headings = ("原表行号", *(column.headings[0] for column in known), "原因")
    for position, heading in enumerate(headings):
        sheet.write_string(0, position, heading, styles["heading"])
    for number, (row, reason) in enumerate(rows, 1):
        sheet.write_number(number, 0, row.place.row)
        for position, column in enumerate(known, 1):
            _write_cell(sheet, (number, position), getattr(row, column.field), styles)
        sheet.write_string(number, len(headings) - 1, sentence(reason), styles["text"])
    sheet.freeze_panes(1, 0)
    sheet.set_column(1, len(headings) - 2, 14)
    sheet.set_column(len(headings) - 1, len(headings) - 1, 60)


def _write_cell(sheet: Any, at: tuple[int, int], value: Cell, styles: dict[str, Any]) -> None:
    if isinstance(value, date | datetime) and value.year < 1900:
        sheet.write_string(*at, value.isoformat(), styles["text"])
    elif isinstance(value, date | datetime):
        sheet.write_datetime(*at, value, styles["date"])
    elif isinstance(value, time | timedelta):
        sheet.write_datetime(*at, value, styles["time"])
    elif isinstance(value, bool):
        sheet.write_boolean(*at, value)
    elif isinstance(value, int | float):
        sheet.write_number(*at, value)
    elif value is not None:
        sheet.write_string(*at, value, styles["text"])
