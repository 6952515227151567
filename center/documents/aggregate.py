"""Aggregate tables as Excel, under the headings of the bureaus' statistics table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from center.domain.aggregate import PERIODS, Aggregate, By, Key, Line
from shared.documents import word
from shared.documents.sheet import Column, Table, Value, book
from shared.domain.month import Month

NAME: Final = "服务活动情况统计表"
FIGURES: Final = ("活动(次)", "人次", "人数", "小时", "满意小时", "积分小时")
COVERAGE: Final = ("已通过月报", "应报月报")
TOLD: Final = "需求和走访"
REPORTS: Final = "报了的月报(份)"
PERIOD: Final[Mapping[By, str]] = {By.MONTH: "月份", By.QUARTER: "季度", By.YEAR: "年度"}
QUARTERS: Final = {"Q1": "一季度", "Q2": "二季度", "Q3": "三季度", "Q4": "四季度"}


def write_aggregate(table: Aggregate, center: str, titles: Mapping[str, str]) -> bytes:
    """An .xlsx of one sheet; `titles` names the stations. The whole stands below the lines."""
    wanted, total = table.wanted, table.total
    name = f"{center}{NAME}({_months(wanted.first, wanted.last)})"
    above = (
        name,
        f"单位:{center}",
        f"数字来自 {total.of_stations} 站中的 {total.stations} 站、"
        f"应报 {total.owed} 份中已通过的 {total.reports} 份月报;人数不重复计,各行相加不等于合计",
    )
    keys = [by for by in By if by in wanted.by]
    rows = [[*_names(line.key, keys, titles), *_figures(line)] for line in table.lines]
    whole = ["合计", *[""] * (len(keys) - 1)]
    columns = [*_headings(keys), *(Column(label, True) for label in (*FIGURES, *COVERAGE))]
    below: list[list[Value]] = [[*whole, *_figures(total)]] if keys else []
    tables = [Table(NAME, columns, rows, above, below)]
    if total.told is not None:
        tables.append(_told(table, keys, titles))
    return book(name, tables)


def _told(table: Aggregate, keys: Sequence[By], titles: Mapping[str, str]) -> Table:
    """Requests and visits, each with the number of reports that say anything of them."""
    labels = (*word.REQUESTS.values(), REPORTS, *word.VISITS.values(), REPORTS)
    columns = [*_headings(keys), *(Column(label, True) for label in labels)]
    rows = [[*_names(line.key, keys, titles), *_told_of(line)] for line in table.lines]
    whole: list[Value] = ["合计", *[""] * (len(keys) - 1)]
    above = (TOLD, "月末在办是各站最后一个月的,不是各月相加;没有报这些数字的月报不算在内")
    return Table(TOLD, columns, rows, above, [[*whole, *_told_of(table.total)]] if keys else [])


def _told_of(line: Line) -> Iterator[Value]:
    if line.told is not None:
        yield from (getattr(line.told.requests, name) for name in word.REQUESTS)
        yield line.told.requests_of
        yield from (getattr(line.told.visits, name) for name in word.VISITS)
        yield line.told.visits_of


def _headings(keys: Sequence[By]) -> Iterator[Column]:
    plain = {By.STATION: "工作站", By.CATEGORY: "服务类别", By.FORM: "服务形式"}
    for by in keys:
        yield Column(PERIOD[by] if by in PERIODS else plain[by])


def _names(key: Key, keys: Sequence[By], titles: Mapping[str, str]) -> Iterator[Value]:
    for by in keys:
        if by in PERIODS:
            yield period_name(key.period)
        elif by is By.STATION:
            yield titles.get(key.station, key.station)
        elif by is By.CATEGORY:
            yield word.CATEGORY.get(key.category, key.category)
        else:
            yield word.FORM.get(key.form, key.form)


def period_name(period: str) -> str:
    """2025年3月, 2025年一季度, 2025年."""
    year, _, rest = period.partition("-")
    if rest in QUARTERS:
        return f"{year}年{QUARTERS[rest]}"
    return f"{year}年{int(rest)}月" if rest else f"{year}年"


def _figures(line: Line) -> Iterator[Value]:
    yield from (line.activities, line.records, line.people)
    yield from (line.hours, line.satisfied_hours, line.points_hours)
    yield from (line.reports, line.owed)


def _months(first: Month, last: Month) -> str:
    if first == last:
        return f"{first.year}年{first.month}月"
    if first.year == last.year:
        return f"{first.year}年{first.month}月至{last.month}月"
    return f"{first.year}年{first.month}月至{last.year}年{last.month}月"
