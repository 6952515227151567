"""Empty workbooks to fill in: the headings that are read, and one invented row under them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shared.documents import sheet
from station.workbooks import columns
from station.workbooks.kind import Kind
from station.workbooks.table import Column

_EXAMPLES: Final[Mapping[Kind, tuple[tuple[Column, ...], tuple[str, ...]]]] = {
    Kind.ROSTER: (
        columns.ROSTER,
        ("张样例", "女", "110101199003070003", "2015-07-01", "教师", "13800000000", ""),
    ),
    Kind.REGISTRATION: (
        columns.REGISTRATION,
        (
            *("张样例", "110101199003070003", "书法、朗诵", "便民利民", "周六上午"),
            *("2026-03-02", "通过", "2026-03-05"),
        ),
    ),
    Kind.SERVICE_RECORD: (
        columns.SERVICE_RECORD,
        (
            *("张样例", "0003", "2026-03-14", "8:30", "10:30", "0", "2", "便民利民", "集中"),
            *("社区广场", "义务维修", "已签字", "满意", "否", "王书记", ""),
        ),
    ),
}


def sample(kind: Kind) -> bytes:
    """An .xlsx of the kind, read back by our own reader without a warning."""
    known, example = _EXAMPLES[kind]
    heads = [sheet.Column(column.headings[0]) for column in known]
    return sheet.workbook(str(kind), heads, [example])
