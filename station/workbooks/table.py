"""Finds a table in an untidy sheet: its headings in any order, its rows without the rest."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from shared.errors import InvalidError
from shared.workbook.reader import Sheet
from station.domain import cell
from station.domain.cell import Cell

_BRACKETS = re.compile(r"\([^)]*\)")
_EDGES = re.compile(r"^[*※★#]+|[*※★:：]+$")
_TOTAL = re.compile(r"[^:]{0,6}(合计|总计|小计|共计|累计)(\([^)]*\))?(:.*)?|(共|共计|合计)[0-9]+人")
_LABEL = re.compile(r"(说明|备注|注|[一-鿿]{2,10}):.*")
_PERIOD = re.compile(
    r"(?<![0-9])(1[0-2]|0?[1-9])月(?![0-9]+日)|(?:(?<=年)|(?<![一-鿿]))(十[一二]?|[一二三四五六七八九])月"
)
LEAST = 3  # so many known headings make a heading row, or all that are required
FEW = 4  # so many filled cells are too few for a row of the tables
_REMARK = re.compile(r"[一-鿿][^·]{4,}|.*[0-9(:].*")  # longer than a name, or with other signs
_TITLE = re.compile(r".*(统计表|花名册|登记表|情况表|审核情况).*")


@dataclass(frozen=True)
class Column:
    """A field's headings, the one that we write first; spaces, brackets and breaks don't count."""

    field: str
    headings: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True)
class Line:
    """A row of the table: Excel's number, cells by field, and the last title above it."""

    row: int
    cells: Mapping[str, Cell]
    title: str
    block: int  # grows with each heading row


def is_heading(row: Sequence[Cell], columns: Sequence[Column]) -> bool:
    """Whether enough of the row's cells are known headings."""
    required = sum(column.required for column in columns)
    return len(locate(row, columns)) >= min(LEAST, required)


def locate(row: Sequence[Cell], columns: Sequence[Column]) -> dict[str, int]:
    """Field → position of its heading: the earlier it is named the better, then the leftmost."""
    names = _names(tuple(columns))
    found: dict[str, tuple[int, int]] = {}
    for position, value in enumerate(row):
        known = names.get(_heading(value)) if isinstance(value, str) else None
        if known:
            field, rank = known
            found[field] = min(found.get(field, (rank, position)), (rank, position))
    return {field: position for field, (_, position) in found.items()}


def lines(sheet: Sheet, columns: Sequence[Column]) -> Iterator[Line]:
    """The table's rows; titles, notes, totals, blank rows and further columns are left out.

    InvalidError `workbook.missing_heading` names a required heading that its heading row lacks.
    """
    places: dict[str, int] = {}
    title, block = "", 0
    for number, row in enumerate(sheet.rows, 1):
        if is_heading(row, columns):
            places, block = locate(row, columns), block + 1
            _check(places, columns, sheet)
        elif not places or _is_beside(row, places.get("name")):
            title = _title(row) or title
        else:
            cells = {field: _at(row, position) for field, position in places.items()}
            if not all(cell.is_blank(value) for value in cells.values()):
                yield Line(number, cells, title, block)


def _check(places: Mapping[str, int], columns: Sequence[Column], sheet: Sheet) -> None:
    for column in columns:
        if column.required and column.field not in places:
            heading = column.headings[0]
            raise InvalidError("workbook.missing_heading", sheet=sheet.name, heading=heading)


def _at(row: Sequence[Cell], position: int) -> Cell:
    return row[position] if position < len(row) else None


@lru_cache
def _names(columns: tuple[Column, ...]) -> dict[str, tuple[str, int]]:
    return {
        _heading(text): (column.field, rank)
        for column in columns
        for rank, text in enumerate(column.headings)
    }


@lru_cache(10_000)
def _heading(text: str) -> str:
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return _EDGES.sub("", _BRACKETS.sub("", plain))


def _is_beside(row: Sequence[Cell], names: int | None) -> bool:
    """Whether a row is a total, a note or a title, or has one cell that isn't a name."""
    filled = [cell.word(value) for value in row if not cell.is_blank(value)]
    few = len(filled) <= FEW
    if any(_TOTAL.fullmatch(text) for text in (filled if few else filled[:2])):
        return True
    if len(filled) == 1:
        return names is None or cell.is_blank(_at(row, names)) or bool(_REMARK.fullmatch(filled[0]))
    if few and filled and _LABEL.fullmatch(filled[0]):
        return True
    return bool(filled) and all(_LABEL.fullmatch(text) or _TITLE.fullmatch(text) for text in filled)


def _title(row: Sequence[Cell]) -> str:
    """The first text of a row that names a month and no day."""
    texts = (cell.word(value) for value in row if isinstance(value, str))
    return next((text for text in texts if _PERIOD.search(text)), "")
