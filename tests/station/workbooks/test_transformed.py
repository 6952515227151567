"""The examples as other schools would keep them: judged exactly as before."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

import pytest

from shared.workbook import reader
from shared.workbook.reader import Sheet
from station.domain.cell import Cell
from station.domain.outcome import Judged
from tests.station.school import EXAMPLES, FILES, RECORDS, School, judge_school
from tests.station.workbooks import book

NAME = "中心幼儿园"  # the smallest of the three
Change = Callable[[list[Cell]], Sequence[Cell]]


@cache
def originals() -> tuple[tuple[Sheet, ...], ...]:
    return tuple(reader.read_file(EXAMPLES / NAME / file) for file in FILES)


@cache
def wanted() -> tuple[Any, ...]:
    members, registrations, records = originals()
    return outcome(judge_school(members, registrations, records))


def outcome(school: School) -> tuple[Any, ...]:
    """All that was judged, sheets without what a file's name adds to theirs."""
    judged: Iterable[Sequence[Judged[Any]]] = (school.roster, school.registrations, school.records)
    return tuple(
        [
            (item.place.row, item.outcome, item.reason, item.value and vars(item.value))
            for item in items
        ]
        for items in judged
    )


def shuffled(row: list[Cell]) -> list[Cell]:
    return random.Random(len(row)).sample(row, len(row))


def widened(row: list[Cell]) -> list[Cell]:
    known = any(isinstance(value, str) and "姓名" in value for value in row)
    return ["附加列" if known else "x" if len([*filter(None, row)]) > 3 else None, *row, None]


def broken(row: list[Cell]) -> list[Cell]:
    if "姓名" not in row:
        return row
    texts = (str(value or "").replace("(", "（").replace(")", "）") for value in row)
    return [f" {text[:2]}\n{text[2:]}　" for text in texts]


def lowered(sheets: Iterable[Sheet]) -> list[Sheet]:
    return [Sheet(sheet.name, ((), (), (), *sheet.rows)) for sheet in sheets]


@pytest.mark.parametrize("change", [shuffled, widened, broken])
def test_columns_and_headings_may_differ(change: Change) -> None:
    members, registrations, records = (
        reader.read(book.xlsx(book.changed(sheets, change)), "a.xlsx") for sheets in originals()
    )
    assert outcome(judge_school(members, registrations, records)) == wanted()


def test_a_table_that_starts_three_rows_lower_has_excels_row_numbers() -> None:
    members, registrations, records = (
        reader.read(book.xlsx(lowered(sheets)), "a.xlsx") for sheets in originals()
    )
    found = outcome(judge_school(members, registrations, records))
    assert [[(row - 3, *rest) for row, *rest in items] for items in found] == list(wanted())


@pytest.mark.parametrize(("write", "ending"), [(book.xls, "xls"), (book.ods, "ods")])
def test_other_file_types_give_the_same(write: Any, ending: str) -> None:
    members, registrations, records = (
        reader.read(write(sheets), f"a.{ending}") for sheets in originals()
    )
    file = RECORDS.replace("xlsx", ending)
    assert outcome(judge_school(members, registrations, records, file)) == wanted()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_for_each_month_gives_the_same(encoding: str) -> None:
    members, registrations, records = originals()
    texts = [
        (f"服务活动情况统计表-2025-{sheet.name}.csv", book.csv_text(sheet)) for sheet in records
    ]
    found = judge_school(
        reader.read(book.csv_text(members[0]).encode(encoding), "党员花名册.csv"),
        reader.read(book.csv_text(registrations[0]).encode(encoding), "义工登记与审核.csv"),
        [sheet for name, text in texts for sheet in reader.read(text.encode(encoding), name)],
        "服务活动情况统计表-2025.csv",
    )
    assert outcome(found) == wanted()


def test_one_csv_for_the_year_gives_the_same_by_its_titles() -> None:
    members, registrations, records = originals()
    text = "".join(book.csv_text(sheet) for sheet in records)
    sheets = reader.read(text.encode("gb18030"), "服务活动情况统计表-2025.csv")
    found = outcome(judge_school(members, registrations, sheets, "服务活动情况统计表-2025.csv"))
    assert [rest for _, *rest in found[2]] == [rest for _, *rest in wanted()[2]]
