"""A member roster's rows out of its sheets."""

from __future__ import annotations

from collections.abc import Sequence

from shared.workbook.reader import Sheet
from station.domain.outcome import Place
from station.domain.roster import RosterRow
from station.workbooks.columns import ROSTER
from station.workbooks.kind import Kind, tables
from station.workbooks.table import lines


def rows(sheets: Sequence[Sheet]) -> list[RosterRow]:
    """The rows of all its sheets; InvalidError `workbook.…` where it is no roster."""
    return [
        RosterRow(place=Place(sheet.name, line.row), **line.cells)
        for sheet in tables(sheets, Kind.ROSTER)
        for line in lines(sheet, ROSTER)
    ]
