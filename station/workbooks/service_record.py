"""Service records out of a year's workbook: the month of each row, and the names "as above".

The year is the one in the file's name (服务活动情况统计表-2025), else in the title. The month is
the sheet's (3月), else the one in the title above the rows; a .csv has the file's name as sheet
(…-2025-3月). Where no month is known, a row's date alone decides, within the year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from shared.domain.month import Month
from shared.workbook.reader import Sheet
from station.domain import cell
from station.domain.cell import Cell
from station.domain.outcome import Place
from station.domain.service_record import RecordRow
from station.workbooks.columns import SERVICE_RECORD
from station.workbooks.kind import Kind, tables
from station.workbooks.table import Line, lines

_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")
_MONTH = re.compile(r"(?<![0-9])(1[0-2]|0?[1-9])月")
_SIGNS = (*"一二三四五六七八九十", "十一", "十二")
_NUMERALS = {sign: number for number, sign in enumerate(_SIGNS, 1)}
_NUMERAL = re.compile(r"(?:(?<=年)|(?<![一-鿿]))(十[一二]?|[一二三四五六七八九])月")
_BARE = re.compile(r"(?:.*(?<![0-9])20[0-9]{2}[-./年]?)?(1[0-2]|0?[1-9])")


def rows(sheets: Sequence[Sheet], file_name: str) -> list[RecordRow]:
    """The rows of all its sheets in order; InvalidError `workbook.…` where it holds no records."""
    return [
        row
        for sheet in tables(sheets, Kind.SERVICE_RECORD)
        for row in _rows_of(sheet, _year(file_name))
    ]


def _rows_of(sheet: Sheet, file_year: int | None) -> Iterator[RecordRow]:
    above: tuple[Cell, Cell] = (None, None)
    block = 0
    for line in lines(sheet, SERVICE_RECORD):
        if line.block != block:
            block, above = line.block, (None, None)
        above = _who(line, above)
        year = file_year or _year(line.title)
        number = _month(sheet.name) or _bare(sheet.name) or _month(line.title)
        cells = {**line.cells, "name": above[0], "last_four": above[1]}
        yield RecordRow(
            place=Place(sheet.name, line.row),
            month=Month(year, number) if year and number else None,
            year=year,
            **cells,
        )


def _who(line: Line, above: tuple[Cell, Cell]) -> tuple[Cell, Cell]:
    """A blank name means the one above, whose last four digits then stand too."""
    name, four = line.cells.get("name"), line.cells.get("last_four")
    if not cell.is_blank(name):
        return name, four
    return above[0], above[1] if cell.is_blank(four) else four


def _year(text: str) -> int | None:
    found = _YEAR.search(text)
    return int(found[1]) if found else None


def _month(text: str) -> int | None:
    written = cell.word(text)
    if found := _MONTH.search(written):
        return int(found[1])
    found = _NUMERAL.search(written)
    return _NUMERALS[found[1]] if found else None


def _bare(name: str) -> int | None:
    """A sheet's month without the word: 3, 03, 2025-03, 2025.3."""
    found = _BARE.fullmatch(cell.word(name))
    return int(found[1]) if found else None
