"""Writes Excel: typed cells, text always as text, bold frozen headings, fitted widths."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from typing import Any, Final

import xlsxwriter

from shared.domain.month import ZONE

Value = str | int | float | bool | date | datetime | time | timedelta | None

LARGEST_NUMBER: Final = 999_999_999_999_999  # Excel keeps 15 digits, no more
LONGEST_TEXT: Final = 32_767  # UTF-16 units of a cell
EARLIEST_YEAR: Final = 1900
NARROWEST, WIDEST = 6, 60  # in half-width signs
MEASURED: Final = 1000  # rows that decide the widths
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_RICH = re.compile(r"<r>.*</r>", re.DOTALL)  # the writer would take it for mark-up of its own
_FORMATS: Final[Mapping[str, Mapping[str, Any]]] = {
    "title": {"bold": True, "font_size": 14},
    "heading": {"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1},
    "number_heading": {
        "bold": True,
        "text_wrap": True,
        "valign": "vcenter",
        "bottom": 1,
        "align": "right",
    },
    "text": {"num_format": "@", "valign": "top"},
    "long": {"num_format": "@", "valign": "top", "text_wrap": True},
    "date": {"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"},
    "instant": {"num_format": "yyyy-mm-dd hh:mm", "valign": "top", "align": "left"},
    "time": {"num_format": "hh:mm", "valign": "top", "align": "left"},
    "number": {"valign": "top"},
    "plain": {},
}
# inline strings, row by row: memory doesn't grow with the rows
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


@dataclass(frozen=True)
class Column:
    """A heading, and whether numbers stand under it (it is set to the right, as they are)."""

    label: str
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """One sheet: titles above the headings as the bureaus' forms have them, rows, sums below.

    A name that Excel forbids is mended; two tables of a book need two names.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]
    above: Sequence[str] = ()
    below: Iterable[Sequence[Value]] = ()


def workbook(title: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> bytes:
    """An .xlsx of one sheet, its headings in the first row.

    Text is text whatever it looks like; whole numbers beyond 15 digits are text too. Dates show
    as yyyy-mm-dd, instants in the time of Asia/Shanghai, True and False as 是 and 否; None and
    "" leave the cell empty.
    """
    return book(title, [Table(title, columns, rows)])


def book(title: str, tables: Iterable[Table]) -> bytes:
    """An .xlsx of several sheets in order; cells as in `workbook`. No tables: one empty sheet."""
    stream = io.BytesIO()
    target = xlsxwriter.Workbook(stream, _OPTIONS)
    target.set_properties({"title": title})
    formats = {name: target.add_format(dict(look)) for name, look in _FORMATS.items()}
    for table in tables:
        _Writer(target.add_worksheet(sheet_name(table.name)), table, formats).write()
    if not target.worksheets():
        target.add_worksheet()
    target.close()
    return stream.getvalue()


def sheet_name(name: str) -> str:
    """A name that Excel allows: at most 31 signs, some forbidden, no apostrophe at its ends."""
    return _FORBIDDEN.sub("_", name)[:31].strip("'") or "Sheet1"


def width(text: str) -> int:
    """Half-width signs that the longest line of a text takes; a Chinese one takes two."""
    return max((_width(line) for line in text.split("\n")), default=0)


class _Writer:
    def __init__(self, sheet: Any, table: Table, formats: Mapping[str, Any]) -> None:
        self.sheet, self.table, self.formats = sheet, table, formats
        self.widths = [_width(column.label) for column in table.columns]

    def write(self) -> None:
        heading = len(self.table.above)
        for row, title in enumerate(self.table.above):
            self.sheet.write_string(
                row, 0, _clean(title), self.formats["plain" if row else "title"]
            )
        for place, column in enumerate(self.table.columns):
            look = self.formats["number_heading" if column.is_number else "heading"]
            self.sheet.write_string(heading, place, _clean(column.label), look)
        last = self._rows(heading + 1)
        self._sums(last + 1)
        self._finish(heading, last)

    def _rows(self, first: int) -> int:
        """Writes the rows; the number of the last one."""
        rows = iter(self.table.rows)
        start = list(islice(rows, MEASURED))
        self._measure(start)
        last = first - 1
        for last, values in enumerate(chain(start, rows), first):
            self._row(last, values)
        return last

    def _sums(self, first: int) -> None:
        for number, values in enumerate(self.table.below, first):
            self._row(number, values)

    def _measure(self, rows: Iterable[Sequence[Value]]) -> None:
        for values in rows:
            for place, value in enumerate(values[: len(self.widths)]):
                self.widths[place] = max(self.widths[place], _shown(value))

    def _row(self, row: int, values: Sequence[Value]) -> None:
        for place, value in enumerate(values):
            self._cell(row, place, value)

    def _cell(self, row: int, place: int, value: Value) -> None:
        kind, content = _typed(value)
        look = self.formats.get(kind)
        if kind == "text" and content:
            self._text(row, place, content)
        elif kind == "number":
            self.sheet.write_number(row, place, content, look)
        elif kind != "text":
            self.sheet.write_datetime(row, place, content, look)

    def _text(self, row: int, place: int, text: str) -> None:
        look = self.formats["long" if len(text) * 2 > WIDEST or "\n" in text else "text"]
        if _RICH.fullmatch(text):
            plain = self.formats["plain"]
            self.sheet.write_rich_string(row, place, plain, text[0], plain, text[1:], look)
        else:
            self.sheet.write_string(row, place, text, look)

    def _finish(self, heading: int, last: int) -> None:
        for place, signs in enumerate(self.widths):
            self.sheet.set_column(place, place, min(max(signs, NARROWEST), WIDEST) + 2)
        self.sheet.freeze_panes(heading + 1, 0)
        if last > heading and self.widths:
            self.sheet.autofilter(heading, 0, last, len(self.widths) - 1)
        self.sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        self.sheet.repeat_rows(heading)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.fit_to_pages(1, 0)


def _typed(value: Value) -> tuple[str, Any]:
    """The kind of cell and what goes in; kinds are formats."""
    if isinstance(value, bool):
        return "text", "是" if value else "否"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, date):
        return _date(value)
    if isinstance(value, time | timedelta):
        return "time", value
    return "text", _clean(value or "")


def _number(value: int | float) -> tuple[str, Any]:
    if isinstance(value, int) and abs(value) > LARGEST_NUMBER:
        return "text", str(value)
    if isinstance(value, float) and not abs(value) < float("inf"):
        return "text", ""
    return "number", value


def _date(value: date) -> tuple[str, Any]:
    """Excel's days begin with 1900; an instant stands in the country's time."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(ZONE).replace(tzinfo=None)
    if value.year < EARLIEST_YEAR:
        return "text", value.isoformat()
    return "instant" if isinstance(value, datetime) else "date", value


def _clean(text: str) -> str:
    """What XML can't hold is shown as such; what a cell can't hold is cut where all can see it."""
    text = _NOT_XML.sub("\ufffd", text)
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_TEXT:
        return text
    return units[: 2 * (LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"


def _shown(value: Value) -> int:
    if isinstance(value, str):
        return width(value)
    if isinstance(value, datetime):
        return 16
    return 10 if isinstance(value, date) else len(str(value)) if value is not None else 0


def _width(line: str) -> int:
    if line.isascii():
        return len(line)
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in line)
